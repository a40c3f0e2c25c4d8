internal import Detection
internal import Findings

/// What the matches of a rule at a place were counted as, for the places met last: dense data repeats them row by row.
struct PlaceMemory {
    /// What is known of all that decides how a match counts.
    struct Key {
        fileprivate let bits: UInt64

        /// - Parameters:
        ///   - place: Equal for values of one column or path, and for no others.
        ///   - isWhole: The match is all that the column or path holds there.
        @inline(__always)
        init(_ match: Match, place: UInt64, isWhole: Bool) {
            var traits = UInt64(match.rule) << 4 | UInt64(match.confidence.rawValue) << 24
            if isWhole { traits |= 1 }
            if match.reasons.contains(.fieldName) { traits |= 2 }
            if match.isUnproven { traits |= 4 }
            bits = place ^ (traits | 8) &* 0x9E37_79B9_7F4A_7C15
        }
    }

    /// What a match counts as.
    enum Answer {
        /// Nobody has asked.
        case unknown

        /// It counts for nothing.
        case nothing
        case entry(Int)
    }

    private var slots = [(bits: UInt64, entry: Int32)](repeating: (0, unknown), count: slotsCount)
    private static let slotsCount = 1024
    private static let unknown: Int32 = -2
    private static let nothing: Int32 = -1

    @inline(__always)
    func answer(_ key: Key) -> Answer {
        let slot = slots[Self.slot(key)]
        guard slot.bits == key.bits, slot.entry != Self.unknown else { return .unknown }
        return slot.entry == Self.nothing ? .nothing : .entry(Int(slot.entry))
    }

    /// - Parameter entry: Of the tally; `nil` for a match that counts for nothing.
    mutating func note(_ key: Key, entry: Int?) {
        slots[Self.slot(key)] = (key.bits, entry.map { Int32(clamping: $0) } ?? Self.nothing)
    }

    /// The entries are those of another tally from here on.
    mutating func removeAll() {
        for slot in slots.indices { slots[slot].entry = Self.unknown }
    }

    @inline(__always)
    private static func slot(_ key: Key) -> Int { Int(truncatingIfNeeded: key.bits >> 7) & (slotsCount - 1) }
}

internal import CByteScan
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
            bits = seep_answer_bits(place, match.fields.traits, isWhole ? 1 : 0)
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

    /// The answers, as the kernel looks them up.
    private(set) var slots = [seep_answer](repeating: noAnswer, count: SEEP_ANSWERS)
    private static let noAnswer = seep_answer(bits: 0, entry: Int64(SEEP_ANSWER_UNKNOWN))

    @inline(__always)
    func answer(_ key: Key) -> Answer {
        let slot = slots[seep_answer_slot(key.bits)]
        guard slot.bits == key.bits, slot.entry != Self.noAnswer.entry else { return .unknown }
        return slot.entry < 0 ? .nothing : .entry(Int(slot.entry))
    }

    /// - Parameter entry: Of the tally; `nil` for a match that counts for nothing.
    mutating func note(_ key: Key, entry: Int?) {
        slots[seep_answer_slot(key.bits)] = seep_answer(
            bits: key.bits, entry: entry.map { Int64($0) } ?? Int64(SEEP_ANSWER_NOTHING))
    }

    /// The entries are those of another tally from here on.
    mutating func removeAll() {
        for slot in slots.indices { slots[slot] = Self.noAnswer }
    }
}

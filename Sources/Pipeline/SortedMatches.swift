internal import Bytes
internal import Detection
internal import Findings

/// What counts alike: values under one path that were found in one way.
struct MatchColumn {
    let rule: UInt16
    let confidence: Confidence
    let reasons: Reasons

    /// As `Tally.Occurrence` has it.
    let isForColumn: Bool

    /// The values count for nothing.
    let isDropped: Bool

    /// The identities of the place and of its index.
    let place: UInt64
    let container: UInt64
    let shown: Place

    /// Whether a match at the same place counts as the others do.
    func fits(_ match: Match) -> Bool {
        rule == match.rule && confidence == match.confidence && reasons == match.reasons
    }
}

/// The matches of a chunk, sorted by what they count for.
struct SortedMatches {
    private(set) var columns: [MatchColumn] = []

    /// Those of the matches: those of one column come by ascending rows.
    var values: [FieldValues.Entry] = []

    /// The matches that stand in no column, in their order.
    var left: [Match] = []

    /// - Returns: The column's place.
    mutating func add(_ column: MatchColumn) -> Int {
        columns.append(column)
        return columns.count - 1
    }

    /// The place of the column for a match whose like was met before; from `first` on.
    func column(at place: UInt64, for match: Match, from first: Int) -> Int? {
        columns[first...].firstIndex { $0.place == place && $0.fits(match) }
    }
}

/// Where the columns of matches were found last.
struct ColumnMemory {
    private var slots = [(key: UInt64, column: Int32)](repeating: (0, -1), count: slotsCount)
    private static let slotsCount = 256

    /// What tells a match's column.
    ///
    /// - Parameter place: Equal for values under one path, and for no others.
    @inline(__always)
    static func key(_ match: borrowing Match, place: UInt64) -> UInt64 {
        var traits = UInt64(match.rule) << 3 | UInt64(match.confidence.rawValue) << 20
        traits |= UInt64(match.reasons.rawValue) << 28
        return place ^ (traits | 1) &* 0x9E37_79B9_7F4A_7C15
    }

    /// - Returns: -1 where none is known.
    @inline(__always)
    func column(_ key: UInt64) -> Int32 {
        let slot = slots[Self.slot(key)]
        return slot.key == key ? slot.column : -1
    }

    mutating func note(_ key: UInt64, column: Int) {
        slots[Self.slot(key)] = (key, Int32(truncatingIfNeeded: column))
    }

    @inline(__always)
    private static func slot(_ key: UInt64) -> Int { Int(truncatingIfNeeded: key >> 17) & (slotsCount - 1) }
}

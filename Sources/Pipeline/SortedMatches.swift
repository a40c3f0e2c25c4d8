internal import Bytes
internal import Detection
internal import Findings

/// What counts alike: values under one path that were found in one way.
struct MatchColumn {
    let rule: UInt16
    let confidence: Confidence

    /// Those of all its values.
    fileprivate(set) var reasons: Reasons

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
        rule == match.rule && confidence == match.confidence
            && reasons.contains(.fieldName) == match.reasons.contains(.fieldName)
    }
}

/// The matches of a chunk, sorted by what they count for.
struct SortedMatches {
    private(set) var columns: [MatchColumn] = []

    /// Those of the matches: those of one column come by ascending rows.
    private(set) var values: [FieldValues.Entry] = []

    /// The matches that stand in no column, in their order.
    var left: [Match] = []

    /// Forgets the matches of the chunk before, and makes room for so many.
    mutating func begin(room: Int) {
        columns.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        left.removeAll(keepingCapacity: true)
        values.reserveCapacity(room)
    }

    /// Notes the reasons of a match of a column.
    mutating func note(_ reasons: Reasons, ofColumn column: Int) {
        columns[column].reasons.formUnion(reasons)
    }

    /// Takes in a match of a column, whose reasons were noted.
    @inline(__always)
    mutating func take(_ match: Match, row: Int, column: Int, hash: UInt64) {
        values.append(
            FieldValues.Entry(
                column: Int32(truncatingIfNeeded: column), row: Int32(truncatingIfNeeded: row),
                start: match.start, end: match.end, hash: hash))
    }

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

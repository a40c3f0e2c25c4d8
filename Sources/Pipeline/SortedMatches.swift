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

/// The matches of a chunk, sorted by what they count for. Its memory is used again.
struct SortedMatches {
    /// Those of `FieldValues` come first.
    private(set) var columns: [MatchColumn] = []

    /// The values of the columns behind those, and of others that a chunk before had.
    private var values: [ColumnValues] = []
    private var firstOwn = 0

    /// The matches that stand in no column, in their order.
    var left: [Match] = []

    /// Forgets the matches of the chunk before.
    mutating func begin() {
        columns.removeAll(keepingCapacity: true)
        left.removeAll(keepingCapacity: true)
        firstOwn = 0
    }

    /// Takes in a column of `FieldValues`, before all others.
    mutating func addKnown(_ column: MatchColumn) {
        columns.append(column)
        firstOwn = columns.count
    }

    /// The values of a column, of which `found` has those that were found field by field.
    func values(of column: Int, found: FieldValues) -> ColumnValues {
        column < firstOwn ? found.values[column] : values[column - firstOwn]
    }

    /// Notes the reasons of a match of a column.
    mutating func note(_ reasons: Reasons, ofColumn column: Int) {
        columns[column].reasons.formUnion(reasons)
    }

    /// Takes in a match of a column, whose reasons were noted; those of one column come by ascending rows.
    @inline(__always)
    mutating func take(_ match: Match, row: Int, column: Int, hash: UInt64) {
        values[column - firstOwn].append(
            ShapedLines.Value(start: match.start, end: match.end), row: row, hash: hash)
    }

    /// The place of the column for a match: that of its like, if it was met before, else the new one's.
    mutating func column(at place: UInt64, for match: Match, new: () -> MatchColumn) -> Int {
        if let known = columns[firstOwn...].firstIndex(where: { $0.place == place && $0.fits(match) }) {
            return known
        }
        let own = columns.count - firstOwn
        if own == values.count { values.append(ColumnValues()) }
        values[own].begin(room: 0)
        columns.append(new())
        return columns.count - 1
    }
}

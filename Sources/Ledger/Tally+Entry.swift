internal import Findings

extension Tally {
    /// What is counted of one rule at one place.
    struct Entry {
        var rule: UInt16
        var place: UInt64

        /// Of values that the rest of their column judges.
        var isForColumn: Bool

        /// Its place among what a row holds; `nil` for none.
        var seat: RowKinds.Seat?
        var confidence = Confidence.possible
        var reasons: Reasons = []
        var count: UInt64 = 0

        /// Values that have the shape and fail the check.
        var misses: UInt64 = 0
        var rows: UInt64 = 0

        /// The row of the finding counted last, so that a row counts once, and whether it is one of the edge rows.
        var lastRow: UInt64 = 0
        var lastRowIsEdge = false
        var part: UInt32 = 0

        /// Rows that may reach over an edge of the parts: each counts once, whichever parts saw it.
        var edgeRows: Set<UInt64> = []
        var first = Position(streamOffset: .max, line: .max)
        var last = Position(streamOffset: 0, line: 0)
        var distinct = DistinctCounter()
        var samples = SampleKeeper()

        init(rule: UInt16, place: UInt64, isForColumn: Bool, seat: RowKinds.Seat?) {
            self.rule = rule
            self.place = place
            self.isForColumn = isForColumn
            self.seat = seat
        }
    }
}

extension Tally.Entry {
    /// Counts an occurrence.
    ///
    /// - Returns: Whether its value would be kept as a sample, whether it is the first in the part, and the entry's seat.
    @inline(__always)
    mutating func note(
        row: UInt64, isEdgeRow: Bool, position: Position, confidence: Confidence, reasons: Reasons,
        valueHash: UInt64, part: UInt32
    ) -> (isWanted: Bool, isFirstOfPart: Bool, seat: RowKinds.Seat?) {
        let isFirstOfPart = self.part != part
        self.part = part
        count += 1
        distinct.insert(valueHash)
        if row != lastRow {
            lastRow = row
            lastRowIsEdge = isEdgeRow
            if isEdgeRow { edgeRows.insert(row) } else { rows += 1 }
        }
        if position < first { first = position }
        if last <= position { last = position }
        self.confidence = max(self.confidence, confidence)
        self.reasons.formUnion(reasons)
        return (samples.wants(valueHash), isFirstOfPart, seat)
    }

    mutating func moveLastRowToEdge() {
        guard !lastRowIsEdge else { return }
        rows -= 1
        edgeRows.insert(lastRow)
        lastRowIsEdge = true
    }

    mutating func merge(_ other: Tally.Entry) {
        count += other.count
        misses += other.misses
        rows += other.rows
        edgeRows.formUnion(other.edgeRows)
        first = min(first, other.first)
        last = max(last, other.last)
        confidence = max(confidence, other.confidence)
        reasons.formUnion(other.reasons)
        distinct.merge(other.distinct)
        samples.merge(other.samples)
    }

    /// Nothing but check digits speaks for its values.
    var isUnproven: Bool { isForColumn && !reasons.contains(.expression) }

    var rowCount: UInt64 { rows + UInt64(edgeRows.count) }
}

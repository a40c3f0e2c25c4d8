public import Bytes
public import Findings

/// Matches of lines of known shapes, field by field: each is the whole of a value, and no other match touches it.
public struct FieldValues: Sendable {
    /// What the matches of one rule under one name have in common.
    public struct Column: Sendable {
        /// The place of the lines' shape, and the value's place in each line.
        public let shape: Int
        public let value: Int
        public let rule: UInt16
        public let confidence: Confidence
        public let reasons: Reasons
    }

    public private(set) var columns: [Column] = []

    /// By column, and more than there are columns: memory is used again.
    public internal(set) var values: [ColumnValues] = []

    /// How many values there are in all columns.
    public var count: Int { columns.indices.reduce(0) { $0 + values[$1].count } }

    mutating func removeAll() { columns.removeAll(keepingCapacity: true) }

    /// - Parameter room: How many values the column may get.
    mutating func append(_ column: Column, room: Int) {
        if columns.count == values.count { values.append(ColumnValues()) }
        values[columns.count].begin(room: room)
        columns.append(column)
    }
}

/// The values of a column in a chunk, by ascending rows: its lines.
public struct ColumnValues: Sendable {
    /// How many there are; what stands behind them in the arrays is of no column.
    public internal(set) var count = 0

    /// Their keyed hashes: made while the values are near.
    public internal(set) var hashes: [UInt64] = []
    public internal(set) var rows: [Int32] = []

    /// Where they stand in the chunk, without quotes.
    public internal(set) var ranges: [ShapedLines.Value] = []

    public init() {}

    /// Forgets the values, and makes room for so many.
    public mutating func begin(room: Int) {
        count = 0
        if hashes.count < room { grow(to: room) }
    }

    public mutating func append(_ range: ShapedLines.Value, row: Int, hash: UInt64) {
        if count == hashes.count { grow(to: 2 * count + 64) }
        hashes[count] = hash
        rows[count] = Int32(truncatingIfNeeded: row)
        ranges[count] = range
        count += 1
    }

    private mutating func grow(to room: Int) {
        hashes.append(contentsOf: repeatElement(0, count: room - hashes.count))
        rows.append(contentsOf: repeatElement(0, count: room - rows.count))
        ranges.append(
            contentsOf: repeatElement(ShapedLines.Value(start: 0, end: 0), count: room - ranges.count))
    }
}

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

    /// A value of a column, in a row: a line.
    public struct Entry: Sendable {
        public let column: Int32
        public let row: Int32

        /// Where it stands in the chunk, without quotes.
        public let start: Int32
        public let end: Int32

        /// The value's keyed hash: made while the value is near.
        public let hash: UInt64

        @inlinable
        public init(column: Int32, row: Int32, start: Int32, end: Int32, hash: UInt64) {
            self.column = column
            self.row = row
            self.start = start
            self.end = end
            self.hash = hash
        }
    }

    public internal(set) var columns: [Column] = []

    /// Those of one column come by ascending rows; those of lines that are near each other are near each other.
    public internal(set) var entries: [Entry] = []

    mutating func removeAll() {
        columns.removeAll(keepingCapacity: true)
        entries.removeAll(keepingCapacity: true)
    }
}

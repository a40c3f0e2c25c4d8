package import CByteScan

/// Whole lines of a text that others are like but for the values in them, and where those values stand.
///
/// What stands in all lines of a shape between the values is the same, byte for byte.
public struct ShapedLines: Sendable {
    /// Where a value stands, without quotes.
    public struct Value: Sendable {
        public var start: Int32
        public var end: Int32

        @inlinable
        public init(start: Int32, end: Int32) {
            self.start = start
            self.end = end
        }
    }

    public struct Line: Sendable {
        /// Without its line feed.
        public var start: Int32
        public var end: Int32

        /// The place of its shape in `shapes`, and of its first value in `values`.
        public var shape: Int32
        public var firstValue: Int32

        /// The lines of the text before it.
        public var ordinal: Int32

        /// The number of its document.
        public var record: UInt64

        /// A bit for each value, of the first 64, that ends where it seems to and has no escape.
        public var plain: UInt64

        package init(_ range: Range<Int>, shape: Int, ordinal: Int, record: UInt64, plain: UInt64) {
            // No text has as much as 2 GiB.
            start = Int32(truncatingIfNeeded: range.lowerBound)
            end = Int32(truncatingIfNeeded: range.upperBound)
            self.shape = Int32(truncatingIfNeeded: shape)
            firstValue = 0
            self.ordinal = Int32(truncatingIfNeeded: ordinal)
            self.record = record
            self.plain = plain
        }
    }

    public struct Shape: Sendable {
        /// No other shape of the same source of lines has it.
        public var number: Int
        public var valuesCount: Int

        /// A bit for each value, of the first 64, whose place no other value of the line has.
        public var single: UInt64

        package init(number: Int, valuesCount: Int, single: UInt64) {
            self.number = number
            self.valuesCount = valuesCount
            self.single = single
        }
    }

    /// Masks of values have a bit for each of so many.
    public static var bitsCount: Int { 64 }

    /// Ascending.
    public private(set) var lines: [Line] = []
    public private(set) var shapes: [Shape] = []
    public private(set) var values: [Value] = []

    public init() {}

    package mutating func reserve(values count: Int) { values.reserveCapacity(count) }

    public mutating func removeAll() {
        lines.removeAll(keepingCapacity: true)
        shapes.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
    }

    /// - Returns: The shape's place.
    package mutating func append(_ shape: Shape) -> Int {
        shapes.append(shape)
        return shapes.count - 1
    }

    package mutating func append(_ line: Line, values ranges: Span<seep_range>) {
        var line = line
        line.firstValue = Int32(truncatingIfNeeded: values.count)
        values.append(addingCapacity: ranges.count) { output in
            for index in ranges.indices {
                output.append(
                    Value(
                        start: Int32(truncatingIfNeeded: ranges[index].start),
                        end: Int32(truncatingIfNeeded: ranges[index].end)))
            }
        }
        lines.append(line)
    }
}

internal import Bytes

/// Numbers the lines of ascending offsets in a chunk.
struct LineCounter {
    private(set) var line: UInt64

    /// Up to here the line feeds were counted.
    private var counted: Int

    /// The lines that may have begun before the chunk, or go on behind it; none has the greatest number.
    var firstEdge = UInt64.max
    var lastEdge = UInt64.max

    /// The first line feed from `counted` on, or the chunk's end: up to it the line stays.
    private var feed: Int
    private let end: Int

    init(_ chunk: Range<Int>, line: UInt64) {
        self.line = line
        counted = chunk.lowerBound
        feed = chunk.lowerBound
        end = chunk.upperBound
    }

    var isEdge: Bool { line == firstEdge || line == lastEdge }

    @inline(__always)
    mutating func advance(to offset: Int, _ bytes: Span<UInt8>) {
        if offset > feed || counted == feed { countLines(upTo: offset, bytes) }
    }

    private mutating func countLines(upTo offset: Int, _ bytes: Span<UInt8>) {
        line += UInt64(newlines(bytes, counted..<offset))
        counted = offset
        feed = firstNewline(bytes, offset..<end)
    }
}

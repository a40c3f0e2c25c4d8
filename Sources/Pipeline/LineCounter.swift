internal import Bytes

/// Numbers the lines of ascending offsets in a chunk.
struct LineCounter {
    private(set) var line: UInt64

    /// Up to here the line feeds were counted.
    private var counted: Int

    /// The line that may have begun before the chunk; none has the greatest number.
    private let firstEdge: UInt64

    /// Where the line begins that may go on behind the chunk; `Int.max` for none.
    private let lastEdge: Int

    /// The first line feed from `counted` on, or the chunk's end: up to it the line stays.
    private var feed: Int
    private let end: Int

    /// - Parameters:
    ///   - chunk: Not empty.
    ///   - line: The number of the line in which its first byte lies.
    ///   - beginsLine: The line begins there.
    init(_ chunk: Range<Int>, of bytes: Span<UInt8>, line: UInt64, beginsLine: Bool) {
        self.line = line
        counted = chunk.lowerBound
        feed = chunk.lowerBound
        end = chunk.upperBound
        firstEdge = beginsLine ? .max : line
        lastEdge =
            bytes[end - 1] == 0x0A ? .max : lastNewline(bytes, chunk).map { $0 + 1 } ?? chunk.lowerBound
    }

    /// The line goes on behind the chunk.
    var hasRest: Bool { lastEdge != .max }

    /// Whether the line of the last offset may have begun before the chunk, or go on behind it.
    func isEdge(_ offset: Int) -> Bool { line == firstEdge || offset >= lastEdge }

    /// The number of the line in which the byte behind the chunk lies.
    func lineBehind(_ bytes: Span<UInt8>) -> UInt64 { line + UInt64(newlines(bytes, counted..<end)) }

    @inline(__always)
    mutating func advance(to offset: Int, _ bytes: Span<UInt8>) {
        if offset > feed || counted == feed { countLines(upTo: offset, bytes) }
    }

    /// Where the line of the last offset ends; no less than that offset.
    var lineEnd: Int { feed }

    private mutating func countLines(upTo offset: Int, _ bytes: Span<UInt8>) {
        if counted < feed {
            // In dense data the offset mostly lies in the next line.
            let next = firstNewline(bytes, (feed + 1)..<end)
            if offset <= next {
                line += 1
                counted = feed + 1
                feed = next
                return
            }
        }
        line += UInt64(newlines(bytes, counted..<offset))
        counted = offset
        feed = firstNewline(bytes, offset..<end)
    }
}

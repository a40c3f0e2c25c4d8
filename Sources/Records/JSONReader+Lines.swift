internal import Bytes

/// Documents that stand one in a line: whole lines are passed without a look inside.
extension JSONReader {
    /// The first and the last byte of a line, which tell whether a document ended.
    struct LineEnds {
        var first: UInt8 = 0
        var last: UInt8 = 0
        var isCut: Bool { first == 0x7B && last != 0x7D }

        mutating func take(_ bytes: Span<UInt8>, _ range: Range<Int>) {
            guard !range.isEmpty else { return }
            if first == 0 { first = bytes[range.lowerBound] }
            var end = range.upperBound
            if bytes[end - 1] == 0x0D, end - 1 > range.lowerBound { end -= 1 }
            last = bytes[end - 1]
        }
    }

    /// Passes whole lines, but for the last two: the path of a value depends on its line, and its index may stand in
    /// the line before.
    mutating func skipLines(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        guard let last = lastNewline(bytes, range), let before = lastNewline(bytes, range.lowerBound..<last)
        else {
            return range.lowerBound
        }
        var at = range.lowerBound
        while at <= before {
            let end = firstNewline(bytes, at..<before + 1)
            line.take(bytes, at..<end)
            endLine()
            at = end + 1
        }
        index = IndexName()
        leaveDocument()
        return at
    }

    mutating func readByLine(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        let end = firstNewline(bytes, range)
        line.take(bytes, range.lowerBound..<end)
        var at = range.lowerBound
        while at < end { at = readPart(bytes, at..<end, Reach(end: end)) }
        guard end < range.upperBound else { return end }
        endLine()
        leaveDocument()
        return end + 1
    }

    mutating func endLine() {
        if line.isCut { malformed += 1 }
        line = LineEnds()
        index.endLine()
        document += 1
    }
}

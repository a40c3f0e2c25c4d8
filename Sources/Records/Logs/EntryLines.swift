internal import Bytes

/// The lines before a byte of a log, as far back as its place may depend on them: `Limits.statementReachBytes`.
enum EntryLines {
    /// Where the byte's line begins; `nil` where that is out of reach.
    static func start(_ bytes: Span<UInt8>, of offset: Int) -> Int? {
        start(bytes, of: offset, reaching: offset)
    }

    /// Where the line before the one that begins at `start` begins; `nil` where there is none in reach of `offset`.
    static func start(before start: Int, _ bytes: Span<UInt8>, reaching offset: Int) -> Int? {
        start > 0 ? self.start(bytes, of: start - 1, reaching: offset) : nil
    }

    /// Whether the place of a byte may depend on the line that begins at `start`.
    static func isInReach(_ start: Int, of offset: Int) -> Bool {
        start == 0 ? offset <= Limits.statementReachBytes : start > offset - Limits.statementReachBytes
    }

    private static func start(_ bytes: Span<UInt8>, of offset: Int, reaching reach: Int) -> Int? {
        let floor = max(0, reach - Limits.statementReachBytes)
        guard offset >= floor else { return nil }
        if let newline = lastNewline(bytes, floor..<offset) { return newline + 1 }
        return floor == 0 ? 0 : nil
    }

    /// The first bytes of the line that begins at an offset: at most `LogHead.bytesMax`.
    static func head(_ bytes: Span<UInt8>, _ start: Int) -> [UInt8] {
        let end = firstNewline(bytes, start..<min(bytes.count, start + LogHead.bytesMax))
        var head: [UInt8] = []
        head.append(bytes.extracting(start..<end))
        return head
    }
}

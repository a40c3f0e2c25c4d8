internal import Bytes

/// Where the entries of a query log begin.
extension QueryLogReader {
    /// Bytes of a line that tell whether it begins an entry.
    static let headBytesMax = 80

    /// Whether the line begins an entry that starts at an offset.
    private func isHead(_ bytes: Span<UInt8>, _ at: Int, _ end: Int) -> Bool {
        guard at < end else { return false }
        switch log {
        case .general: return generalHead(bytes, at..<min(end, at + Self.headBytesMax)) != nil
        case .slow: return bytes[at] == 0x23
        case .binlog: return !begins(bytes, at, end, with: Self.queryMark)
        case .postgres: return bytes[at] != 0x09
        case .postgresCSV: return beginsWithTime(bytes, at, end)
        case .postgresJSON: return true
        }
    }

    /// The last entry that begins in a range, behind which `headBytesMax` bytes follow; `nil` for none.
    func lastHead(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        var end = range.upperBound
        while let newline = lastNewline(bytes, range.lowerBound - 1..<end) {
            if isHead(bytes, newline + 1, newline + 1 + Self.headBytesMax) { return newline + 1 }
            end = newline
        }
        return nil
    }

    /// The first entry that begins behind a range's first byte, and is seen to begin there.
    ///
    /// - Parameter isCut: The bytes go on behind the range, so that a line which may be a head is not told yet.
    /// - Returns: Where it begins, else from where on to look again.
    func nextHead(_ bytes: Span<UInt8>, _ range: Range<Int>, isCut: Bool = true) -> (at: Int, isHead: Bool) {
        var from = range.lowerBound
        while from < range.upperBound {
            let newline = firstNewline(bytes, from..<range.upperBound)
            let at = newline + 1
            guard at < range.upperBound, !isCut || at + Self.headBytesMax <= range.upperBound else {
                return (newline, false)
            }
            if isHead(bytes, at, range.upperBound) { return (at, true) }
            from = at
        }
        return (range.upperBound, false)
    }
}

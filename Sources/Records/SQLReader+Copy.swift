internal import Bytes
internal import CByteScan

/// Where in a line of `COPY` data a reader stands. Source: PostgreSQL 15, "COPY", "Text Format".
struct CopyLine: Sendable {
    /// Bytes of the line seen so far, while they may be `\.`.
    var endSeen: EndSeen = .none

    /// Bytes are missing: the rest of the line is nobody's.
    var skipsToEnd = false

    /// The value being read began here; an offset of the span being read.
    var cellStart = 0
    private var cellAge = 0

    enum EndSeen: UInt8 {
        /// The line has not begun.
        case none
        case backslash
        case dot

        /// The line is one of data.
        case data
    }

    mutating func begin(at: Int) { cellStart = at - cellAge }

    mutating func end(at: Int) { cellAge = at - cellStart }
}

extension SQLReader {
    mutating func readCopy(_ bytes: Span<UInt8>, _ range: Range<Int>, into sink: inout some CellSink) -> Int {
        var at = range.lowerBound
        while at < range.upperBound {
            if line.skipsToEnd {
                at = firstNewline(bytes, at..<range.upperBound)
                guard at < range.upperBound else { return at }
                at += 1
                line = CopyLine()
                continue
            }
            if line.endSeen == .none || line.endSeen == .data && line.cellStart == at {
                at = walkLines(bytes, at..<range.upperBound, into: &sink)
                guard at < range.upperBound else { return at }
            }
            if line.endSeen != .data {
                at = readLineStart(bytes, at)
                if mode != .copy { return at }
                continue
            }
            let end = runEnd(bytes, at..<range.upperBound, of: Self.plainInCopy)
            guard end < range.upperBound else { return end }
            at = end + 1
            if let owner {
                sink.take(line.cellStart..<end, column: column, isQuoted: false, of: owner)
            }
            line.cellStart = at
            if bytes[end] == 0x09 {
                column += 1
            } else {
                if let table, !table.columns.isEmpty, column + 1 != table.columns.count { malformed += 1 }
                line.endSeen = .none
            }
        }
        return at
    }

    /// Passes what is simple, from between two values on.
    private mutating func walkLines(_ bytes: Span<UInt8>, _ range: Range<Int>, into sink: inout some CellSink)
        -> Int
    {
        guard var owner else { return range.lowerBound }
        owner.row = row
        let isInRow = line.endSeen == .data
        var pass = CellWalk(
            .lines, column: column, isInRow: isInRow, columns: owner.table.columns.count,
            backslashesEscape: true)
        pass.pass(bytes, range, of: owner, into: &sink)
        row += pass.walk.rows
        malformed += pass.walk.malformed
        column = Int(pass.walk.column)
        line.endSeen = pass.walk.in_row != 0 ? .data : .none
        line.cellStart = pass.walk.at
        return pass.walk.at
    }

    /// Tells a line of data from `\.`, which ends all data.
    ///
    /// - Returns: Where to read on: the byte again, when the line is one of data.
    private mutating func readLineStart(_ bytes: Span<UInt8>, _ at: Int) -> Int {
        let byte = bytes[at]
        switch (line.endSeen, byte) {
        case (.none, 0x5C):
            line.endSeen = .backslash
            line.cellStart = at
            row += 1
            column = 0
            return at + 1
        case (.none, _):
            line.cellStart = at
            row += 1
            column = 0
        case (.backslash, 0x2E):
            line.endSeen = .dot
            return at + 1
        case (.dot, 0x0A), (.dot, 0x0D):
            row -= 1
            mode = .head
            return at + 1
        default: break
        }
        line.endSeen = .data
        return at
    }

    private static let plainInCopy = ByteSet(allBut: "\t\n".utf8).kernelSet
}

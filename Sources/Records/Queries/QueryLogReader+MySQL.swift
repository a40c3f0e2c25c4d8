internal import Bytes

extension QueryLogReader {
    /// Lines `251125 15:36:46\t     6 Query\tSELECT …`; what has not such a head goes on with the line before.
    mutating func readGeneral(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        var start = -1
        var entry = range.lowerBound
        var at = range.lowerBound
        while at < range.upperBound {
            let end = firstNewline(bytes, at..<range.upperBound)
            if let head = generalHead(bytes, at..<end) {
                if start >= 0 { readStatement(bytes, start..<at, entry: entry) }
                start = head.isStatement ? head.end : -1
                entry = at
            }
            at = end + 1
        }
        if start >= 0 { readStatement(bytes, start..<range.upperBound, entry: entry) }
    }

    /// The head of a line of the general log, up to behind the tab that follows the command.
    func generalHead(_ bytes: Span<UInt8>, _ line: Range<Int>) -> (end: Int, isStatement: Bool)? {
        let limit = min(line.upperBound, line.lowerBound + 80)
        var at = line.lowerBound
        // The time, when it is another than that of the line before.
        while at < limit, bytes[at] != 0x09 {
            guard bytes[at] &- 0x30 < 10 || " :-.TZ+".utf8.contains(bytes[at]) else { return nil }
            at += 1
        }
        while at < limit, bytes[at] == 0x09 || bytes[at] == 0x20 { at += 1 }
        let number = at
        while at < limit, bytes[at] &- 0x30 < 10 { at += 1 }
        guard at > number, at < limit, bytes[at] == 0x20 else { return nil }
        let word = at + 1
        at = word
        while at < limit, bytes[at] != 0x09 {
            guard (bytes[at] | 0x20) &- 0x61 < 26 || bytes[at] == 0x20 else { return nil }
            at += 1
        }
        guard at > word, at < line.upperBound, bytes[at] == 0x09 else { return nil }
        let isStatement =
            begins(bytes, word, at, with: "Query") || begins(bytes, word, at, with: "Execute")
            || begins(bytes, word, at, with: "Prepare")
        return (at + 1, isStatement)
    }

    /// Statements behind lines that begin with `#`, `SET timestamp=` or `use`.
    mutating func readSlow(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        var start = -1
        var entry = range.lowerBound
        var isBehindHead = false
        var at = range.lowerBound
        while at < range.upperBound {
            let end = firstNewline(bytes, at..<range.upperBound)
            if bytes[at] == 0x23 {
                if start >= 0 { readStatement(bytes, start..<at, entry: entry) }
                start = -1
                entry = at
                isBehindHead = true
            } else if isBehindHead, start < 0, !begins(bytes, at, end, with: "SET timestamp="),
                !begins(bytes, at, end, with: "use ")
            {
                start = at
            }
            at = end + 1
        }
        if start >= 0 { readStatement(bytes, start..<range.upperBound, entry: entry) }
    }

    /// `#Q> ` before each line of a statement; row events as `### INSERT INTO `shop`.`customers`` and
    /// `###   @4='…'`; and statements as they stand, which nobody places.
    mutating func readBinlog(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        var table = ""
        var start = -1
        var entry = range.lowerBound
        var at = range.lowerBound
        while at < range.upperBound {
            let end = firstNewline(bytes, at..<range.upperBound)
            let isQuery = begins(bytes, at, end, with: Self.queryMark)
            if start >= 0, !isQuery {
                readStatement(bytes, start..<at, .lines(Self.queryPrefix), entry: entry)
                start = -1
            }
            if !isQuery { entry = at }
            if isQuery, start < 0 { start = at + 4 }
            if begins(bytes, at, end, with: "###   @") {
                readRowValue(bytes, at + 7..<end, of: table)
            } else if begins(bytes, at, end, with: "### ") {
                table = rowTable(bytes, at + 4..<end) ?? table
            } else if !isQuery {
                table = ""
            }
            at = end + 1
        }
        if start >= 0 {
            readStatement(bytes, start..<range.upperBound, .lines(Self.queryPrefix), entry: entry)
        }
    }

    /// What stands before each line of a statement.
    static let queryMark: StaticString = "#Q> "
    private static let queryPrefix = Array("#Q> ".utf8)

    /// The table of `INSERT INTO `shop`.`customers``.
    private func rowTable(_ bytes: Span<UInt8>, _ line: Range<Int>) -> String? {
        let isEvent =
            begins(bytes, line.lowerBound, line.upperBound, with: "INSERT INTO `")
            || begins(bytes, line.lowerBound, line.upperBound, with: "UPDATE `")
            || begins(bytes, line.lowerBound, line.upperBound, with: "DELETE FROM `")
        guard isEvent else { return nil }
        let name = line.drop { bytes[$0] != 0x60 }.map { bytes[$0] }.filter { $0 != 0x60 }
        return Names.identifier(name)
    }

    /// `4='t.okafor@quillmoor-post.org'`: the value of the table's fourth column.
    private mutating func readRowValue(_ bytes: Span<UInt8>, _ line: Range<Int>, of table: String) {
        let equals = firstByte(0x3D, bytes, line)
        guard !table.isEmpty, equals > line.lowerBound, equals + 1 < line.upperBound,
            equals - line.lowerBound < 5
        else { return }
        let number = String(decoding: (line.lowerBound..<equals).map { bytes[$0] }, as: UTF8.self)
        var value = equals + 1..<line.upperBound
        let isQuoted = bytes[value.lowerBound] == 0x27
        if isQuoted {
            let last = value.last { bytes[$0] == 0x27 } ?? value.lowerBound
            value = value.lowerBound + 1..<max(value.lowerBound + 1, last)
        }
        index.take(
            QueryIndex.Cell(
                start: value.lowerBound, end: value.upperBound,
                literal: index.literals.number(ofTable: table, name: "#" + number),
                escaping: Escaping(backslashes: true, doubled: 0x27)))
    }
}

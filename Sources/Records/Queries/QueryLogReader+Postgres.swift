internal import Bytes

extension QueryLogReader {
    /// Lines with a prefix, a severity, and a message that goes on in lines which begin with a tab.
    mutating func readPostgres(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        var at = range.lowerBound
        while at < range.upperBound {
            let start = at
            at = firstNewline(bytes, at..<range.upperBound) + 1
            guard bytes[start] != 0x09 else { continue }
            let headEnd = min(at - 1, start + Limits.queryHeadBytesMax)
            while at < range.upperBound, bytes[at] == 0x09 {
                at = firstNewline(bytes, at..<range.upperBound) + 1
            }
            let end = min(at, range.upperBound)
            guard let mark = severityEnd(bytes, start..<headEnd) else { continue }
            let body = mark.upperBound..<end
            if begins(bytes, mark.lowerBound, end, with: "STATEMENT") {
                readStatement(bytes, body, .lines([0x09]), entry: start)
            } else {
                readMessage(bytes, body, .lines([0x09]), entry: start)
            }
        }
    }

    /// The severity of a line, up to behind `:  `.
    private func severityEnd(_ bytes: Span<UInt8>, _ head: Range<Int>) -> Range<Int>? {
        var from = head.lowerBound
        while let colon = find(":  ", bytes, from..<head.upperBound) {
            var start = colon
            while start > head.lowerBound, bytes[start - 1] &- 0x41 < 26 || bytes[start - 1] &- 0x30 < 10 {
                start -= 1
            }
            if colon - start >= 3 { return start..<colon + 3 }
            from = colon + 1
        }
        return nil
    }

    /// A message: a statement behind what says so, its parameters, or a key.
    private mutating func readMessage(
        _ bytes: Span<UInt8>, _ body: Range<Int>, _ wrapping: QueryText.Wrapping, entry: Int
    ) {
        let (start, end) = (body.lowerBound, body.upperBound)
        var message = start
        if begins(bytes, start, end, with: "duration: ") {
            guard let behind = find(" ms  ", bytes, start..<min(end, start + 40)) else { return }
            message = behind + 5
        }
        if begins(bytes, message, end, with: "statement: ") {
            readStatement(bytes, message + 11..<end, wrapping, entry: entry)
        } else if begins(bytes, message, end, with: "execute ") || begins(bytes, message, end, with: "parse ")
            || begins(bytes, message, end, with: "bind ")
        {
            guard let behind = find(": ", bytes, message..<min(end, message + 128)) else { return }
            readStatement(bytes, behind + 2..<end, wrapping, entry: entry)
        } else if begins(bytes, message, end, with: "parameters: ")
            || begins(bytes, message, end, with: "Parameters: ")
        {
            readParameters(bytes, message + 12..<end, wrapping)
        } else if begins(bytes, message, end, with: "Key (") {
            readKey(bytes, message + 4..<end)
        }
    }

    /// Records of comma separated values: the message is the fourteenth, its detail the next, the statement the
    /// twentieth. Source: PostgreSQL 15, "Using CSV-Format Log Output".
    ///
    /// A line that begins with a time begins a record, so that where the range begins makes no difference.
    mutating func readPostgresCSV(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        var at = range.lowerBound
        while at < range.upperBound {
            let start = at
            at = firstNewline(bytes, at..<range.upperBound) + 1
            guard beginsWithTime(bytes, start, range.upperBound) else { continue }
            while at < range.upperBound, !beginsWithTime(bytes, at, range.upperBound) {
                at = firstNewline(bytes, at..<range.upperBound) + 1
            }
            readRecord(bytes, start..<min(at, range.upperBound))
        }
    }

    private mutating func readRecord(_ bytes: Span<UInt8>, _ record: Range<Int>) {
        var field = 0
        var at = record.lowerBound
        while at < record.upperBound {
            guard bytes[at] == 0x22 else {
                if bytes[at] == 0x2C { field += 1 }
                at += 1
                continue
            }
            let start = at + 1
            at = start
            while at < record.upperBound {
                if bytes[at] == 0x22 {
                    guard at + 1 < record.upperBound, bytes[at + 1] == 0x22 else { break }
                    at += 1
                }
                at += 1
            }
            let value = start..<max(start, min(at, record.upperBound))
            if field == 13 || field == 14 { readMessage(bytes, value, .csv, entry: record.lowerBound) }
            if field == 19 { readStatement(bytes, value, .csv, entry: record.lowerBound) }
            at += 1
        }
    }

    /// `2026-11-25 15:36:47`
    func beginsWithTime(_ bytes: Span<UInt8>, _ at: Int, _ end: Int) -> Bool {
        guard at + 19 <= end else { return false }
        for (index, mark) in "0000-00-00 00:00:00".utf8.enumerated() {
            let byte = bytes[at + index]
            guard mark == 0x30 ? byte &- 0x30 < 10 : byte == mark else { return false }
        }
        return true
    }

    /// Objects, one a line. Source: PostgreSQL 15, "Using JSON-Format Log Output".
    mutating func readPostgresJSON(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        var at = range.lowerBound
        while at < range.upperBound {
            let end = firstNewline(bytes, at..<range.upperBound)
            if bytes[at] == 0x7B { readObject(bytes, at..<end) }
            at = end + 1
        }
    }

    private mutating func readObject(_ bytes: Span<UInt8>, _ line: Range<Int>) {
        var at = line.lowerBound
        var key = 0..<0
        while at < line.upperBound {
            guard bytes[at] == 0x22 else {
                if bytes[at] == 0x2C { key = 0..<0 }
                at += 1
                continue
            }
            let start = at + 1
            at = start
            while at < line.upperBound, bytes[at] != 0x22 { at += bytes[at] == 0x5C ? 2 : 1 }
            let text = start..<max(start, min(at, line.upperBound))
            at += 1
            guard !key.isEmpty else {
                key = text
                continue
            }
            if isWord(bytes, key, "message") || isWord(bytes, key, "detail") {
                readMessage(bytes, text, .json, entry: line.lowerBound)
            }
            if isWord(bytes, key, "statement") {
                readStatement(bytes, text, .json, entry: line.lowerBound)
            }
            key = 0..<0
        }
    }

    private func isWord(_ bytes: Span<UInt8>, _ range: Range<Int>, _ word: StaticString) -> Bool {
        range.count == word.utf8CodeUnitCount && begins(bytes, range.lowerBound, range.upperBound, with: word)
    }
}

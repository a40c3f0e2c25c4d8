internal import Bytes
public import Findings

extension RecordReader {
    /// What a log says of the entry in which a byte stands, by its line and those before it, which are at most
    /// `Limits.statementReachBytes`.
    ///
    /// - Parameter memory: Of the same span.
    /// - Returns: `nil` in what is no log, and where it says nothing.
    public func logFields(
        _ bytes: Span<UInt8>, at offset: Int, _ memory: inout LineLog.Memory
    ) -> LogFields? {
        guard isText || format == .queries || documentLog != nil else { return nil }
        var fields = LogFields()
        var line = EntryLines.start(bytes, of: offset)
        if let documentLog {
            fields = line.map { documentLog.fields(bytes, line: $0, at: offset, &memory.document) } ?? fields
            return fields.isEmpty ? nil : fields
        }
        while let start = line {
            let head = EntryLines.head(bytes, start)[...]
            let isEntry = queries.map { fields.take($0.log, head) } ?? fields.take(lineLog, head)
            if isEntry { break }
            line = EntryLines.start(before: start, bytes, reaching: offset)
        }
        return fields.isEmpty ? nil : fields
    }
}

extension LogFields {
    /// Takes what a line of a log says.
    ///
    /// - Returns: Whether the line begins an entry: those before it are of others.
    fileprivate mutating func take(_ log: LineLog?, _ line: ArraySlice<UInt8>) -> Bool {
        switch log {
        case .journal: return takeJournal(line)
        case .access: return AccessLine.matches(line) && takeTime(LogTime.first(in: line))
        case .syslog:
            guard let head = LogHead.syslog(line) else { return false }
            host = head.host
            return takeTime(LogTime.first(in: line))
        // What is not at a line's beginning may be data: a date of birth.
        default: return takeTime(LogTime.prefix(of: line.drop { $0 == 0x5B }))
        }
    }

    /// Fields of a journal's entry come in any order, behind its `__CURSOR`.
    private mutating func takeJournal(_ line: ArraySlice<UInt8>) -> Bool {
        guard let equals = line.firstIndex(of: 0x3D) else { return line.isEmpty }
        let value = line[(equals + 1)...]
        switch String(decoding: line[..<equals], as: UTF8.self) {
        case "__REALTIME_TIMESTAMP" where value.allSatisfy(LogHead.isDigit): _ = takeTime(value)
        case "_HOSTNAME": host = LogHead.host(value)
        default: break
        }
        return false
    }

    fileprivate mutating func take(_ log: QueryLog, _ line: ArraySlice<UInt8>) -> Bool {
        switch log {
        case .general: return takeTime(LogTime.prefix(of: line))
        case .slow: return takeSlow(line)
        case .binlog:
            guard line.first == 0x23 else { return false }
            return takeTime(LogTime.prefix(of: line.dropFirst()))
        case .postgres:
            let prefix = line.find(Array(":  ".utf8)).map { line[..<$0.lowerBound] } ?? []
            guard line.first != 0x09, takeTime(LogTime.first(in: prefix)) else { return false }
            user = Self.user(inPrefix: prefix)
            return true
        case .postgresCSV:
            guard takeTime(LogTime.prefix(of: line)) else { return false }
            let values = line.split(separator: 0x2C, maxSplits: 2, omittingEmptySubsequences: false)
            if values.count > 1 { user = Self.account(values[1].filter { $0 != 0x22 }[...]) }
            return true
        case .postgresJSON:
            user = Self.account(Self.value(of: "user", line))
            return takeTime(LogTime.prefix(of: Self.value(of: "timestamp", line)))
        }
    }

    /// `# User@Host: shop[shop] @ db1 [192.0.2.3]`, and before it `# Time: …` when a second has passed.
    private mutating func takeSlow(_ line: ArraySlice<UInt8>) -> Bool {
        var scanner = HeadScanner(line)
        if scanner.take("# Time: ") { return takeTime(LogTime.prefix(of: scanner.rest)) }
        guard user.isEmpty, host.isEmpty, scanner.take("# User@Host: ") else { return false }
        user = Self.account(scanner.rest.prefix { $0 != 0x5B })
        _ = scanner.takeWord()
        guard scanner.take("@ ") else { return false }
        host = LogHead.host(scanner.takeWord())
        scanner.skip(" [")
        if host.isEmpty { host = LogHead.host(scanner.rest.prefix { $0 != 0x5D }) }
        return false
    }

    private mutating func takeTime(_ found: ArraySlice<UInt8>?) -> Bool {
        guard let found, !found.isEmpty else { return false }
        time = String(decoding: found, as: UTF8.self)
        return true
    }

    /// The account in a prefix of PostgreSQL: `user@database` or `user=shop,db=shop`.
    private static func user(inPrefix prefix: ArraySlice<UInt8>) -> String {
        for word in prefix.split(whereSeparator: { $0 == 0x20 || $0 == 0x2C || $0 == 0x5B || $0 == 0x5D }) {
            if word.starts(with: Array("user=".utf8)) { return account(word.dropFirst(5)) }
            if let at = word.firstIndex(of: 0x40) { return account(word[..<at]) }
        }
        return ""
    }

    /// The text of a member of a document that stands in one line.
    private static func value(of key: String, _ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let found = line.find(Array("\"\(key)\":\"".utf8)) else { return [] }
        return line[found.upperBound...].prefix { $0 != 0x22 }
    }

    /// An account's name; empty for what may be more than a name.
    private static func account(_ name: ArraySlice<UInt8>) -> String { LogHead.program(name) }
}

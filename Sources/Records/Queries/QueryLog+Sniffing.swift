internal import Bytes

extension QueryLog {
    /// Tells a log of statements by its first lines.
    ///
    /// - Parameter head: The first bytes of the stream; a line that they cut counts as far as it goes.
    init?(sniffing head: [UInt8]) {
        let lines = head.split(separator: 0x0A, maxSplits: Self.linesMax).prefix(Self.linesMax)
        if lines.first?.starts(with: #"{"timestamp":""#.utf8) == true,
            Self.has(lines[0], #""error_severity":""#)
        {
            self = .postgresJSON
        } else if lines.contains(where: Self.isRecordOfValues) {
            self = .postgresCSV
        } else if lines.contains(where: { $0.starts(with: "DELIMITER /*!*/;".utf8) }) {
            self = .binlog
        } else if lines.contains(where: {
            $0.starts(with: "# Query_time: ".utf8) || $0.starts(with: "# User@Host: ".utf8)
        }) {
            self = .slow
        } else if lines.contains(where: Self.isGeneral) {
            self = .general
        } else if lines.count(where: Self.isPostgres) * 2 >= max(1, lines.count { $0.first != 0x09 }) {
            self = .postgres
        } else {
            return nil
        }
    }

    private static let linesMax = 40

    private static func has(_ line: ArraySlice<UInt8>, _ word: String) -> Bool {
        line.find(Array(word.utf8)) != nil
    }

    /// A time, a user and a database, and an SQLSTATE behind the severity.
    private static func isRecordOfValues(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.first.map({ $0 &- 0x30 < 10 }) == true else { return false }
        return severitiesAsValues.contains { severity in
            guard let found = line.find(severity) else { return false }
            let state = line[found.upperBound...].prefix(6)
            return state.count == 6 && state.last == 0x2C
                && state.dropLast().allSatisfy { $0 &- 0x30 < 10 || $0 &- 0x41 < 26 }
        }
    }

    /// The head that the server writes, or `\t     7 Query\t`.
    private static func isGeneral(_ line: ArraySlice<UInt8>) -> Bool {
        if has(line, "Id Command\tArgument") { return true }
        guard let tab = line.firstIndex(of: 0x09), tab - line.startIndex < 32 else { return false }
        let rest = line[tab...].drop { $0 == 0x09 || $0 == 0x20 }.drop { $0 &- 0x30 < 10 }
        return ["Query", "Execute", "Prepare", "Connect", "Quit"].contains {
            rest.starts(with: " \($0)\t".utf8)
        }
    }

    /// A line with a severity, a colon and two blanks behind it, and a time or a number before.
    private static func isPostgres(_ line: ArraySlice<UInt8>) -> Bool {
        heads.contains { head in
            guard let found = line.find(head) else { return false }
            let prefix = line[..<found.lowerBound]
            return prefix.count >= 4 && prefix.count <= Limits.queryHeadBytesMax
                && prefix.contains { $0 &- 0x30 < 10 }
        }
    }

    private static let severities = ["LOG", "ERROR", "FATAL", "PANIC", "WARNING", "NOTICE", "INFO"]
    private static let severitiesAsValues = severities.map { Array(",\($0),".utf8) }
    private static let heads = (severities + ["STATEMENT", "DETAIL", "HINT", "CONTEXT"])
        .map { Array("\($0):  ".utf8) }
}

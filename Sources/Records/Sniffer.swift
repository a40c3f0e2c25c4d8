internal import Bytes

/// Tells the format of a stream from its first bytes, whatever its name.
struct Sniffer {
    enum Format: Equatable {
        case text
        case sql
        case json(isByLine: Bool)
        case delimited(Delimited)
        case xml
        case queries(QueryLog)
        case lines(LineLog)
    }

    private(set) var format = Format.text
    private let head: [UInt8]

    init(_ head: Span<UInt8>) {
        let count = min(head.count, Limits.sniffedBytes)
        var bytes = (0..<count).map { head[$0] }
        if Self.beginsWithMark(head) { bytes.removeFirst(3) }
        self.head = bytes
        let isWhole = head.count < Limits.sniffedBytes
        format =
            QueryLog(sniffing: bytes).map { .queries($0) } ?? LineLog(sniffing: bytes).map { .lines($0) }
            ?? json() ?? xml() ?? sql() ?? DelimitedSniffer(
                bytes, isWhole: isWhole
            ).format.map {
                .delimited($0)
            }
            ?? .text
    }

    /// Whether a text begins with the byte order mark of UTF-8.
    static func beginsWithMark(_ head: Span<UInt8>) -> Bool {
        head.count >= 3 && head[0] == 0xEF && head[1] == 0xBB && head[2] == 0xBF
    }

    private func json() -> Format? {
        guard let first = head.firstIndex(where: { $0 > 0x20 }) else { return nil }
        let rest = head[(first + 1)...]
        let next = rest.first { $0 > 0x20 }
        if head[first] == 0x5B {
            // `[2026-11-25 …` begins a line of a log.
            return next == 0x7B || next == 0x5B || next == 0x22 || next == 0x5D ? .json(isByLine: false) : nil
        }
        guard head[first] == 0x7B, next == nil || next == 0x22 || next == 0x7D else { return nil }
        let line = rest.prefix { $0 != 0x0A }
        let isWhole = line.last { $0 > 0x20 } == 0x7D || line.endIndex == head.endIndex
        return .json(isByLine: isWhole)
    }

    /// What MySQL's and MariaDB's clients write with `--xml`.
    private func xml() -> Format? {
        guard head.drop(while: { $0 <= 0x20 }).starts(with: "<?xml".utf8) else { return nil }
        let tags = head.split(separator: 0x3C)
        return tags.contains { $0.starts(with: "mysqldump".utf8) || $0.starts(with: "resultset ".utf8) }
            ? .xml : nil
    }

    private func sql() -> Format? {
        let lines = head.split(separator: 0x0A, omittingEmptySubsequences: true)
        guard let first = lines.first(where: { $0.contains { $0 > 0x20 } }), begins(first, Self.openings)
        else { return nil }
        // Query logs hold statements, but are no dumps.
        if lines.contains(where: { begins($0, Self.logLines) }) { return nil }
        return lines.contains { begins($0, Self.evidence) } ? .sql : nil
    }

    private func begins(_ line: ArraySlice<UInt8>, _ words: [[UInt8]]) -> Bool {
        let line = line.drop { $0 <= 0x20 }
        return words.contains { word in
            line.count >= word.count
                && zip(line, word).allSatisfy { $0 == $1 || $0 & 0xDF == $1 && $1 >= 0x41 }
        }
    }

    private static func words(_ words: [String]) -> [[UInt8]] { words.map { Array($0.utf8) } }

    private static let openings = words([
        "--", "/*", "SET ", "INSERT ", "REPLACE ", "CREATE ", "COPY ", "PRAGMA ", "BEGIN",
        "START TRANSACTION",
        "USE ", "DROP ", "LOCK TABLES", "ALTER ", "\\",
    ])
    private static let evidence = words([
        "-- MYSQL DUMP", "-- MARIADB DUMP", "-- POSTGRESQL DATABASE", "INSERT INTO ", "REPLACE INTO ",
        "COPY ",
        "CREATE TABLE ", "PRAGMA FOREIGN_KEYS", "/*!40", "/*M!", "INSERT IGNORE INTO ",
    ])
    private static let logLines = words(["# TIME: ", "# USER@HOST", "# AT ", "#7", "#2", "BINLOG '"])
}

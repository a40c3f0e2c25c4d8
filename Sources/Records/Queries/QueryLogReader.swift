internal import Bytes
internal import Findings

/// A log of statements, by the server that writes it.
public enum QueryLog: Sendable {
    /// MySQL's and MariaDB's general query log.
    case general

    /// Their slow query log.
    case slow

    /// What `mysqlbinlog --verbose` and `mariadb-binlog --verbose` print.
    case binlog

    /// PostgreSQL's log on standard error, with any prefix of a line.
    case postgres

    /// PostgreSQL's `csvlog` and `jsonlog`.
    case postgresCSV
    case postgresJSON

    var isMySQL: Bool {
        switch self {
        case .general, .slow, .binlog: true
        case .postgres, .postgresCSV, .postgresJSON: false
        }
    }
}

/// Finds the statements of a query log, line by line, and tells an index of their literals.
///
/// Syntax: MySQL 8.4 manual, "The General Query Log", "The Slow Query Log", "mysqlbinlog Row Event Display"; MariaDB
/// 10.11; PostgreSQL 15, "Error Reporting and Logging".
struct QueryLogReader {
    let log: QueryLog
    let index: QueryIndex

    /// Where the last statement begins that parameters may belong to.
    var statement: Int?

    /// The literals that `$1`, `$2` … of it stand for.
    var parameters: [UInt8: Int32] = [:]

    /// The literals of an `INSERT` of the last statement, by their columns.
    var rowLiterals: [Int32?] = []

    /// The literal of it that was met last outside of rows, by its column's name.
    var lastLiteral: (name: String, number: Int32)?

    /// Of the statement that is read.
    var skeleton = QuerySkeleton()

    /// Where the bytes are cut that are outlined; `nil` where literals are placed instead.
    private(set) var cut: Int?

    /// The rows that the outlined bytes end in, their row's first byte as an offset.
    var openRows: QueryOutline.Rows?

    init(_ log: QueryLog, _ index: QueryIndex) {
        self.log = log
        self.index = index
    }

    /// Finds the rows that the bytes before an offset end in, and places no literals.
    init(_ log: QueryLog, outliningUpTo cut: Int) {
        self.init(log, QueryIndex())
        self.cut = cut
    }

    mutating func read(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        switch log {
        case .general: readGeneral(bytes, range)
        case .slow: readSlow(bytes, range)
        case .binlog: readBinlog(bytes, range)
        case .postgres: readPostgres(bytes, range)
        case .postgresCSV: readPostgresCSV(bytes, range)
        case .postgresJSON: readPostgresJSON(bytes, range)
        }
    }

    /// Reads `(email)=(x) already exists.`: names of columns, and their values.
    mutating func readKey(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        let open = firstByte(0x29, bytes, range)
        guard open + 2 < range.upperBound, bytes[open + 1] == 0x3D, bytes[open + 2] == 0x28 else { return }
        let start = open + 3
        let end = firstByte(0x29, bytes, start..<range.upperBound)
        let name = QueryShape.name(bytes.extracting(min(range.lowerBound + 1, open)..<open))
        // Of several columns nobody knows where one value ends.
        guard name != "*", end < range.upperBound else { return }
        index.take(
            QueryIndex.Cell(
                start: start, end: end, literal: index.literals.number(ofTable: "", name: name),
                escaping: Escaping(backslashes: false, doubled: 0x27)))
    }

    // MARK: - Bytes

    func firstByte(_ byte: UInt8, _ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        var at = range.lowerBound
        while at < range.upperBound, bytes[at] != byte { at += 1 }
        return at
    }

    func begins(_ bytes: Span<UInt8>, _ at: Int, _ end: Int, with word: StaticString) -> Bool {
        word.withUTF8Buffer { word in
            guard at + word.count <= end else { return false }
            for index in 0..<word.count where unsafe bytes[at + index] != word[index] { return false }
            return true
        }
    }

    /// Where a word stands in a range; `nil` for nowhere.
    func find(_ word: StaticString, _ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        let first = word.withUTF8Buffer { unsafe $0[0] }
        var at = range.lowerBound
        while at < range.upperBound {
            at = firstByte(first, bytes, at..<range.upperBound)
            if begins(bytes, at, range.upperBound, with: word) { return at }
            at += 1
        }
        return nil
    }
}

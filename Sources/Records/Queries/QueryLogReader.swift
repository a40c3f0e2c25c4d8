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

    /// The columns that `$1`, `$2` … of the last statement stand for, and that statement.
    var parameters: [UInt8: String] = [:]
    var statement = -1

    /// The names of the columns of an `INSERT` of the last statement, as they may be shown.
    private var rowColumns: [String] = []

    /// Where the bytes are cut that are outlined; `nil` where literals are placed instead.
    private var cut: Int?

    /// The rows that the outlined bytes end in, their row's first byte as an offset.
    private(set) var openRows: QueryOutline.Rows?

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

    // MARK: - Statements

    /// Reads a statement, or several with `;` between them.
    ///
    /// - Parameter entry: Where the entry of the log begins that it stands in.
    mutating func readStatement(
        _ bytes: Span<UInt8>, _ range: Range<Int>, _ wrapping: QueryText.Wrapping = .none, entry: Int
    ) {
        var text = QueryText(range: range, wrapping: wrapping, isMySQL: log.isMySQL)
        var tokenizer = QueryTokenizer(text)
        var parser = QueryParser()
        var rows = StatementRows(mayBegin: false)
        statement = -1
        while let token = tokenizer.next(bytes) {
            let at = token.range.lowerBound
            if statement < 0 {
                text.range = at..<range.upperBound
                begin(text)
                rows = StatementRows(mayBegin: at - entry <= Limits.queryHeadBytesMax)
            }
            let isNear = at - index.start(of: statement) <= Limits.statementReachBytes
            // What comes later is placed by nobody, and only costs.
            guard rows.reach(token, &parser, isNear: isNear, end: range.upperBound) else { return }
            take(token, bytes, &parser)
            if parser.isFinished {
                index.end(statement, at: at)
                // `$1` of the record behind is this statement's, unless another follows.
                guard tokenizer.at < range.upperBound else { return }
                var rest = tokenizer
                guard rest.next(bytes) != nil else { return }
                parser = QueryParser()
                statement = -1
            }
        }
        noteOpenRows(rows, QueryShape(text, bytes), of: text)
    }

    /// Goes on with the rows of a statement whose head is out of sight.
    ///
    /// - Parameters:
    ///   - range: From the first byte of a row to the end of the log's entry.
    ///   - open: The rows.
    mutating func readRows(_ bytes: Span<UInt8>, _ range: Range<Int>, _ open: QueryOutline.Rows) {
        var text = open.text
        text.range = range.lowerBound..<text.end(bytes, range)
        var tokenizer = QueryTokenizer(text)
        var parser = open.parser
        var rows = StatementRows(from: range.lowerBound, parser)
        begin(text, shape: open.shape)
        // `$1` of the record behind is too far from the statement.
        defer { statement = -1 }
        while let token = tokenizer.next(bytes) {
            guard rows.reach(token, &parser, isNear: false, end: text.range.upperBound) else { return }
            take(token, bytes, &parser)
        }
        noteOpenRows(rows, open.shape, of: text)
    }

    private mutating func begin(_ text: QueryText, shape: QueryShape? = nil) {
        statement = index.begin(text, shape: shape)
        parameters.removeAll(keepingCapacity: true)
        rowColumns.removeAll(keepingCapacity: true)
    }

    private mutating func noteOpenRows(
        _ rows: StatementRows, _ shape: @autoclosure () -> QueryShape, of text: QueryText
    ) {
        guard let cut, text.range.upperBound >= cut, let row = rows.row(before: cut) else { return }
        openRows = QueryOutline.Rows(text: text, shape: shape(), parser: row.parser, row: row.start)
    }

    private mutating func take(_ token: QueryToken, _ bytes: Span<UInt8>, _ parser: inout QueryParser) {
        // Rows are followed by their marks alone.
        if cut != nil, parser.rowColumn != nil, token.kind != .mark { return }
        let text = bytes.extracting(token.range)
        switch token.kind {
        case .word: parser.take(word: String(decoding: text.indices.map { text[$0] }, as: UTF8.self))
        case .name: parser.take(name: QueryShape.name(text))
        case .mark: parser.take(mark: token.mark)
        case .parameter:
            if parameters.count < 255 { parameters[token.mark] = column(parser) }
            parser.takeLiteral()
        case .literal:
            var cell = QueryIndex.Cell(
                start: token.range.lowerBound, end: token.range.upperBound, statement: statement,
                name: column(parser), hasBackslashes: token.hasBackslashes)
            if let tuple = parser.tuple { (cell.columns, cell.column) = tuple }
            index.take(cell)
            parser.takeLiteral()
        }
    }

    /// The column that a literal stands for, as it may be shown; empty where the syntax does not show it.
    private mutating func column(_ parser: QueryParser) -> String {
        guard let column = parser.rowColumn, column < Self.rowColumnsMax else {
            return Self.shown(parser.literalColumn)
        }
        while rowColumns.count <= column {
            rowColumns.append(Self.shown(parser.name(ofColumn: rowColumns.count)))
        }
        return rowColumns[column]
    }

    /// Columns of a row whose names are kept from one row to the next.
    private static let rowColumnsMax = 4096

    /// A column that may be shown: what is no name, but data that stands where a name should, is `*`.
    private static func shown(_ column: String?) -> String {
        guard let column else { return "" }
        return column.split(separator: ".", omittingEmptySubsequences: false).map { part in
            if part.utf8.first == 0x23 || part == "*" { return String(part) }
            let bytes = Array(part.utf8)
            return QueryShape.name(bytes.span)
        }.joined(separator: ".")
    }

    /// Reads `$1 = 'x', $2 = NULL` of the statement before.
    mutating func readParameters(_ bytes: Span<UInt8>, _ range: Range<Int>, _ wrapping: QueryText.Wrapping) {
        guard statement >= 0 else { return }
        var tokenizer = QueryTokenizer(QueryText(range: range, wrapping: wrapping, isMySQL: false))
        var number: UInt8 = 0
        while let token = tokenizer.next(bytes) {
            if token.kind == .parameter { number = token.mark }
            guard token.kind == .literal, let column = parameters[number],
                token.range.lowerBound - index.start(of: statement) <= Limits.statementReachBytes
            else { continue }
            index.take(
                QueryIndex.Cell(
                    start: token.range.lowerBound, end: token.range.upperBound, statement: statement,
                    name: column))
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
        index.take(QueryIndex.Cell(start: start, end: end, statement: -1, name: name))
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

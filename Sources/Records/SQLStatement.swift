internal import Bytes

/// What the head of a statement tells of the data behind it.
enum SQLStatement: Equatable {
    /// Tuples follow: the table, and the columns if the statement names them.
    case insert(name: [String], columns: [String])

    /// Lines follow, up to `\.`.
    case copy(name: [String], columns: [String])

    /// Lines of another form than that of `COPY` without options follow, up to `\.`; of the form, all but the columns.
    case copyDelimited(name: [String], columns: [String], form: Delimited)

    /// - `stored`: the columns without those that are generated from others.
    case createTable(name: [String], columns: [String], stored: [String], key: String)
    case use(database: String)

    /// Strings take backslashes as they are from here on, or as escapes.
    case backslashes(areEscapes: Bool)

    /// Nothing that a place needs.
    case other
}

/// Reads a statement's head, comments and all.
///
/// The syntax is what `mysqldump`, `mariadb-dump`, `pg_dump` and SQLite's `.dump` write: MySQL 8.4 and MariaDB 10.11
/// manuals, "CREATE TABLE" and "INSERT"; PostgreSQL 15, "Lexical Structure", "COPY".
struct SQLHeadParser {
    private var tokens: ArraySlice<SQLToken>

    init(_ head: [UInt8]) {
        tokens = SQLToken.tokens(of: head)[...]
    }

    mutating func statement() -> SQLStatement {
        guard let verb = tokens.popFirst(), verb.kind == .word else { return .other }
        switch verb.capitals {
        case "INSERT", "REPLACE": return insert()
        case "COPY": return copy()
        case "CREATE": return createTable()
        case "USE": return takeName().map { .use(database: $0) } ?? .other
        case "SET": return set()
        default: return .other
        }
    }

    private mutating func insert() -> SQLStatement {
        while let token = tokens.popFirst() {
            guard token.kind == .word else { return .other }
            if token.capitals != "INTO" { continue }
            guard let name = takeQualifiedName() else { return .other }
            return .insert(name: name, columns: takeColumns() ?? [])
        }
        return .other
    }

    private mutating func copy() -> SQLStatement {
        guard let name = takeQualifiedName() else { return .other }
        let columns = takeColumns() ?? []
        guard take(word: "FROM"), take(word: "STDIN") else { return .other }
        return copyForm().map { .copyDelimited(name: name, columns: columns, form: $0) }
            ?? .copy(name: name, columns: columns)
    }

    /// What the options of `COPY` say of the lines; `nil` for those that it reads without options.
    ///
    /// Source: PostgreSQL 15, "COPY"; before version 9.0 the options stood without parentheses.
    private func copyForm() -> Delimited? {
        let isCSV = tokens.contains { $0.capitals == "CSV" }
        var form = Delimited(
            delimiter: isCSV ? 0x2C : 0x09, hasQuotes: isCSV, hasBackslashes: !isCSV, columns: [],
            hasHeader: false, endsAtMark: true)
        var options = tokens
        while let option = options.popFirst() {
            switch option.capitals {
            case "HEADER":
                let isOff = ["FALSE", "OFF", "0"].contains(options.first?.text.uppercased() ?? "")
                form.hasHeader = !isOff
            case "DELIMITER", "DELIMITERS":
                guard let text = options.first(where: { $0.kind == .text })?.text.utf8 else { break }
                if text.elementsEqual("\\t".utf8) {
                    form.delimiter = 0x09
                } else if let byte = text.first {
                    form.delimiter = byte
                }
            default: break
            }
        }
        return isCSV || form.hasHeader || form.delimiter != 0x09 ? form : nil
    }

    private mutating func createTable() -> SQLStatement {
        while let token = tokens.first, token.kind == .word, token.capitals != "TABLE" {
            tokens.removeFirst()
        }
        guard take(word: "TABLE") else { return .other }
        if take(word: "IF") { tokens = tokens.dropFirst(2) }
        guard let name = takeQualifiedName(), take(mark: "(") else { return .other }
        var columns: [String] = []
        var stored: [String] = []
        var key = ""
        while !tokens.isEmpty {
            let item = takeItem()
            guard let first = item.first else { continue }
            let primary = item.firstIndex { $0.capitals == "PRIMARY" }
            if Self.constraintWords.contains(first.capitals) {
                if key.isEmpty, let primary { key = firstName(in: item[primary...]) }
                continue
            }
            guard let column = first.name else { continue }
            columns.append(column)
            if !item.contains(where: { $0.capitals == "GENERATED" || $0.capitals == "AS" }) {
                stored.append(column)
            }
            if key.isEmpty, primary != nil { key = column }
        }
        return .createTable(name: name, columns: columns, stored: stored, key: key)
    }

    private static let constraintWords: Set<String> = [
        "PRIMARY", "KEY", "UNIQUE", "CONSTRAINT", "INDEX", "FULLTEXT", "SPATIAL", "FOREIGN", "CHECK",
        "EXCLUDE",
        "LIKE", "PERIOD",
    ]

    private mutating func set() -> SQLStatement {
        if tokens.contains(where: { $0.kind == .text && $0.text.contains("NO_BACKSLASH_ESCAPES") }) {
            return .backslashes(areEscapes: false)
        }
        if take(word: "STANDARD_CONFORMING_STRINGS"), take(mark: "=") {
            return .backslashes(areEscapes: take(word: "OFF"))
        }
        return .other
    }

    // MARK: - Parts

    /// The tokens up to the comma or the parenthesis that ends an item of a list.
    private mutating func takeItem() -> [SQLToken] {
        var item: [SQLToken] = []
        var depth = 0
        while let token = tokens.popFirst() {
            if token.isMark("(") { depth += 1 }
            if token.isMark(")") {
                depth -= 1
                if depth < 0 {
                    tokens = []
                    break
                }
            }
            if token.isMark(","), depth == 0 { break }
            item.append(token)
        }
        return item
    }

    /// The first name of a list in parentheses.
    private func firstName(in item: ArraySlice<SQLToken>) -> String {
        guard let list = item.firstIndex(where: { $0.isMark("(") }) else { return "" }
        return item[list...].dropFirst().first?.name ?? ""
    }

    private mutating func take(word: String) -> Bool {
        guard tokens.first?.capitals == word else { return false }
        tokens.removeFirst()
        return true
    }

    private mutating func take(mark: String) -> Bool {
        guard tokens.first?.isMark(mark) == true else { return false }
        tokens.removeFirst()
        return true
    }

    private mutating func takeName() -> String? {
        guard let name = tokens.first?.name else { return nil }
        tokens.removeFirst()
        return name
    }

    /// A name, behind those of its schema or database.
    private mutating func takeQualifiedName() -> [String]? {
        guard let first = takeName() else { return nil }
        var names = [first]
        while take(mark: "."), let next = takeName() { names.append(next) }
        return names
    }

    private mutating func takeColumns() -> [String]? {
        guard take(mark: "(") else { return nil }
        var columns: [String] = []
        while let name = takeName() {
            columns.append(name)
            if !take(mark: ",") { break }
        }
        return take(mark: ")") ? columns : nil
    }
}

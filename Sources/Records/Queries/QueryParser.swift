internal import Findings

/// Follows one statement, token by token, so that each literal's column is known: the one that it is compared with,
/// inserted into or set to.
///
/// What it knows at a token depends on the tokens before, so that a statement that breaks off tells as much as it has.
/// Syntax: MySQL 8.4 and PostgreSQL 15, "INSERT", "UPDATE", "DELETE", "SELECT", "Comparison Functions and Operators".
struct QueryParser: Sendable {
    private var clause = Clause.start
    private var isInsert = false
    private var depth = 0

    /// The tables, with what the statement calls them.
    private var tables: [(alias: String, name: String)] = []

    /// A table's name comes next, or is being read; behind it an alias may come.
    private var expectsTable = false
    private var mayBeAlias = false

    /// The name read last, with its qualifiers, and whether a dot stands behind it.
    private var chain: [String] = []
    private var isChainOpen = false

    /// What literals are compared with, or set to, from here on.
    private var target: [String] = []

    /// Literals between these parentheses have one target: the list of an `IN`.
    private var targetDepth = 0
    private var isBetween = false

    /// A type comes next, behind `::`.
    private var colons = 0

    /// The columns of an `INSERT`, and which of them comes next.
    private var columns: [String] = []
    private var column = 0

    /// Of a row inside of which a query stands: the parentheses around that, and how many tables there were before.
    private var row: (depth: Int, tables: Int)?

    private enum Clause {
        case start
        case columns
        case values
        case set
        case from
        case other
    }

    /// The column that a literal stands for here, `customers.email`; `nil` when the syntax does not show it.
    var literalColumn: String? {
        if let rowColumn { return name(ofColumn: rowColumn) }
        guard let name = target.last else { return nil }
        if target.count > 1 {
            let qualifier = target[target.count - 2]
            return (tables.first { $0.alias == qualifier }?.name ?? qualifier) + "." + name
        }
        return tables.count == 1 ? tables[0].name + "." + name : name
    }

    /// The number of the column in a row of an `INSERT`; `nil` elsewhere.
    var rowColumn: Int? { clause == .values && depth > 0 ? column : nil }

    /// The next parenthesis opens a row of an `INSERT`.
    var isBeforeRows: Bool { clause == .values && depth == 0 }

    /// What a column of an `INSERT` is called, by its number.
    func name(ofColumn column: Int) -> String {
        let name = column < columns.count ? columns[column] : "#\(column + 1)"
        return tables.first.map { $0.name + "." + name } ?? name
    }

    /// The columns of an `INSERT` that a literal of its tuples stands among, and its number there; `nil` elsewhere.
    var tuple: (columns: [String], column: Int)? {
        clause == .values && depth > 0 && column < columns.count ? (columns, column) : nil
    }

    /// The statement has ended.
    private(set) var isFinished = false

    // MARK: - Tokens

    mutating func take(name: String) {
        if colons == 2 {
            colons = 0
            return
        }
        if isChainOpen {
            chain.append(name)
            isChainOpen = false
            if !expectsTable, mayBeAlias, let last = tables.indices.last {
                // `FROM shop.customers`
                tables[last] = (name, chain.joined(separator: "."))
            }
            return
        }
        if mayBeAlias, !expectsTable, let last = tables.indices.last {
            tables[last].alias = name
            mayBeAlias = false
            return
        }
        chain = [name]
        if expectsTable {
            tables.append((name, name))
            expectsTable = false
            mayBeAlias = true
        } else if clause == .columns {
            columns.append(name)
        }
    }

    mutating func take(word: String) {
        guard let keyword = Self.keywords[word.uppercased()], !isChainOpen else {
            take(name: word)
            return
        }
        switch keyword {
        case .insert: if clause == .start { isInsert = true }
        case .table:
            beginTable()
            clause = .from
        case .update:
            // `ON DUPLICATE KEY UPDATE`, `ON CONFLICT … DO UPDATE SET`
            if isInsert { clause = .set } else { beginTable() }
            target = []
        case .values:
            if isInsert, depth == 0, clause != .set {
                clause = .values
                mayBeAlias = false
            } else {
                chain = []
            }
        case .set:
            clause = .set
            reset()
        case .clause:
            if clause == .values, depth > 1 { row = (depth - 1, tables.count) }
            clause = .other
            reset()
        case .and:
            if isBetween { isBetween = false } else { reset() }
        case .compare: compare()
        case .between:
            compare()
            isBetween = true
        case .in:
            compare()
            targetDepth = depth + 1
        case .alias: break
        case .nothing: mayBeAlias = false
        }
    }

    mutating func take(mark: UInt8) {
        if mark != 0x3A { colons = 0 }
        switch mark {
        case 0x2E: isChainOpen = true
        case 0x3D, 0x3C, 0x3E, 0x7E: compare()
        case 0x3A: colons += 1
        case 0x28: open()
        case 0x29: close()
        case 0x2C: takeComma()
        case 0x3B: if depth == 0 { isFinished = true }
        default: break
        }
        if mark != 0x2E { mayBeAlias = false }
    }

    mutating func takeLiteral() {
        mayBeAlias = false
        colons = 0
    }

    private mutating func beginTable() {
        expectsTable = true
        reset()
    }

    private mutating func reset() {
        target = []
        chain = []
        targetDepth = 0
        isBetween = false
        mayBeAlias = false
    }

    private mutating func compare() {
        mayBeAlias = false
        if !chain.isEmpty {
            target = chain
            targetDepth = 0
        }
        chain = []
    }

    private mutating func open() {
        depth += 1
        expectsTable = false
        if clause == .values, depth == 1 { column = 0 }
        if isInsert, depth == 1, !tables.isEmpty, columns.isEmpty, clause == .from { clause = .columns }
        if clause != .columns { chain = [] }
    }

    private mutating func close() {
        depth = max(0, depth - 1)
        if clause == .columns, depth == 0 { clause = .from }
        if targetDepth > depth { reset() }
        if let row, depth == row.depth {
            tables.removeLast(max(0, tables.count - row.tables))
            clause = .values
            self.row = nil
        }
    }

    private mutating func takeComma() {
        switch clause {
        case .values where depth == 1: column += 1
        case .set where depth == 0: reset()
        case .from where depth == 0 && !isInsert: beginTable()
        case .values, .columns: break
        default: if depth < targetDepth || depth == 0 { reset() }
        }
    }

    // MARK: - Keywords

    private enum Keyword {
        case insert, table, update, values, set, clause, and, compare, between, `in`, alias, nothing
    }

    private static let keywords: [String: Keyword] = {
        var keywords: [String: Keyword] = [:]
        func add(_ words: String, _ keyword: Keyword) {
            for word in words.split(separator: " ") { keywords[String(word)] = keyword }
        }
        add("INSERT REPLACE", .insert)
        add("INTO FROM JOIN", .table)
        add("UPDATE", .update)
        add("VALUES VALUE", .values)
        add("SET", .set)
        add(
            "WHERE ON HAVING GROUP ORDER LIMIT OFFSET RETURNING SELECT USING WHEN THEN ELSE CASE UNION OR FOR",
            .clause)
        add("AND", .and)
        add("LIKE ILIKE RLIKE REGEXP SIMILAR IS MATCH", .compare)
        add("BETWEEN", .between)
        add("IN", .in)
        add("AS", .alias)
        add(
            """
            NOT NULL TO ALL ANY DISTINCT ESCAPE BINARY INNER LEFT RIGHT OUTER CROSS NATURAL DUPLICATE KEY CONFLICT DO \
            IGNORE LOW_PRIORITY DELAYED HIGH_PRIORITY DELETE WITH ASC DESC BY END TRUE FALSE DEFAULT EXISTS ONLY LATERAL
            """, .nothing)
        return keywords
    }()
}

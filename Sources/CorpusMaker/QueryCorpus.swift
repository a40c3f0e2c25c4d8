internal import Foundation

/// Statements with planted values, for the logs that servers write of them.
///
/// They run on the tables of `TableCorpus`. The same number and seed give the same statements.
public struct QueryCorpus: Sendable {
    /// What a statement does with a value.
    public enum Statement: String, Codable, Sendable { case insert, update, select }

    /// A value in a statement, or a trap; `queries.jsonl` has one a line.
    public struct Value: Codable, Equatable, Sendable {
        /// The rule that must find it; `nil` for a trap.
        public var rule: String?
        public var value: String
        public var table: String
        public var column: String

        /// Inside the column's value; empty if it is the value.
        public var path: String
        public var statement: Statement

        /// Whether it takes the column's name to know it.
        public var named: Bool

        /// Whether it is a parameter, beside the statement's text and not in it.
        public var bound: Bool

        /// Writes `rule` for a trap too, so that its absence is seen.
        public func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(rule, forKey: .rule)
            try values.encode(value, forKey: .value)
            try values.encode(table, forKey: .table)
            try values.encode(column, forKey: .column)
            try values.encode(path, forKey: .path)
            try values.encode(statement, forKey: .statement)
            try values.encode(named, forKey: .named)
            try values.encode(bound, forKey: .bound)
        }
    }

    public private(set) var values: [Value] = []

    /// A statement as each dialect writes it.
    private var statements: [[SQLDialect: String]] = []

    /// Statements with `:v0`, `:v1` for their parameters.
    private var boundStatements: [String] = []
    private var parameters: [String] = []
    private var writer: CorpusWriter

    /// - Parameter count: Statements; one more in four has parameters.
    public init(count: Int, seed: UInt64) {
        writer = CorpusWriter(file: "", seed: seed, keepsLabels: false)
        for number in 0..<count {
            addStatement(number)
            if number % 4 == 3 { addBoundStatement(number) }
        }
        addLongStatements()
    }

    /// What the database's client runs.
    ///
    /// In MariaDB's the parameters are there too, as variables.
    public func script(_ dialect: SQLDialect) -> String {
        var text = dialect == .mysql ? "USE \(TableCorpus.mainDatabase);\n" : ""
        for statement in statements { text += (statement[dialect] ?? "") + ";\n" }
        guard dialect == .mysql else { return text }
        for (index, parameter) in parameters.enumerated() {
            text += "SET @v\(index) = \(dialect.literal(.text(parameter)));\n"
        }
        for statement in boundStatements {
            let names = statement.split(separator: ":").dropFirst().map {
                "@" + $0.prefix { !",) ".contains($0) }
            }
            let marked = statement.replacing(#/:v[0-9]+/#, with: "?")
            text += "PREPARE bound FROM '\(marked)';\nEXECUTE bound USING \(names.joined(separator: ","));\n"
        }
        return text
    }

    /// The statements with parameters, as a script of pgbench's.
    public var boundScript: String { boundStatements.map { $0 + ";\n" }.joined() }

    /// The parameters, one a line: `v0=t.okafor4821@quillmoor-post.org`.
    public var boundParameters: String {
        parameters.enumerated().map { "v\($0)=\($1)\n" }.joined()
    }

    /// Reads the labels of a file.
    public static func readValues(_ path: String) throws -> [Value] {
        let decoder = JSONDecoder()
        return try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: 0x0A).map {
            try decoder.decode(Value.self, from: $0)
        }
    }

    /// Writes the labels into a file.
    public func writeValues(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let lines = try values.map { try encoder.encode($0) + [0x0A] }
        try Data(lines.joined()).write(to: URL(fileURLWithPath: path))
    }

    // MARK: Statements

    private mutating func addStatement(_ number: Int) {
        let id = CorpusTable.Cell.number(1_000_000 + number)
        switch number % 12 {
        case 0:
            insert(
                "customers", ["id", "user_name", "full_name", "email", "phone"],
                [[id, user, name, email, phone]])
        case 1: find("id, notes", in: "customers", where: [("email", email)])
        case 2: update("customers", [("phone", phone), ("email", email)], where: ("id", .number(number * 3)))
        case 3:
            let second = CorpusTable.Cell.number(2_000_000 + number)
            insert("devices", ["id", "mac", "ssid"], [[id, mac, ssid], [second, mac, ssid]])
        case 4: find("count(*)", in: "customers", where: [("phone", phone), ("email", email)])
        case 5: update("devices", [("ssid", ssid)], where: ("mac", mac))
        case 6: insert("audit_log", ["id", "payload"], [[id, document]])
        case 7: insert("support_messages", ["id", "body"], [[id, message]])
        case 8: find("*", in: "Order Items", where: [("E-Mail", email)])
        case 9:
            insert("health_profile", ["id", "birth_date", "height", "weight"], [[id, birthday] + measures])
        case 10: find("id", in: "builds", where: [("request", .text(writer.text { $0.putUUID() }))])
        default: find("id", in: "shipments", where: [("seq", .init(content: .number(writer.numberText(16))))])
        }
    }

    private mutating func addBoundStatement(_ number: Int) {
        switch number / 4 % 3 {
        case 0:
            let condition = bind(email, "customers", "email", .select)
            boundStatements.append("SELECT id, notes FROM customers WHERE email = \(condition)")
        case 1:
            let value = bind(phone, "customers", "phone", .update)
            let condition = bind(email, "customers", "email", .update)
            boundStatements.append("UPDATE customers SET phone = \(value) WHERE email = \(condition)")
        default:
            let cells = [bind(mac, "devices", "mac", .insert), bind(ssid, "devices", "ssid", .insert)]
            boundStatements.append(
                "INSERT INTO devices (id, mac, ssid) VALUES (\(3_000_000 + number), \(cells[0]), \(cells[1]))"
            )
        }
    }

    /// Statements of several thousand bytes, as programs write them that load many rows at once.
    private mutating func addLongStatements() {
        let ids = (4_000_000..<4_000_060).map { CorpusTable.Cell.number($0) }
        insert(
            "customers", ["id", "user_name", "full_name", "email", "phone"],
            ids.map { [$0, user, name, email, phone] })
        insert(
            "health_profile", ["id", "birth_date", "height", "weight"],
            (ids + (4_000_060..<4_000_120).map { .number($0) }).map { [$0, birthday] + measures })
        insert("audit_log", ["id", "payload"], ids.map { [$0, document] })
    }

    private mutating func insert(_ table: String, _ columns: [String], _ rows: [[CorpusTable.Cell]]) {
        for row in rows {
            for (column, cell) in zip(columns, row) { label(cell, table, column, .insert) }
        }
        add { dialect in
            let names = columns.map { dialect.identifier($0) }.joined(separator: ", ")
            let lists = rows.map { row in
                "(" + row.map { dialect.literal($0.content) }.joined(separator: ", ") + ")"
            }
            return
                "INSERT INTO \(dialect.identifier(table)) (\(names)) VALUES \(lists.joined(separator: ", "))"
        }
    }

    private mutating func update(
        _ table: String, _ changes: [(String, CorpusTable.Cell)], where condition: (String, CorpusTable.Cell)
    ) {
        for (column, cell) in changes + [condition] { label(cell, table, column, .update) }
        add { dialect in
            let list = changes.map { "\($0.0) = \(dialect.literal($0.1.content))" }.joined(separator: ", ")
            return
                "UPDATE \(table) SET \(list)\n WHERE \(condition.0) = \(dialect.literal(condition.1.content))"
        }
    }

    private mutating func find(
        _ what: String, in table: String, where conditions: [(String, CorpusTable.Cell)]
    ) {
        for (column, cell) in conditions {
            label(cell, table, column, .select)
            if cell.plants.isEmpty { labelTrap(table, column) }
        }
        add { dialect in
            let tests = conditions.map { "t.\(dialect.identifier($0.0)) = \(dialect.literal($0.1.content))" }
            return "/* shop:find */ SELECT \(what) FROM \(dialect.identifier(table)) t WHERE "
                + tests.joined(separator: " AND ")
        }
    }

    private mutating func add(_ text: (SQLDialect) -> String) {
        statements.append(Dictionary(uniqueKeysWithValues: SQLDialect.allCases.map { ($0, text($0)) }))
    }

    private mutating func bind(
        _ cell: CorpusTable.Cell, _ table: String, _ column: String, _ statement: Statement
    ) -> String {
        label(cell, table, column, statement, isBound: true)
        if case .text(let text) = cell.content { parameters.append(text) }
        return ":v\(parameters.count - 1)"
    }

    private mutating func label(
        _ cell: CorpusTable.Cell, _ table: String, _ column: String, _ statement: Statement,
        isBound: Bool = false
    ) {
        for plant in cell.plants {
            values.append(
                Value(
                    rule: plant.rule, value: plant.value, table: table, column: column, path: plant.path,
                    statement: statement, named: plant.isNamed, bound: isBound))
        }
    }

    private mutating func labelTrap(_ table: String, _ column: String) {
        values.append(
            Value(
                rule: nil, value: "", table: table, column: column, path: "", statement: .select,
                named: false,
                bound: false))
    }
}

/// Cells with new values.
extension QueryCorpus {
    private var user: CorpusTable.Cell {
        mutating get { .planted("identity.username", writer.text { $0.putUserName() }, isNamed: true) }
    }
    private var name: CorpusTable.Cell {
        mutating get { .planted("contact.name-full", writer.text { $0.putName() }, isNamed: true) }
    }
    private var email: CorpusTable.Cell {
        mutating get { .planted("contact.email", writer.text { $0.putEmail() }) }
    }
    private var phone: CorpusTable.Cell {
        mutating get { .planted("contact.phone", writer.text { $0.putPhone() }) }
    }
    private var mac: CorpusTable.Cell {
        mutating get { .planted("device.mac", writer.text { $0.putMAC() }) }
    }
    private var birthday: CorpusTable.Cell {
        mutating get {
            .planted("identity.dob", writer.text { $0.putDay(from: 1950, years: 50) }, isNamed: true)
        }
    }
    private var measures: [CorpusTable.Cell] {
        mutating get {
            [
                .measured("health.height", writer.text { $0.putHundredths(150, 50) }),
                .measured("health.weight", writer.text { $0.putHundredths(45, 75) }),
            ]
        }
    }
    private var ssid: CorpusTable.Cell {
        mutating get {
            let text = writer.text {
                $0.put($0.numbers.pick(CorpusWriter.familyNames))
                $0.put(" ")
                $0.put($0.numbers.below(1_000))
            }
            return .planted("network.ssid", text, isNamed: true)
        }
    }
    private var document: CorpusTable.Cell {
        mutating get {
            let value = writer.text { $0.putEmail() }
            return .init(
                content: .text("{\"user\":{\"email\":\"\(value)\"},\"note\":\"it's \\\"new\\\"\"}"),
                plants: [.init(rule: "contact.email", value: value, path: "user.email", isNamed: false)])
        }
    }
    private var message: CorpusTable.Cell {
        mutating get {
            let value = writer.text { $0.putEmail() }
            return .init(
                content: .text("it's me;\nmy \"address\" is\t\(value)\n-- thanks \\"),
                plants: [.init(rule: "contact.email", value: value, path: "", isNamed: false)])
        }
    }
}

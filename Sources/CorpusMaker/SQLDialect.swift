/// A database whose dumps the table corpus is loaded into.
public enum SQLDialect: String, CaseIterable, Codable, Sendable {
    case mysql, pg, sqlite

    /// The name as a quoted identifier.
    func identifier(_ name: String) -> String {
        let quote = self == .mysql ? "`" : "\""
        return quote + name.replacing(quote, with: quote + quote) + quote
    }

    func literal(_ content: CorpusTable.Content) -> String {
        switch content {
        case .null: "NULL"
        case .computed: preconditionFailure("the server works it out")
        case .number(let digits): digits
        case .text(let text): literal(text)
        case .binary(let bytes): self == .pg ? "'\\x\(hex(bytes))'" : "X'\(hex(bytes))'"
        case .texts(let texts):
            texts.isEmpty ? "'{}'" : "ARRAY[" + texts.map { literal($0) }.joined(separator: ",") + "]::text[]"
        }
    }

    /// A text as the client of the database takes it from a script, whatever bytes it has.
    private func literal(_ text: String) -> String {
        switch self {
        case .mysql, .pg:
            // In PostgreSQL a backslash means itself, except in a literal that begins so.
            let isEscaped = text.unicodeScalars.contains { "\\\n\r".unicodeScalars.contains($0) }
            var quoted = self == .pg && isEscaped ? "E'" : "'"
            for scalar in text.unicodeScalars {
                switch scalar {
                case "'": quoted += "''"
                case "\\": quoted += "\\\\"
                case "\n": quoted += "\\n"
                case "\r": quoted += "\\r"
                default: quoted.unicodeScalars.append(scalar)
                }
            }
            return quoted + "'"
        case .sqlite:
            // The shell takes away carriage returns at line ends, inside of a text too.
            return "'"
                + text.replacing("'", with: "''").replacing("\r\n", with: "'||char(13,10)||'")
                .replacing("\r", with: "'||char(13)||'").replacing("\n", with: "'||char(10)||'") + "'"
        }
    }

    private func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let pairs = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: pairs, as: UTF8.self)
    }

    func definition(of column: CorpusTable.Column) -> String {
        let name = identifier(column.name)
        if case .generated(let source) = column.kind {
            let type = self == .mysql ? "int" : "integer"
            return "\(name) \(type) GENERATED ALWAYS AS (\(identifier(source)) * 7) STORED"
        }
        return name + " " + type(of: column.kind)
    }

    private func type(of kind: CorpusTable.Kind) -> String {
        // One row a kind: MariaDB, PostgreSQL, SQLite. Arrays and addresses have types in PostgreSQL alone.
        let names: (mysql: String, pg: String, sqlite: String) =
            switch kind {
            case .key, .generated: ("int NOT NULL", "integer NOT NULL", "INTEGER NOT NULL")
            case .integer: ("int DEFAULT NULL", "integer", "INTEGER")
            case .bigInteger: ("bigint DEFAULT NULL", "bigint", "INTEGER")
            case .money, .decimal: ("decimal(9,2) DEFAULT NULL", "numeric(9,2)", "DECIMAL(9,2)")
            case .double: ("double DEFAULT NULL", "double precision", "REAL")
            case .text: ("varchar(190) DEFAULT NULL", "character varying(190)", "VARCHAR(190)")
            case .longText: ("text DEFAULT NULL", "text", "TEXT")
            case .document: ("json DEFAULT NULL", "jsonb", "TEXT")
            case .binary: ("longblob DEFAULT NULL", "bytea", "BLOB")
            case .texts: ("text DEFAULT NULL", "text[]", "TEXT")
            case .networkAddress: ("varchar(45) DEFAULT NULL", "inet", "TEXT")
            case .date: ("date DEFAULT NULL", "date", "DATE")
            case .moment: ("datetime DEFAULT NULL", "timestamp with time zone", "TEXT")
            }
        return switch self {
        case .mysql: names.mysql
        case .pg: names.pg
        case .sqlite: names.sqlite
        }
    }
}

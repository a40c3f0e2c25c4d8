extension TableCorpus {
    /// Rows that share a statement.
    private static let rowsPerInsert = 100

    /// What makes the databases and fills them, for the client of the database to read.
    public func script(_ dialect: SQLDialect) -> String {
        var text = "-- Synthetic data: no value is a real person's.\n"
        for database in [Self.mainDatabase, Self.sideDatabase] {
            let tables = tables.filter { $0.database == database && $0.dialects.contains(dialect) }
            guard !tables.isEmpty else { continue }
            switch dialect {
            case .mysql:
                text += "CREATE DATABASE \(database) CHARACTER SET utf8mb4;\nUSE \(database);\n"
                text += "SET NAMES utf8mb4;\n"
            case .pg:
                text += "CREATE DATABASE \(database) ENCODING 'UTF8' TEMPLATE template0;\n"
                text += "\\connect \(database)\nSET client_encoding = 'UTF8';\nSET TIME ZONE 'UTC';\n"
                for schema in Set(tables.map(\.schema)).sorted() where schema != "public" {
                    text += "CREATE SCHEMA \(schema);\n"
                }
            case .sqlite: text += "BEGIN;\n"
            }
            for table in tables { text += statements(of: table, dialect) }
            if database == Self.mainDatabase { text += Self.extras(dialect) }
            if dialect == .sqlite { text += "COMMIT;\n" }
        }
        return text
    }

    private func statements(of table: CorpusTable, _ dialect: SQLDialect) -> String {
        var name = dialect.identifier(table.name)
        if dialect == .pg { name = table.schema + "." + name }
        let definitions = table.columns.map { "  " + dialect.definition(of: $0) }
        var text = "CREATE TABLE \(name) (\n" + definitions.joined(separator: ",\n")
        text += ",\n  PRIMARY KEY (\(dialect.identifier(table.key)))\n);\n"
        let filled = table.columns.indices.filter { index in
            if case .generated = table.columns[index].kind { false } else { true }
        }
        let columns = filled.map { dialect.identifier(table.columns[$0].name) }.joined(separator: ",")
        for start in stride(from: 0, to: table.rows.count, by: Self.rowsPerInsert) {
            let rows = table.rows[start..<min(start + Self.rowsPerInsert, table.rows.count)]
            text += "INSERT INTO \(name) (\(columns)) VALUES\n"
            text += rows.map { row in
                "(" + filled.map { dialect.literal(row[$0].content) }.joined(separator: ",") + ")"
            }.joined(separator: ",\n")
            text += ";\n"
        }
        if dialect == .pg {
            // PostgreSQL dumps rows as they lie, and puts new ones where it finds room: not in the order of the key.
            text += "CLUSTER \(name) USING \(dialect.identifier(table.name + "_pkey"));\n"
            text += "ALTER TABLE \(name) SET WITHOUT CLUSTER;\n"
        }
        return text
    }

    /// What else lies in a database and in its dump: an index, a view, a trigger, a function.
    private static func extras(_ dialect: SQLDialect) -> String {
        switch dialect {
        case .mysql:
            """
            CREATE INDEX devices_mac ON devices (mac);
            CREATE VIEW customer_addresses AS SELECT id, email FROM customers;
            DELIMITER ;;
            CREATE TRIGGER returns_reason BEFORE INSERT ON returns FOR EACH ROW
            BEGIN
              IF NEW.reason IS NULL THEN SET NEW.reason = 'it''s; (none)'; END IF;
            END;;
            DELIMITER ;

            """
        case .pg:
            """
            CREATE INDEX devices_mac ON devices (mac);
            CREATE VIEW customer_addresses AS SELECT id, email FROM customers;
            COMMENT ON COLUMN customers.notes IS 'free text; it''s "optional"';
            CREATE FUNCTION returns_reason() RETURNS trigger LANGUAGE plpgsql AS $body$
            BEGIN
              -- INSERT INTO customers VALUES (1, 'it''s; not data');
              NEW.reason := coalesce(NEW.reason, $$(none)$$);
              RETURN NEW;
            END;
            $body$;
            CREATE TRIGGER returns_reason BEFORE INSERT ON returns
              FOR EACH ROW EXECUTE FUNCTION returns_reason();

            """
        case .sqlite:
            """
            CREATE INDEX devices_mac ON devices (mac);
            CREATE VIEW customer_addresses AS SELECT id, email FROM customers;
            CREATE TRIGGER returns_reason AFTER INSERT ON "returns" WHEN NEW.reason IS NULL
            BEGIN
              UPDATE "returns" SET reason = 'it''s; (none)' WHERE id = NEW.id;
            END;

            """
        }
    }
}

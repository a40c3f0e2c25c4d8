internal import Bytes
internal import Findings

/// The tables that a dump has told of.
struct Catalog: Sendable {
    /// The database that a name without one belongs to; empty while the stream has not told.
    private var database = ""

    /// The database stands before schemas, too: PostgreSQL's tables have one, and the same may be in all databases.
    private var holdsSchemas = false

    /// Rows so far, by a table's name.
    private(set) var rows: [String: UInt64] = [:]
    private var tables: [String: Table] = [:]

    mutating func enter(database: String, holdsSchemas: Bool) {
        self.database = database
        self.holdsSchemas = holdsSchemas
        if holdsSchemas { tables = [:] }
    }

    mutating func create(_ name: [String], columns: [String], key: String) {
        guard tables.count < Limits.tablesMax else { return }
        let name = qualified(name)
        tables[name] = Table(name: name, columns: columns, keyColumn: key)
    }

    /// The table of a statement that may name its columns.
    func table(_ name: [String], columns: [String]) -> Table {
        let name = qualified(name)
        let known = tables[name]
        if columns.isEmpty || columns == known?.columns {
            return known ?? Table(name: name, columns: [])
        }
        return Table(name: name, columns: columns, keyColumn: known?.keyColumn ?? "")
    }

    /// The table that a stream tells of, when it tells of one.
    var onlyTable: Table? { tables.count == 1 ? tables.values.first : nil }

    mutating func note(_ row: UInt64, of table: Table) {
        guard rows.count < Limits.tablesMax || rows[table.name] != nil else { return }
        rows[table.name] = row
    }

    private func qualified(_ name: [String]) -> String {
        let isWhole = database.isEmpty || name.count > (holdsSchemas ? 2 : 1)
        return (isWhole ? name : [database] + name).joined(separator: ".")
    }
}

/// A table of the corpus with its rows, before any dialect of SQL.
public struct CorpusTable: Sendable {
    /// What a cell holds.
    public enum Content: Equatable, Sendable {
        case null

        /// Without quotes in SQL.
        case number(String)
        case text(String)
        case binary([UInt8])

        /// An array of texts.
        case texts([String])

        /// What the server works out itself.
        case computed
    }

    /// What a column holds.
    public enum Kind: Equatable, Sendable {
        /// The primary key, a number.
        case key
        case integer, bigInteger, money, decimal, double
        case text, longText, document, binary, texts, networkAddress, date, moment

        /// The column of this name, times seven.
        case generated(from: String)
    }

    public struct Column: Sendable {
        public var name: String
        public var kind: Kind

        /// Whether nothing may be found in it.
        public var isTrap = false

        static func plain(_ name: String, _ kind: Kind) -> Column { Column(name: name, kind: kind) }
        static func trap(_ name: String, _ kind: Kind) -> Column {
            Column(name: name, kind: kind, isTrap: true)
        }
    }

    /// A value inside a cell, and the rule that must find it.
    struct Plant: Sendable {
        var rule: String
        var value: String
        var path: String
        var isNamed: Bool
    }

    /// A cell, with the values planted in it.
    struct Cell: Sendable {
        var content: Content
        var plants: [Plant] = []

        static let null = Cell(content: .null)
        static let computed = Cell(content: .computed)
        static func text(_ text: String) -> Cell { Cell(content: .text(text)) }
        static func number(_ number: Int) -> Cell { Cell(content: .number(String(number))) }

        /// A cell that is all one planted value.
        ///
        /// - Parameter isNamed: Whether it takes the column's name to know it.
        static func planted(_ rule: String, _ value: String, isNamed: Bool = false) -> Cell {
            Cell(
                content: .text(value),
                plants: [Plant(rule: rule, value: value, path: "", isNamed: isNamed)])
        }

        /// A number that its column's name tells.
        static func measured(_ rule: String, _ value: String) -> Cell {
            Cell(
                content: .number(value),
                plants: [Plant(rule: rule, value: value, path: "", isNamed: true)])
        }
    }

    public var name: String
    public var columns: [Column]

    /// The schema of PostgreSQL; other dialects have none.
    public var schema = "public"
    public var database = TableCorpus.mainDatabase
    public var dialects = SQLDialect.allCases
    var rows: [[Cell]] = []

    init(_ name: String, _ columns: [Column]) {
        self.name = name
        self.columns = columns
    }

    /// The column of the primary key, the first of each table.
    var key: String { columns[0].name }

    mutating func append(_ row: [Cell]) {
        precondition(row.count == columns.count, "a row has a cell for each column")
        rows.append(row)
    }

    /// The labels: one for each planted value, then one for each trap.
    var values: [PlantedValue] {
        var values: [PlantedValue] = []
        for (index, row) in rows.enumerated() {
            for (column, cell) in zip(columns, row) {
                for plant in cell.plants {
                    var value = label(plant.rule, of: column)
                    value.value = plant.value
                    value.path = plant.path
                    value.row = index + 1
                    value.key = key
                    value.named = plant.isNamed
                    values.append(value)
                }
            }
        }
        return values + columns.filter(\.isTrap).map { label(nil, of: $0) }
    }

    private func label(_ rule: String?, of column: Column) -> PlantedValue {
        var value = PlantedValue(rule: rule, table: name, column: column.name)
        value.database = database
        value.dialects = dialects
        return value
    }
}

internal import Foundation

/// A value that a table of the corpus holds, or a column of which nothing may be found.
///
/// `values.jsonl` has one a line.
public struct PlantedValue: Codable, Equatable, Sendable {
    /// The rule that must find it; `nil` for a trap, of which only the table and the column say anything.
    public var rule: String?
    public var value = ""
    public var table: String
    public var column: String

    /// Inside the column's value, `devices[].mac`; empty if the column itself holds the value.
    public var path = ""

    /// The row's place in the order of the primary key, from 1: the order of every dump.
    public var row = 0

    /// The column of the primary key.
    public var key = ""

    /// Whether it takes the column's name to know it: a height is a number otherwise.
    public var named = false

    /// The database that holds the table.
    public var database = TableCorpus.mainDatabase

    /// The dialects whose dumps hold the table.
    public var dialects = SQLDialect.allCases

    private enum CodingKeys: CodingKey {
        case rule, value, table, column, path, row, key, named, database, dialects
    }

    public init(rule: String?, table: String, column: String) {
        self.rule = rule
        self.table = table
        self.column = column
    }

    /// Writes `rule` for a trap too, so that its absence is seen.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(rule, forKey: .rule)
        try values.encode(table, forKey: .table)
        try values.encode(column, forKey: .column)
        try values.encode(database, forKey: .database)
        try values.encode(dialects, forKey: .dialects)
        guard rule != nil else { return }
        try values.encode(value, forKey: .value)
        try values.encode(path, forKey: .path)
        try values.encode(row, forKey: .row)
        try values.encode(key, forKey: .key)
        try values.encode(named, forKey: .named)
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        rule = try values.decodeIfPresent(String.self, forKey: .rule)
        table = try values.decode(String.self, forKey: .table)
        column = try values.decode(String.self, forKey: .column)
        database = try values.decode(String.self, forKey: .database)
        dialects = try values.decode([SQLDialect].self, forKey: .dialects)
        value = try values.decodeIfPresent(String.self, forKey: .value) ?? ""
        path = try values.decodeIfPresent(String.self, forKey: .path) ?? ""
        row = try values.decodeIfPresent(Int.self, forKey: .row) ?? 0
        key = try values.decodeIfPresent(String.self, forKey: .key) ?? ""
        named = try values.decodeIfPresent(Bool.self, forKey: .named) ?? false
    }
}

extension PlantedValue {
    /// Reads a file of them.
    public static func read(_ path: String) throws -> [PlantedValue] {
        let decoder = JSONDecoder()
        return try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: 0x0A).map {
            try decoder.decode(PlantedValue.self, from: $0)
        }
    }

    /// Writes a file of them.
    public static func write(_ values: [PlantedValue], to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var text = Data()
        for value in values {
            text.append(try encoder.encode(value))
            text.append(0x0A)
        }
        try text.write(to: URL(fileURLWithPath: path))
    }
}

/// A file that Tests/RealTools/dumps wrote: what it holds is told by its name.
public struct DumpFile: Equatable, Sendable {
    /// What a finding in the file can say of its place.
    public enum Form: Equatable, Sendable {
        /// Table, column, row, and a path inside of JSON.
        case tables

        /// Column and row.
        case header

        /// The document, and a path that begins with the column.
        case documents
    }

    /// Below the folder of dumps, `mysql-tab/customers.txt`.
    public let name: String
    public let dialect: SQLDialect
    public let form: Form

    /// Both databases of the corpus are in it, not the main one alone.
    public let holdsAllDatabases: Bool

    /// The one table that is in it; `nil` for all.
    public let table: String?

    /// The definition of a table without its rows.
    public let isEmpty: Bool

    /// - Parameter name: Below the folder of dumps; `nil` is returned for one that no dump has.
    public init?(name: String) {
        self.name = name
        var stem = name
        for ending in [".lz4", ".gz", ".zst"] where stem.hasSuffix(ending) { stem.removeLast(ending.count) }
        guard let dot = stem.lastIndex(of: ".") else { return nil }
        let kind = stem[stem.index(after: dot)...]
        stem = String(stem[..<dot])
        guard let dialect = SQLDialect.allCases.first(where: { stem.hasPrefix($0.rawValue) }) else {
            return nil
        }
        self.dialect = dialect
        holdsAllDatabases = stem == "mysql-databases" || stem == "pg-dumpall"
        let tabFolder = "mysql-tab/"
        if stem.hasPrefix(tabFolder) {
            isEmpty = kind == "sql"
            // The definition beside the rows names the table and its columns.
            form = .tables
            table = Self.tableName(ofFile: String(stem.dropFirst(tabFolder.count)))
            return
        }
        isEmpty = false
        switch kind {
        case "sql", "xml":
            form = .tables
            table = nil
        case "ndjson":
            form = .documents
            table = "audit_log"
        case "csv", "tsv":
            form = .header
            table = stem.contains("messages") ? "support_messages" : "customers"
        default: return nil
        }
    }

    /// MariaDB writes a space in the name of a file as `@0020`: four hexadecimal digits of a UTF-16 unit.
    static func tableName(ofFile name: String) -> String {
        let parts = name.split(separator: "@", omittingEmptySubsequences: false)
        return parts.dropFirst().reduce(String(parts[0])) { text, part in
            guard part.count >= 4, let code = UInt16(part.prefix(4), radix: 16),
                let scalar = Unicode.Scalar(code)
            else { return text + "@" + part }
            return text + String(Character(scalar)) + part.dropFirst(4)
        }
    }

    /// Whether the value, or the column of the trap, is in the file.
    public func holds(_ value: PlantedValue) -> Bool {
        !isEmpty && value.dialects.contains(dialect) && (table == nil || table == value.table)
            && (holdsAllDatabases || value.database == TableCorpus.mainDatabase)
    }

    /// Whether a scan must find the value there.
    func asks(for value: PlantedValue) -> Bool {
        value.rule != nil && holds(value)
    }
}

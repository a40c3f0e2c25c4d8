extension PlaceScore {
    /// What makes a finding answer a planted value.
    struct Key: Hashable {
        var rule: String
        var value: String

        init(_ value: PlantedValue) {
            rule = value.rule ?? ""
            self.value = Self.plain(value.value)
        }

        init(_ finding: PlacedFinding) {
            rule = finding.rule
            value = Self.plain(finding.value)
        }

        /// SQLite dumps 195.73 as 195.72999999999998976, which is the same number.
        private static func plain(_ value: String) -> String {
            guard value.contains("."), value.utf8.allSatisfy({ $0 == 0x2E || (0x30...0x39).contains($0) }),
                let number = Double(value)
            else { return value }
            return number.description
        }
    }

    /// Where a value is, as far as its file tells.
    struct Place: Hashable {
        var table = ""
        var column = ""
        var path = ""
        var row = 0

        /// The place that a finding tells; `nil` for none.
        init?(_ finding: PlacedFinding, in file: DumpFile) {
            guard let record = finding.record else { return nil }
            // An element of an array of PostgreSQL's may be told as such, or not.
            path = record.path == "[]" ? "" : record.path ?? ""
            switch file.form {
            case .tables:
                table = record.tableName ?? ""
                column = record.column ?? ""
                row = record.row ?? 0
            case .header:
                column = record.column ?? ""
                row = record.row ?? 0
            case .documents: row = record.document ?? record.row ?? 0
            }
        }

        private init(table: String, column: String, path: String, row: Int) {
            self.table = table
            self.column = column
            self.path = path
            self.row = row
        }

        /// The places any of which is right for a value.
        static func answers(to value: PlantedValue, in file: DumpFile) -> [Place] {
            let (column, path, row) = (value.column, value.path, value.row)
            return switch file.form {
            case .tables: [Place(table: value.table, column: column, path: path, row: row)]
            case .header: [Place(table: "", column: column, path: path, row: row)]
            case .documents:
                [Place(table: "", column: "", path: path.isEmpty ? column : column + "." + path, row: row)]
            }
        }
    }

    struct Placed: Hashable {
        var key: Key
        var place: Place
    }

    /// A column, and a rule that may find something in it.
    struct Column: Hashable {
        var rule: String
        var table: String
        var name: String

        init(rule: String, table: String, name: String) {
            self.rule = rule
            self.table = table
            self.name = name
        }

        /// The column that a finding tells; `nil` for none.
        init?(_ finding: PlacedFinding, in file: DumpFile) {
            guard let record = finding.record else { return nil }
            rule = finding.rule
            switch file.form {
            case .tables:
                guard let table = record.tableName, let column = record.column else { return nil }
                self.table = table
                name = column
            case .header:
                guard let column = record.column else { return nil }
                table = file.table ?? ""
                name = column
            case .documents:
                guard let path = record.path else { return nil }
                table = file.table ?? ""
                name = String(path.prefix { $0 != "." && $0 != "[" })
            }
        }
    }
}

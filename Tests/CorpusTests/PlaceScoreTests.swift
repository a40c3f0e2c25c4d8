internal import CorpusMaker
internal import Foundation
internal import Testing

@Suite struct PlaceScoreTests {
    private let values = TableCorpus(rows: 10, seed: 3).values

    /// What a scan without fault says of a file.
    private func perfect(_ file: DumpFile, folder: String = "/data/dumps/") -> [PlacedFinding] {
        values.filter { $0.rule != nil && file.holds($0) }.map { value in
            let record: PlacedFinding.Record =
                switch file.form {
                case .tables:
                    .init(
                        kind: "column", table: "\(value.database).\(value.table)", column: value.column,
                        path: value.path.isEmpty ? nil : value.path, row: value.row)
                case .header: .init(kind: "column", column: value.column, row: value.row)
                case .documents:
                    .init(kind: "json", path: "payload." + value.path, document: value.row)
                }
            return PlacedFinding(
                file: folder + file.name, rule: value.rule ?? "", value: value.value, record: record)
        }
    }

    @Test(arguments: [
        "mysql-extended.sql", "mysql-databases.sql", "mysql-xml.xml", "mysql-tab/audit_log.txt",
        "mysql-tab/customers.txt", "mysql-batch-customers.tsv", "pg-copy.sql.zst", "pg-customers.csv",
        "pg-messages.csv", "pg-audit.ndjson", "sqlite.sql",
    ])
    func `a scan without fault has full marks`(name: String) throws {
        let file = try #require(DumpFile(name: name))
        let score = PlaceScore(values: values, files: [file], findings: perfect(file))
        #expect(score.total.isGood)
        #expect(score.total.placed == score.total.held)
        #expect(score.notes.isEmpty)
    }

    @Test func `a value in another row, column or table is found and not placed`() throws {
        let file = try #require(DumpFile(name: "pg-copy.sql"))
        var findings = perfect(file)
        findings[0].record?.row = 99
        findings[1].record?.column = "id"
        findings[2].record?.table = "public.devices"
        findings[3].record = nil
        let total = PlaceScore(values: values, files: [file], findings: findings).total
        #expect(total.found == total.held)
        #expect(total.placed == total.held - 4)
        #expect(total.wrong == 0)
        #expect(!total.isGood)
    }

    @Test func `one finding answers one value`() throws {
        let file = try #require(DumpFile(name: "sqlite.sql"))
        let findings = perfect(file).filter { $0.rule == "identity.gender" }
        let score = PlaceScore(values: values, files: [file], findings: Array(findings.dropLast()))
        #expect(score.total.found == findings.count - 1)
    }

    @Test func `findings in traps and without a labelled column are wrong`() throws {
        let file = try #require(DumpFile(name: "mysql-extended.sql"))
        let wrong: [PlacedFinding.Record?] = [
            .init(kind: "column", table: "shop.shipments", column: "seq", row: 1),
            .init(kind: "column", table: "customers", column: "iban", row: 1),
            nil,
        ]
        let added = wrong.map {
            PlacedFinding(file: file.name, rule: "financial.pan", value: "4539148803436467", record: $0)
        }
        let total = PlaceScore(values: values, files: [file], findings: perfect(file) + added).total
        #expect(total.wrong == wrong.count)
        #expect(total.placed == total.held)
    }

    @Test func `a number of SQLite is the one that was planted`() throws {
        let file = try #require(DumpFile(name: "sqlite.sql"))
        var findings = perfect(file)
        let index = try #require(findings.firstIndex { $0.rule == "health.height" })
        let number = try #require(Double(findings[index].value))
        findings[index].value = String(format: "%.17f", number)
        #expect(PlaceScore(values: values, files: [file], findings: findings).total.isGood)
    }

    @Test(arguments: [
        ("`shop`.`Order Items`", "Order Items"), ("public.\"Order Items\"", "Order Items"),
        ("shop.customers", "customers"), ("customers", "customers"), ("a.\"b.c\"", "b.c"),
    ])
    func `a table's name is told with its schema or without`(told: String, table: String) throws {
        let file = try #require(DumpFile(name: "pg-copy.sql"))
        var value = PlantedValue(rule: "device.mac", table: table, column: "mac")
        value.value = "2C:AA:8E:00:11:22"
        value.row = 1
        let finding = PlacedFinding(
            file: file.name, rule: "device.mac", value: value.value,
            record: .init(kind: "column", table: told, column: "mac", row: 1))
        #expect(PlaceScore(values: [value], files: [file], findings: [finding]).total.placed == 1)
    }

    @Test func `names of files tell what they hold`() throws {
        #expect(try #require(DumpFile(name: "mysql-tab/Order@0020Items.txt")).table == "Order Items")
        #expect(try #require(DumpFile(name: "mysql-tab/customers.sql")).isEmpty)
        #expect(try #require(DumpFile(name: "pg-dumpall.sql")).holdsAllDatabases)
        #expect(DumpFile(name: "notes.sql") == nil)
    }

    @Test func `findings are read from the lines of a scan, with whether their place has an alert`() throws {
        func line(_ dataset: String, _ rule: String) -> String {
            """
            {"event":{"dataset":"\(dataset)"},"rule":{"id":"\(rule)"},"file":{"path":"/d/dumps/pg-copy.sql"},\
            "seep":{"place":"public.devices.mac","samples":["x"],\
            "record":{"kind":"column","table":"public.devices","column":"mac","row":4}}}

            """
        }
        let coverage = #"{"event":{"dataset":"seep.coverage"},"seep":{}}"#
        let told = line("seep.finding", "device.mac") + line("seep.finding", "device.imei")
        let record = PlacedFinding.Record(kind: "column", table: "public.devices", column: "mac", row: 4)
        func finding(_ rule: String, isAlert: Bool) -> PlacedFinding {
            PlacedFinding(
                file: "/d/dumps/pg-copy.sql", rule: rule, value: "x", record: record, isAlert: isAlert)
        }
        #expect(
            try PlacedFinding.read(Data((told + coverage).utf8))
                == [finding("device.mac", isAlert: true), finding("device.imei", isAlert: true)])
        let judged = told + line("seep.alert", "device.mac") + coverage
        #expect(
            try PlacedFinding.read(Data(judged.utf8))
                == [finding("device.mac", isAlert: true), finding("device.imei", isAlert: false)])
    }
}

internal import ArgumentParser
internal import CorpusMaker
internal import Foundation

struct MakeTables: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tables",
        abstract: "Writes tables for three databases into a folder, with a label for each value.",
        discussion: """
            Tests/RealTools/dumps loads them and dumps them again by the tools of the databases. There are \
            statements too, for Tests/RealTools/logs to run and to keep the servers' logs of.
            """)

    @Argument(help: "The folder; made if it is not there.")
    var folder: String

    @Option(help: ArgumentHelp("Of most tables.", valueName: "n"))
    var rows = 500

    @Option(help: ArgumentHelp("Of the numbers.", valueName: "n"))
    var seed: UInt64 = 1

    func validate() throws {
        guard rows > 0 else { throw ValidationError("--rows must be 1 or more") }
    }

    func run() throws {
        let folder = URL(fileURLWithPath: folder, isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let corpus = TableCorpus(rows: rows, seed: seed)
        for dialect in SQLDialect.allCases {
            let target = folder.appendingPathComponent("load.\(dialect.rawValue).sql")
            try Data(corpus.script(dialect).utf8).write(to: target)
        }
        let queries = QueryCorpus(count: rows, seed: seed)
        let files = [
            ("queries.mysql.sql", queries.script(.mysql)), ("queries.pg.sql", queries.script(.pg)),
            ("bound.pg.sql", queries.boundScript), ("bound.pg.txt", queries.boundParameters),
        ]
        for (name, text) in files { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
        try queries.writeValues(to: folder.appendingPathComponent("queries.jsonl").path)
        try PlantedValue.write(corpus.values, to: folder.appendingPathComponent("values.jsonl").path)
    }
}

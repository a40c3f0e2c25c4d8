internal import ArgumentParser
internal import CorpusMaker
internal import Foundation

struct ScoreQueries: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queries",
        abstract:
            "Compares the findings of a scan of query logs with the values of the statements: are they found, and where?",
        discussion: """
            Reads DIR/queries.jsonl, DIR/logs, and what `seep scan --format jsonl --each --reveal DIR/logs` writes. \
            Exits with 1 if too few values are found or placed, or if anything else is found.
            """)

    @Argument(help: "The folder that `seep-corpus tables` and Tests/RealTools/logs wrote.")
    var folder: String

    @Argument(help: "The findings; standard input if left out.")
    var findings: String?

    @Option(help: ArgumentHelp("How many misses, wrong places and wrong findings are shown.", valueName: "n"))
    var list = 20

    func run() throws {
        let root = URL(fileURLWithPath: folder, isDirectory: true)
        let logs = root.appendingPathComponent("logs", isDirectory: true)
        let names = try FileManager.default.contentsOfDirectory(atPath: logs.path).sorted()
        let texts = try names.map { name in
            let data = try Data(contentsOf: logs.appendingPathComponent(name))
            return QueryScore.Log(name: name, text: String(decoding: data, as: UTF8.self))
        }
        let lines =
            try findings.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
            ?? FileHandle.standardInput.readDataToEndOfFile()
        let score = QueryScore(
            values: try QueryCorpus.readValues(root.appendingPathComponent("queries.jsonl").path),
            rows: try PlantedValue.read(root.appendingPathComponent("values.jsonl").path), logs: texts,
            findings: try PlacedFinding.read(lines))
        print(scoreHead)
        for (name, tally) in score.byLog { print(scoreLine(name, tally)) }
        print(scoreLine("total", score.total))
        for note in score.notes.prefix(list) { print(note.kind.rawValue, note.text) }
        if names.isEmpty || !score.total.isGood { throw ExitCode(1) }
    }
}

let scoreHead = "file\theld\tfound\trecall\tplaced\taccuracy\twrong"

/// One line of a score; shares are rounded down, so that only a perfect one shows as one.
func scoreLine(_ name: String, _ tally: PlaceScore.Tally) -> String {
    func figure(_ share: Double) -> String {
        String(format: "%.4f", (share * 10_000).rounded(.down) / 10_000)
    }
    let cells = [
        name, "\(tally.held)", "\(tally.found)", figure(tally.recall), "\(tally.placed)",
        figure(tally.accuracy),
        "\(tally.wrong)",
    ]
    return cells.joined(separator: "\t")
}

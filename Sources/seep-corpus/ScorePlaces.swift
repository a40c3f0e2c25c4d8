internal import ArgumentParser
internal import CorpusMaker
internal import Foundation

struct ScorePlaces: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "places",
        abstract:
            "Compares the findings of a scan of dumps with the planted values: are they found, and where?",
        discussion: """
            Reads DIR/values.jsonl, and what `seep scan --format jsonl --each --reveal DIR/dumps` writes. Exits \
            with 1 if too few values are found or placed, or if anything else is found.
            """)

    @Argument(help: "The folder that `seep-corpus tables` and Tests/RealTools/dumps wrote.")
    var folder: String

    @Argument(help: "The findings; standard input if left out.")
    var findings: String?

    @Option(
        help: ArgumentHelp("Only dumps whose name begins so; may be repeated.", valueName: "prefix"))
    var only: [String] = []

    @Option(help: ArgumentHelp("Leave out dumps whose name begins so; may be repeated.", valueName: "prefix"))
    var skip: [String] = []

    @Option(help: ArgumentHelp("How many misses, wrong places and wrong findings are shown.", valueName: "n"))
    var list = 20

    func run() throws {
        let root = URL(fileURLWithPath: folder, isDirectory: true)
        let files = try dumps(in: root.appendingPathComponent("dumps", isDirectory: true))
        let values = try PlantedValue.read(root.appendingPathComponent("values.jsonl").path)
        let lines =
            try findings.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
            ?? FileHandle.standardInput.readDataToEndOfFile()
        let score = PlaceScore(values: values, files: files, findings: try PlacedFinding.read(lines))
        print(scoreHead)
        for (file, tally) in score.byFile where !file.isEmpty || tally.wrong > 0 {
            print(scoreLine(file.name, tally))
        }
        print(scoreLine("total", score.total))
        for kind in [PlaceScore.Note.Kind.missed, .misplaced, .wrong] {
            for note in score.notes.filter({ $0.kind == kind }).prefix(list) {
                print(kind.rawValue, note.text)
            }
        }
        if !score.total.isGood { throw ExitCode(1) }
    }

    /// The files asked for, by name.
    private func dumps(in folder: URL) throws -> [DumpFile] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
        let files = names.compactMap(DumpFile.init(name:)).filter { file in
            (only.isEmpty || only.contains { file.name.hasPrefix($0) })
                && !skip.contains { file.name.hasPrefix($0) }
        }
        guard !files.isEmpty else { throw ValidationError("no dumps in \(folder.path)") }
        return files
    }
}

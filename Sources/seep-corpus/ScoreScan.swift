internal import ArgumentParser
internal import CorpusMaker
internal import Foundation

struct ScoreScan: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Compares the findings of a scan with labels: precision and recall by rule.",
        discussion: "Reads what `seep scan --format jsonl --each FOLDER` writes from standard input.")

    @Argument(help: "The labels.")
    var labels: String

    func run() throws {
        let findings = try readFindings()
        let score = Score(labels: try LabelFile.read(labels), findings: findings)
        print("rule\tfound\tmissed\twrong\tprecision\trecall")
        for (rule, tally) in score.byRule.sorted(by: { $0.key < $1.key }) {
            print(
                rule, tally.found, tally.missed, tally.wrong, figure(tally.precision), figure(tally.recall),
                separator: "\t")
        }
        for label in score.misses { print("missed \(label.rule ?? "") in \(label.file) at \(label.offset)") }
        for label in score.wrongs { print("wrong \(label.rule ?? "") in \(label.file) at \(label.offset)") }
        if !score.isPerfect { throw ExitCode(1) }
    }

    private func figure(_ share: Double) -> String {
        String(format: "%.3f", share)
    }

    /// The findings among the lines, alerts and coverage left out.
    private func readFindings() throws -> [Label] {
        struct Line: Decodable {
            struct Event: Decodable { var dataset: String }
            struct Rule: Decodable { var id: String }
            struct Name: Decodable { var path: String }
            struct Seep: Decodable {
                var length: Int?
            }
            struct Log: Decodable { var offset: Int? }
            var event: Event
            var rule: Rule?
            var file: Name?
            var log: Log?
            var seep: Seep
        }
        let decoder = JSONDecoder()
        let input = FileHandle.standardInput.readDataToEndOfFile()
        var labels: [Label] = []
        for text in input.split(separator: 0x0A) {
            let line = try decoder.decode(Line.self, from: text)
            guard line.event.dataset == "seep.finding", let rule = line.rule, let file = line.file,
                let offset = line.log?.offset, let length = line.seep.length
            else { continue }
            let name = URL(fileURLWithPath: file.path).lastPathComponent
            labels.append(Label(file: name, offset: offset, length: length, rule: rule.id))
        }
        return labels
    }
}

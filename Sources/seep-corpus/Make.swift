public import ArgumentParser
public import CorpusMaker
import Foundation

struct Make: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes any amount of one kind of text to standard output.",
        discussion: "The same kind, size and seed give the same bytes.")

    @Argument(help: "What to make: \(CorpusKind.allCases.map(\.rawValue).joined(separator: ", ")).")
    var kind: CorpusKind

    @Option(help: ArgumentHelp("How much, in bytes; the last record is whole.", valueName: "n"))
    var bytes: Int = 1_000_000

    @Option(help: ArgumentHelp("Of the numbers.", valueName: "n"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Where the label of each value is written, one a line.", valueName: "file"))
    var labels: String?

    @Flag(help: "Write how many values of each rule were planted, to standard error.")
    var counts = false

    func run() throws {
        var writer = CorpusWriter(file: "-", seed: seed, keepsLabels: labels != nil)
        var number = 0
        while writer.offset < bytes {
            while writer.bytes.count < 1 << 20, writer.offset < bytes {
                writer.putRecord(kind, number: number)
                number += 1
            }
            // A closed pipe has had enough.
            guard (try? FileHandle.standardOutput.write(contentsOf: writer.take())) != nil else { return }
        }
        if let labels { try LabelFile.write(writer.labels, to: labels) }
        if counts {
            for (rule, count) in writer.counts.sorted(by: { $0.key < $1.key }) {
                FileHandle.standardError.write(Data("\(count) \(rule)\n".utf8))
            }
        }
    }
}

extension CorpusKind: ExpressibleByArgument {}

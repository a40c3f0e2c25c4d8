internal import ArgumentParser
internal import NaiveScan
internal import RuleBook
internal import Validation

struct Naive: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compares the scanner with a plain loop over one file.",
        discussion: """
            Every rule's expression is looked for in the whole file, from every position onward: no trigger, no \
            chunks, no threads. Fields and encodings are left out on both sides. The file is read into memory.
            """)

    @Argument(help: "The file, not compressed.")
    var file: String

    @Option(help: "Threads of the scanner.")
    var jobs = 2

    @Option(help: "Bytes that a thread scans at a time.")
    var chunkBytes = 1 << 20

    func run() throws {
        let comparison = try Comparison(
            file: file, rules: RuleBook.load(), today: .today(),
            cut: Comparison.Cut(chunkBytes: chunkBytes, jobs: jobs))
        for (rule, count) in comparison.counts.sorted(by: { $0.key < $1.key }) { print("\(count) \(rule)") }
        for finding in comparison.missing {
            print("missing \(finding.rule) at \(finding.offset), \(finding.length) bytes")
        }
        for finding in comparison.extra {
            print("extra \(finding.rule) at \(finding.offset), \(finding.length) bytes")
        }
        if !comparison.missing.isEmpty || !comparison.extra.isEmpty { throw ExitCode(1) }
    }
}

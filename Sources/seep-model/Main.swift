internal import ArgumentParser
private import Detection
private import Findings
private import Glibc
private import RuleBook
private import Rules
private import WatchModel

/// Runs random sequences of what happens to logs and to a watch, and prints what was lost.
@main
struct SeepModel: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seep-model",
        abstract: "Writes, rotates, cuts and kills at random, and checks that 'seep watch' loses nothing.",
        discussion: "Sequence n has the seed n above the given one; --sequences 1 repeats it.")

    @Option(help: ArgumentHelp("How many.", valueName: "n"))
    var sequences = 10_000

    @Option(help: ArgumentHelp("Of the first sequence.", valueName: "n"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Things that happen in each.", valueName: "n"))
    var steps = 40

    @Option(help: ArgumentHelp("No sequence begins after so many seconds.", valueName: "n"))
    var seconds = 3_000

    func run() throws {
        let rules = try addressRules()
        let began = time(nil)
        var (run, told, repeated, failed) = (0, 0, 0, 0)
        while run < sequences, time(nil) - began < seconds {
            var model = try WatchModel(seed: seed + UInt64(run), rules)
            try model.run(steps: steps)
            run += 1
            told += model.valuesTold
            repeated += model.linesRepeated
            if let failure = model.failures.first {
                failed += 1
                print("seed \(seed + UInt64(run) - 1): \(failure)")
            }
        }
        print(
            "\(run) sequences, \(told) values told, \(repeated) again with equal ids, \(failed) sequences failed"
        )
        if failed > 0 { throw ExitCode(1) }
    }

    private func addressRules() throws -> CompiledRules {
        let wanted = RuleBook.load().selecting(
            ids: RuleID("contact.email").map { [$0] }, skipped: [], categories: nil, severityMin: .low)
        return try CompiledRules(wanted.rules)
    }
}

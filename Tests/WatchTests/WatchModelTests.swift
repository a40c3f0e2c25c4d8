import Detection
import Findings
import RuleBook
import Rules
import Testing
import WatchModel

@Suite struct WatchModelTests {
    private static let rules = Result {
        try CompiledRules(
            RuleBook.load().selecting(
                ids: RuleID("contact.email").map { [$0] }, skipped: [], categories: nil, severityMin: .low
            ).rules)
    }

    /// - Returns: How many values were told.
    private func run(_ seed: UInt64) throws -> Int {
        var model = try WatchModel(seed: seed, Self.rules.get())
        try model.run(steps: 40)
        #expect(model.failures.isEmpty, "seed \(seed)")
        return model.valuesTold
    }

    /// What `seep-model` runs ten thousand of.
    @Test(arguments: [1, 1001, 2001, 3001] as [UInt64])
    func `nothing that stood in a log is lost, and no value gets two ids`(seed: UInt64) throws {
        let told = try (0..<50).reduce(0) { try $0 + run(seed + $1) }
        #expect(told > 1000)
    }

    /// A log that was cut and has the same bytes where it was read to; a copy that was made before more was added to its
    /// log; logs that begin alike, of which one is compressed, or of which one is gone and less of it was told.
    @Test(arguments: [2799, 3021, 3507, 7062] as [UInt64])
    func `sequences that failed once hold`(seed: UInt64) throws {
        #expect(try run(seed) > 0)
    }
}

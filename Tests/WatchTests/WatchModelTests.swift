import Detection
import Findings
import RuleBook
import Rules
import Testing
import WatchModel

@Suite struct WatchModelTests {
    /// What `seep-model` runs ten thousand of.
    @Test(arguments: [1, 1001, 2001, 3001] as [UInt64])
    func `nothing that stood in a log is lost, and no value gets two ids`(seed: UInt64) throws {
        let wanted = RuleBook.load().selecting(
            ids: RuleID("contact.email").map { [$0] }, skipped: [], categories: nil, severityMin: .low)
        let rules = try CompiledRules(wanted.rules)
        for sequence in 0..<50 as Range<UInt64> {
            var model = try WatchModel(seed: seed + sequence, rules)
            try model.run(steps: 40)
            #expect(model.failures.isEmpty, "seed \(seed + sequence)")
            #expect(model.valuesTold > 0 || sequence > 0)
        }
    }
}

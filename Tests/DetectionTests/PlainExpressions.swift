import CorpusMaker
import Findings
import Rules
import Testing
import Validation

@testable import Detection

/// Rules that the detector serves in a way of its own, and the same with expressions that only PCRE2 knows.
struct PlainExpressions {
    let own: CompiledRules
    let plain: CompiledRules

    init(_ rules: [Rule]) throws {
        own = try CompiledRules(RuleSet(rules))
        plain = try CompiledRules(
            RuleSet(
                rules.map { rule in
                    var other = rule
                    other.pattern?.expression = "(?:" + (rule.pattern?.expression ?? "") + ")"
                    return other
                }))
    }

    /// Looks with both through a text of pieces in any order.
    ///
    /// - Returns: The rules that PCRE2 found something of, and what only one of the two has found: a text holds hundreds of
    ///   findings.
    func compare(_ pieces: [[UInt8]], seed: UInt64) throws -> (rules: Set<RuleID>, differing: Set<String>) {
        let today = CivilDate(year: 2026, month: 11, day: 23)
        var numbers = SeededNumbers(seed: seed)
        var text: [UInt8] = []
        while text.count < 100_000 { text += pieces[Int(numbers.next() % UInt64(pieces.count))] }
        let found = try Detector(own, today: today).seen(in: text, own)
        let expected = try Detector(plain, today: today).seen(in: text, plain)
        return (
            Set(expected.map(\.rule)),
            Set(found.map(\.description)).symmetricDifference(expected.map(\.description))
        )
    }
}

import Detection
import RuleBook
import Rules
import Testing
import Validation

@Suite struct RuleBookTests {
    @Test func `every example of the shipped rules holds`() throws {
        let today = CivilDate(year: 2026, month: 11, day: 23)
        for rule in RuleBook.loadWithExamples().rules {
            let check = try RuleCheck(rule, today: today)
            #expect(check.problems == [], "\(rule.id)")
        }
    }

    @Test func `an unknown key is refused with its line`() {
        let yaml = "rules:\n  - id: contact.x\n    titel: X\n"
        #expect(throws: RuleError.unknownKey("titel", nearest: "title", line: 3)) {
            try parseRules(yaml: yaml)
        }
    }
}

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

    @Test func `every combination asks for rules that there are, and its examples hold`() {
        let book = RuleBook.loadWithExamples()
        for combination in book.combinations {
            #expect(
                RuleCheck(combination, known: book.ids).problems == [], "\(combination.id)")
            for id in (combination.examples.match + combination.examples.ignore).joined() {
                #expect(book[id] != nil, "\(combination.id): \(id)")
            }
        }
    }

    @Test func `an unknown key is refused with its line`() {
        let yaml = "rules:\n  - id: contact.x\n    titel: X\n"
        #expect(throws: RuleError.unknownKey("titel", nearest: "title", line: 3)) {
            try parseRuleFile(yaml: yaml)
        }
    }
}

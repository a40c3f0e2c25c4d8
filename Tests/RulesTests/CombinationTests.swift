import Detection
import Findings
import Rules
import Testing

@Suite struct CombinationTests {
    private static let yaml = """
        combinations:
          - id: combo.x
            title: X
            severity: critical
            together:
              - [contact.a, contact.b]
              - {rules: [health.*], least: 2}
            references: [R]
            examples:
              match: [[contact.a, health.p, health.q], [contact.b, health.p, health.q]]
              ignore: [[contact.a, health.p], [health.p, health.q]]
        """

    private func combination() throws -> Combination {
        try #require(try parseRuleFile(yaml: Self.yaml).combinations.first)
    }

    private func ids(_ texts: String...) -> Set<RuleID> { Set(texts.compactMap { RuleID($0) }) }

    @Test
    func `a record is one of a combination when it has enough of each member`() throws {
        let combination = try combination()
        #expect(combination.holds(ids("contact.a", "health.p", "health.q")))
        #expect(combination.holds(ids("contact.a", "contact.b", "health.p", "health.q", "health.r")))
        #expect(!combination.holds(ids("contact.a", "contact.b", "health.p")))
        #expect(!combination.holds(ids("health.p", "health.q")))
        #expect(!combination.holds(ids("contact.ab", "health.p", "health.q")))
    }

    @Test(arguments: ["health.", "health.weight-", "health", "health.*x", "other.*", "*", ""])
    func `what is no id and does not end with a star stands for no rules`(text: String) {
        #expect(RulePattern(text) == nil)
    }

    @Test
    func `a star stands for all ids that begin alike, and for none else`() throws {
        let pattern = try #require(RulePattern("health.w*"))
        #expect(pattern.id == nil)
        #expect(
            ids("health.weight", "health.w", "health.height", "contact.w").filter(pattern.matches).count == 2)
        #expect(RulePattern("health.weight")?.id == RuleID("health.weight"))
    }

    private static let manyYAML = yaml.replacing(
        "    severity: critical\n", with: "    severity: medium\n    many: {records: 500, severity: high}\n")

    @Test
    func `a combination of many records is graver`() throws {
        let combination = try #require(try parseRuleFile(yaml: Self.manyYAML).combinations.first)
        let grades = [
            Combination.Grade(records: 1, severity: .medium),
            Combination.Grade(records: 500, severity: .high),
        ]
        #expect(combination.grades == grades)
        let book = RuleSet([], combinations: [combination])
        func selected(from severity: Severity) -> [[Combination.Grade]] {
            book.selecting(ids: nil, skipped: [], categories: nil, severityMin: severity)
                .rules.combinations.map(\.grades)
        }
        #expect(Severity.allCases.map(selected) == [[grades], [grades], [[grades[1]]], []])
    }

    @Test(arguments: [
        ("records: 500", "records: 1"), ("severity: high", "severity: medium"), ("records: 500, ", ""),
        (", severity: high", ""), ("{records: 500, severity: high}", "500"),
        ("{records: 500", "{rows: 1, records: 500"),
    ])
    func `what is wrong with many records is refused`(old: String, new: String) {
        #expect(throws: RuleError.self) {
            try parseRuleFile(yaml: Self.manyYAML.replacing(old, with: new))
        }
    }

    @Test
    func `a combination comes back from its code as it was`() throws {
        let many = try parseRuleFile(yaml: Self.manyYAML.replacing("combo.x", with: "combo.y")).combinations
        let set = RuleSet([], combinations: [try combination()] + many)
        #expect(RuleCodec.decode(Array(RuleCodec.encode(set, withExamples: true).utf8)) == set)
    }

    @Test(arguments: [
        ("[contact.a, contact.b]", "[contact]", "together", 6),
        ("[contact.a, contact.b]", "[contact.a*b]", "together", 6),
        ("least: 2", "least: 0", "least", 7),
        ("combo.x", "contact.x", "id", 2),
        ("[contact.a, health.p], [health.p", "[contact.a, Health], [health.p", "ignore", 11),
    ])
    func `what is wrong is told with its line`(old: String, new: String, key: String, line: Int) throws {
        let yaml = Self.yaml.replacing(old, with: new)
        do throws(RuleError) {
            _ = try parseRuleFile(yaml: yaml)
            Issue.record("it was read")
        } catch {
            guard case .badValue(key, _, line) = error else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test
    func `a rule is of no combination's category`() {
        #expect(throws: RuleError.self) {
            try parseRuleFile(yaml: "rules:\n  - {id: combo.x, title: X, severity: low, expression: x}\n")
        }
    }

    @Test
    func `a check tells of rules that there are not, and of examples that fail`() throws {
        var combination = try combination()
        #expect(
            RuleCheck(combination, known: ids("contact.a", "health.p")).problems
                == ["there is no rule contact.b"])
        combination.examples.match.append([])
        combination.examples.ignore.append(combination.examples.match[0])
        #expect(
            RuleCheck(combination, known: ids("contact.a", "contact.b", "health.p")).problems
                == ["example 3 to match is not matched", "example 3 to ignore is matched"])
    }

    @Test
    func `a selection works with the members of what it tells of`() throws {
        let rules = try ["contact.a", "contact.c", "health.p"].map { id in
            try #require(
                try parseRuleFile(
                    yaml: """
                        rules:
                          - id: \(id)
                            title: T
                            severity: low
                            expression: x
                            literals: [xy]
                            examples: {match: [a, b], ignore: [c, d]}
                        """
                ).rules.first)
        }
        let book = RuleSet(rules, combinations: [try combination()])
        let all = book.selecting(ids: nil, skipped: [], categories: nil, severityMin: .low)
        #expect(all.rules == book)
        #expect(all.reported == book.ids)
        let one = book.selecting(ids: ids("combo.x"), skipped: [], categories: nil, severityMin: .low)
        #expect(one.rules.rules.map(\.id.text) == ["contact.a", "health.p"])
        #expect(one.reported == ids("combo.x"))
        let grave = book.selecting(
            ids: nil, skipped: ids("health.p"), categories: nil, severityMin: .critical)
        #expect(grave.rules.rules.map(\.id.text) == ["contact.a"])
        let contacts = book.selecting(ids: nil, skipped: [], categories: [.contact], severityMin: .low)
        #expect(contacts.rules.combinations.isEmpty)
        #expect(contacts.reported == ids("contact.a", "contact.c"))
    }
}

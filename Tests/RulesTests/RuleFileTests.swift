import Detection
import Findings
import Rules
import Testing
import Validation

@Suite struct RuleFileTests {
    /// A rule to which a test adds a line of its own, the seventh.
    private static func rule(with line: String) -> String {
        """
        rules:
          - id: contact.x
            title: X
            severity: low
            expression: 'x[0-9]{4}'
            literals: [x1, x2]
            \(line)
            examples: {match: [x1234, x2345], ignore: [x1, y1234]}
        """
    }

    private static let word = "a check that Rules/README.md names"
    private static let shape = "a shape that Rules/README.md names"

    @Test(arguments: [
        ("colour: red", RuleError.unknownKey("colour", nearest: nil, line: 7)),
        ("validater: luhn", .unknownKey("validater", nearest: "validator", line: 7)),
        ("shape: [at]", .unknownKey("shape", nearest: "shapes", line: 7)),
        ("window: wide", .badValue(key: "window", expected: "a whole number from 1 to 4096", line: 7)),
        ("window: 0", .badValue(key: "window", expected: "a whole number from 1 to 4096", line: 7)),
        ("window: 4097", .badValue(key: "window", expected: "a whole number from 1 to 4096", line: 7)),
        ("generic: maybe", .badValue(key: "generic", expected: "true or false", line: 7)),
        (
            "confidence: sure",
            .badValue(key: "confidence", expected: "one of possible, likely, certain", line: 7)
        ),
        ("mask: full", .badValue(key: "mask", expected: "one of edges, whole, email, last-four", line: 7)),
        ("validator: luhnn", .badValue(key: "validator", expected: word, line: 7)),
        ("validator: [luhn]", .badValue(key: "validator", expected: "a text", line: 7)),
        (
            "entropy: base58",
            .badValue(key: "entropy", expected: "an alphabet that Rules/README.md names", line: 7)
        ),
        ("not-in: version", .badValue(key: "not-in", expected: "a list", line: 7)),
        ("not-in: ['-']", .badValue(key: "not-in", expected: "a list of names of 1 to 40 bytes", line: 7)),
        ("placeholders: {a: b}", .badValue(key: "placeholders", expected: "a list", line: 7)),
        ("placeholders: [[a]]", .badValue(key: "placeholders", expected: "a list of texts", line: 7)),
        ("shapes: [at]", .badValue(key: "expression", expected: "beside one kind of trigger", line: 2)),
        (
            "caseless-literals: [a]",
            .badValue(key: "caseless-literals", expected: "a list of texts of 2 to 64 bytes", line: 7)
        ),
        ("lead: {bytes: a}", .missing(key: "bytes' and 'max", line: 7)),
        (
            "lead: {bytes: a, max: 0}",
            .badValue(key: "max", expected: "a whole number from 1 to 128", line: 7)
        ),
        ("lead: {bytes: a, max: 4, byte: 4}", .unknownKey("byte", nearest: "bytes", line: 7)),
        ("context: {within: 5}", .missing(key: "words", line: 7)),
        ("context: {words: []}", .missing(key: "words", line: 7)),
        (
            "context: {words: [a], within: 129}",
            .badValue(key: "within", expected: "a whole number from 1 to 128", line: 7)
        ),
        ("fields: {names: [a]}", .missing(key: "value", line: 7)),
        ("fields: {names: [], value: date}", .missing(key: "names", line: 7)),
        ("fields: {names: [a], value: dates}", .badValue(key: "value", expected: shape, line: 7)),
        ("fields: {names: [a], value: {}}", .badValue(key: "value", expected: shape, line: 7)),
        ("fields: {names: [a], value: {digits: 5}}", .badValue(key: "digits", expected: "a list", line: 7)),
        (
            "fields: {names: [a], value: {digits: [6, 5]}}",
            .badValue(key: "digits", expected: "a pair of whole numbers", line: 7)
        ),
        (
            "fields: {names: [a], value: {hex: [0]}}",
            .badValue(key: "hex", expected: "a list of lengths from 1 to 128", line: 7)
        ),
        (
            "fields: {names: [a], value: {number: [[2, 1]]}}",
            .badValue(key: "number", expected: "a list of pairs of numbers", line: 7)
        ),
        (
            "fields: {names: [a], value: {number: []}}",
            .badValue(key: "number", expected: "one or two pairs of numbers", line: 7)
        ),
        (
            "fields: {names: [a], value: {shape: 5}}", .unknownKey("shape", nearest: "name", line: 7)
        ),
    ])
    func `a mistake is told with its line`(line: String, expected: RuleError) {
        #expect(throws: expected) { try parseRuleFile(yaml: Self.rule(with: line)) }
    }

    @Test
    func `without the mistake the rule is read`() throws {
        let rules = try parseRuleFile(yaml: Self.rule(with: "window: 16")).rules
        #expect(rules.map(\.id.text) == ["contact.x"])
        #expect(rules[0].pattern?.windowBytes == 16)
        #expect(rules[0].pattern?.trigger == .literals(["x1", "x2"], caseless: false))
        #expect(rules[0].confidence == .likely)
        #expect(!rules[0].isGeneric)
    }

    private static let examples = "examples: {match: [a, b], ignore: [c, d]}"

    @Test(arguments: [
        ("rules:\n  - title: X\n    severity: low\n", RuleError.missing(key: "id", line: 2)),
        ("rules:\n  - id: contact.x\n    severity: low\n", .missing(key: "title", line: 2)),
        ("rules:\n  - id: contact.x\n    title: X\n", .missing(key: "severity", line: 2)),
        (
            "rules:\n  - id: contact.x\n    title: X\n    severity: low\n    \(examples)\n",
            .missing(key: "expression' or 'fields", line: 2)
        ),
        (
            "rules:\n  - id: contact.x\n    title: X\n    severity: low\n    literals: [ab]\n    \(examples)\n",
            .badValue(key: "literals", expected: "beside an 'expression'", line: 5)
        ),
        (
            "rules:\n  - id: contact.x\n    title: X\n    severity: low\n    expression: x\n",
            .missing(key: "examples", line: 2)
        ),
        (
            """
            rules:
              - id: contact.x
                title: X
                severity: low
                expression: x
                examples: {match: [a], ignore: [b, c]}
            """,
            .badValue(
                key: "examples", expected: "two texts to match and two to ignore, at least", line: 6)
        ),
        (
            "rules:\n  - id: Contact.X\n",
            .badValue(key: "id", expected: "a category, a dot and lower-case words joined by dashes", line: 2)
        ),
        (
            "rules:\n  - id: weather.x\n",
            .badValue(key: "id", expected: "a category, a dot and lower-case words joined by dashes", line: 2)
        ),
        (
            "rules:\n  - id: contact.x\n    title: X\n    severity: mild\n",
            .badValue(key: "severity", expected: "one of low, medium, high, critical", line: 4)
        ),
        ("rules:\n  - contact.x\n", .badValue(key: "rule", expected: "a mapping", line: 2)),
        ("rules: contact.x\n", .badValue(key: "rules", expected: "a list", line: 1)),
        ("rule: []\n", .unknownKey("rule", nearest: "rules", line: 1)),
    ])
    func `what is missing or misplaced is told with its line`(yaml: String, expected: RuleError) {
        #expect(throws: expected) { try parseRuleFile(yaml: yaml).rules }
    }

    @Test
    func `a second rule with an id is told with the line where it begins`() {
        let one = Self.rule(with: "window: 8")
        let second = one.split(separator: "\n").dropFirst().joined(separator: "\n")
        #expect(throws: RuleError.duplicate(id: "contact.x", line: 9)) {
            try parseRuleFile(yaml: one + "\n" + second)
        }
    }

    @Test(arguments: ["rules:\n  - id: [\n", "rules:\n  - id: 'x\n", "rules:\n\t- id: x\n"])
    func `a file that is no YAML is told with a line`(yaml: String) {
        do throws(RuleError) {
            _ = try parseRuleFile(yaml: yaml).rules
            Issue.record("it was read")
        } catch {
            guard case .unreadable(let reason, let line) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(!reason.isEmpty)
            #expect((2...3).contains(line))
        }
    }

    @Test(arguments: ["", "# nothing\n", "rules: []\n"])
    func `a file without rules has none`(yaml: String) throws {
        #expect(try parseRuleFile(yaml: yaml).rules.isEmpty)
    }

    @Test(arguments: [
        ("'x[0-9'", 5), ("'x(?<n>[0-9]+'", 12), ("'*x'", 0), ("'x{2,1}'", 5), (#"'x\C'"#, 3),
        ("'(?<=x*)y'", 0),
        ("'(*UTF)x'", 6),
    ])
    func `an expression that PCRE2 refuses is told with its byte`(expression: String, offset: Int) throws {
        let yaml = Self.rule(with: "window: 8").replacing("'x[0-9]{4}'", with: expression)
        let rules = try parseRuleFile(yaml: yaml).rules
        let check = try RuleCheck(rules[0], today: CivilDate(year: 2026, month: 11, day: 23))
        #expect(check.problems.count == 1)
        #expect(
            check.problems[0].hasPrefix("the expression is refused at byte \(offset): "), "\(check.problems)")
    }

    @Test
    func `an expression that takes for ever is refused on a hostile line`() throws {
        let yaml = Self.rule(with: "window: 4096").replacing(
            "'x[0-9]{4}'", with: "'x[0-9](?:[0-9a]+a*)+z|x[0-9]{4}'")
        let check = try RuleCheck(
            try parseRuleFile(yaml: yaml).rules[0], today: CivilDate(year: 2026, month: 11, day: 23))
        #expect(check.problems.contains { $0.contains("hostile line") }, "\(check.problems)")
    }
}

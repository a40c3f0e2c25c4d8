import Foundation
import RuleBook
import Rules
import Testing

@Suite struct RuleCodecTests {
    @Test
    func `the book comes back from its code as it was`() {
        let book = RuleBook.loadWithExamples()
        #expect(book.rules.count >= 330)
        #expect(book.combinations.count >= 27)
        let decoded = RuleCodec.decode(Array(RuleCodec.encode(book, withExamples: true).utf8))
        #expect(decoded == book)
    }

    @Test
    func `the program carries the rules of the files`() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Rules")
        var all = RuleFile()
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path)
        where file.hasSuffix(".yaml") {
            let file = try parseRuleFile(
                yaml: String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8))
            all.rules += file.rules
            all.combinations += file.combinations
        }
        // No two files have a rule of the same id.
        #expect(Set(all.rules.map(\.id)).count == all.rules.count)
        #expect(RuleBook.loadWithExamples() == RuleSet(all.rules, combinations: all.combinations))
    }

    @Test
    func `the short book lacks examples and references alone`() {
        let short = RuleBook.load().rules
        let whole = RuleBook.loadWithExamples().rules.map { rule in
            var rule = rule
            rule.examples.match = []
            rule.examples.ignore = []
            rule.references = []
            return rule
        }
        #expect(short == whole)
    }

    @Test
    func `texts with colons, digits, line feeds and bytes beyond ASCII come back`() throws {
        let yaml = #"""
            rules:
              - id: contact.x
                title: "3:abc\n12:é €"
                severity: critical
                confidence: certain
                expression: 'x:[0-9]{4}'
                caseless-literals: ['5:x1', "\u00e9\n"]
                lead: {bytes: 'a-z:\]', max: 7}
                not-in: [version, build]
                entropy: base62
                context: {words: ['1:a', 'ü'], within: 9, required: true}
                placeholders: ['7:', '']
                generic: true
                mask: whole
                identifies: national-id
                references: ['2:b']
                fields:
                  names: [a_b, 'C d']
                  value: {number: [[-1.5, 2.25], [3, 4.125]]}
                  siblings: [e]
                  not-with: [f]
                examples: {match: ['', '0:'], ignore: ["\t", '9:9']}
            """#
        let rules = try parseRuleFile(yaml: yaml).rules
        let encoded = Array(RuleCodec.encode(RuleSet(rules), withExamples: true).utf8)
        #expect(RuleCodec.decode(encoded).rules == rules)
    }

    @Test(arguments: [
        "{text: [1, 2]}", "{name: [1, 5]}", "{number: [[0.1, 0.30000000000000004]]}", "{digits: [9, 9]}",
        "{alphanumeric: [3, 24]}", "{hex: [32, 40]}", "{token: [8, 64]}", "{one-of: [a, 'b:c', '']}",
        "{expression: '[a-z]:\\d'}", "password", "date",
    ])
    func `every shape of a value comes back`(shape: String) throws {
        let yaml = """
            rules:
              - id: contact.x
                title: X
                severity: low
                fields: {names: [a], value: \(shape)}
                examples: {match: [a, b], ignore: [c, d]}
            """
        let rules = try parseRuleFile(yaml: yaml).rules
        let encoded = Array(RuleCodec.encode(RuleSet(rules), withExamples: true).utf8)
        #expect(RuleCodec.decode(encoded).rules == rules)
    }
}

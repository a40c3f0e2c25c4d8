import CorpusMaker
import Rules
import Testing

@testable import Detection

/// What the names of a line tell, against a walk over its fields.
@Suite struct RecordNamesTests {
    private static let ruleCount = 40

    /// Rules that ask for, and forbid, some of so many names that no word of bits has room for them.
    private static func rules(_ numbers: inout SeededNumbers) throws -> CompiledRules {
        func names(_ count: UInt64) -> String {
            let names = (0..<count).map { _ in
                let letters = [numbers.next() % 12, numbers.next() % 12].map {
                    Character(Unicode.Scalar(97 + UInt8($0)))
                }
                return "field_" + String(letters)
            }
            return names.joined(separator: ", ")
        }
        var yaml = "rules:\n"
        for rule in 0..<ruleCount {
            let siblings = rule % 4 == 0 ? "" : ", siblings: [\(names(1 + numbers.next() % 4))]"
            let notWith = rule % 3 == 0 ? "" : ", not-with: [\(names(1 + numbers.next() % 3))]"
            yaml += """
                  - id: contact.rule-\(rule)
                    title: Rule
                    severity: low
                    fields: {names: [own_\(rule)], value: {digits: [4, 12]}\(siblings)\(notWith)}
                    examples: {match: [a, b], ignore: [a, b]}

                """
        }
        return try CompiledRules(RuleSet(parseRuleFile(yaml: yaml).rules))
    }

    private static func hits(_ numbers: inout SeededNumbers, bound: Int) -> [Detector.FieldHit] {
        var hits: [Detector.FieldHit] = []
        var offset: Int32 = 0
        var line: Int32 = 0
        for _ in 0..<200 {
            // Some lines are longer than a record may be, and some names are none that a rule asks for beside others.
            offset += Int32(truncatingIfNeeded: numbers.next() % (line % 3 == 0 ? 400 : 40))
            if numbers.next() % 8 == 0 { line += 1 }
            let name = Int32(truncatingIfNeeded: numbers.next() % UInt64(bound + 30))
            hits.append(Detector.FieldHit(offset: offset, name: name, line: line))
        }
        return hits
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `a line that is read once tells what a walk from each of its fields does`(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let rules = try Self.rules(&numbers)
        #expect(rules.neighbours.bound > 64)
        let hits = Self.hits(&numbers, bound: rules.neighbours.bound)
        var told: [NeighbourTable.Answer: Int] = [:]
        for rule in rules.rules.indices {
            var names = RecordNames(rules.neighbours)
            for hit in hits.indices {
                let answer = names.answer(rule, around: hit, in: hits.span)
                let expected = rules.neighbours.answer(rule, around: hit, in: hits.span)
                #expect(answer == expected, "rule \(rule), hit \(hit), seed \(seed)")
                told[answer, default: 0] += 1
            }
        }
        #expect(told.count == 3)
    }

    @Test
    func `a field of the same name is no other field`() throws {
        let yaml = """
            rules:
              - id: contact.rule
                title: Rule
                severity: low
                fields: {names: [own], value: {digits: [4, 12]}, siblings: [own, city], not-with: [font]}
                examples: {match: [a, b], ignore: [a, b]}
            """
        let rules = try CompiledRules(RuleSet(parseRuleFile(yaml: yaml).rules))
        func plan(_ name: String) throws -> Int32 {
            let name = try #require(FieldName(name))
            return Int32(try #require(rules.fields.plan(of: name)))
        }
        let table: [(names: [String], answer: NeighbourTable.Answer)] = [
            (["own"], .fails), (["own", "own"], .fails), (["own", "city"], .siblingsStand),
            (["city", "own", "font"], .fails),
        ]
        for (fields, expected) in table {
            let hits = try fields.enumerated().map { place, name in
                Detector.FieldHit(offset: Int32(place * 20), name: try plan(name), line: 1)
            }
            var names = RecordNames(rules.neighbours)
            let own = try #require(fields.firstIndex(of: "own"))
            let answer = names.answer(0, around: own, in: hits.span)
            #expect(answer == expected, "\(fields)")
        }
    }
}

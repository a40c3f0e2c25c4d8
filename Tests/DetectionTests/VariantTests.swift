import CByteScan
import CorpusMaker
import Detection
import Findings
import RuleBook
import Rules
import Testing
import Validation

/// What a match is, for comparing.
struct Seen: Equatable, CustomStringConvertible {
    var rule: RuleID
    var range: Range<Int>
    var confidence: Confidence
    var reasons: Reasons
    var value: String
    var name: String

    var description: String { "\(rule) \(range) \(confidence.name) \(reasons.names) '\(value)' in '\(name)'" }
}

extension Detector {
    /// Scans a text as one chunk.
    func seen(in bytes: [UInt8], _ rules: CompiledRules) -> [Seen] {
        scan(bytes.span, owned: 0..<bytes.count, streamOffset: 0)
        return matches.map { match in
            var seen = Seen(
                rule: rules.rules[Int(match.rule)].id, range: match.range, confidence: match.confidence,
                reasons: match.reasons, value: "", name: "")
            let text = { (isDecoded: Bool, range: Range<Int>) in
                String(decoding: (isDecoded ? self.decoded : bytes)[range], as: UTF8.self)
            }
            seen.value = text(match.valueIsDecoded, match.valueRange)
            seen.name = text(match.nameIsDecoded, match.nameRange)
            return seen
        }
    }
}

// Inside of the serialized suite: the choice of the kernel is the process's.
extension KernelTests {
    @Suite struct VariantTests {
        private static let today = CivilDate(year: 2026, month: 11, day: 23)

        @Test(arguments: 1...6)
        func `the whole book finds the same with both kernels`(seed: UInt64) throws {
            let rules = try CompiledRules(RuleBook.load())
            var numbers = SeededNumbers(seed: seed)
            let examples = RuleBook.loadWithExamples().rules.flatMap {
                $0.examples.match + $0.examples.ignore
            }
            var text: [UInt8] = []
            for example in examples.shuffled(using: &numbers).prefix(600) {
                text += Array(example.utf8)
                // Any number of bytes between them, so that each meets every place of a block.
                text += [UInt8](repeating: 0x20, count: Int(numbers.next() % 67))
                text.append(numbers.next() % 2 == 0 ? 0x0A : 0x2C)
            }
            let best = try Detector(rules, today: Self.today).seen(in: text, rules)
            seep_scan_force_portable(1)
            defer { seep_scan_force_portable(0) }
            let plain = try Detector(rules, today: Self.today).seen(in: text, rules)
            #expect(best.count > 200)
            #expect(best == plain, "seed \(seed)")
        }
    }
}

import Bytes
import CByteScan
import CorpusMaker
import Findings
import Records
import RuleBook
import Rules
import Testing
import Validation

@testable import Detection

// Inside of the serialized suite: the choice of the kernel is the process's.
extension KernelTests {
    /// Lines of known shapes, whose matches are found field by field, against a scan that knows of no lines.
    @Suite struct ShapedLinesTests {
        private static let today = CivilDate(year: 2026, month: 11, day: 23)

        /// Documents of few shapes; V stands for a value.
        private static let shapes = [
            #"{"user_name":V,"email":V,"nickname":V,"product_model":V,"mac":V,"ssid":V,"alexa_token":V,"height":V,"weight":V,"gender":V,"bone_density":V,"body_fat":V}"#,
            #"{"height": V, "weight": V, "note": V, "first_name": V, "date_of_birth": V, "tags": [V, V]}"#,
            #"{"wifi":{"ssid":V,"password":V},"list":[{"ssid":V},{"ssid":V}],"height":V}"#,
            #"{"body_fat":V,"far":"\#(String(repeating: "far away ", count: 130))","weight":V,"height":V}"#,
            #"{"diagnosis":V,"medication":V,"iban":V,"card_number":V,"phone":V,"ssn":V}"#,
            "{" + (0..<66).map { #""k\#($0)":V,"# }.joined() + #""ssid":V,"height":V}"#,
        ]

        private static let values = [
            #""hanna_ss7866""#, #""q.lindqvist28550@harrowgate-mail.net""#, #""Priya Attic""#,
            #""WYZEC1-JZ""#,
            #""2C:AA:8E:8A:A5:34""#, #""2CAA8E8AA534""#, #""Harrowgate 815""#, "175.7", "48.9", "1.62", "22",
            "0", "-1",
            #""female""#, #""Atzr|IwEBI7irMlNhrCZ7cNGY4Rh6Zax4EnRKXPl1FzjV0D_8frB8PYEhHnuq0xBcS9tdwfQQD""#,
            #""1984-02-29""#, #""DE40755121084510079562""#, #""4539150059037627""#, #""+49 30 23125 770""#,
            #""635-46-6448""#, #""xK9#mPq2vL8w""#, #""A long name of a network, and one more""#,
        ]

        /// What lines cannot be read by, or what speaks against a value.
        private static let oddValues = [
            #""""#, "null", "true", #""user_name: bob weight: 70""#, #""ssid=Harrowgate 12 height=171""#,
            #""O'Neil""#,
            #""100%20""#, #""a\"b""#, #"" Attic ""#, #""example""#, #""********""#, #""changeme""#,
            #""string""#, "{}",
            #"{"height":171.5}"#, #"[1,2]"#, #""a.roe@brackenfen-mail.net, t.okafor@quillmoor-post.org""#,
            #""{\"ssid\":\"Harrowgate 9\"}""#, #""\#(String(repeating: "x", count: 4100))""#, "17 5", "",
        ]

        /// What some names ask for; others are given any value.
        private static let fitting: [String: [String]] = [
            "user_name": [#""hanna_ss7866""#], "nickname": [#""Priya Attic""#, #""Bram Cellar""#],
            "product_model": [#""WYZEC1-JZ""#], "ssid": [#""Harrowgate 815""#, #""Thistlewick 131""#],
            "height": ["175.7", "171"], "weight": ["48.9", "101.5"], "gender": [#""female""#, #""male""#],
            "bone_density": ["1.62", "1.35"], "body_fat": ["22.4", "9.1"], "first_name": [#""Hanna""#],
            "diagnosis": [#""type 2 diabetes""#], "medication": [#""metformin 500 mg""#],
            // What other rules find, too, or the same rule without the name.
            "email": [#""q.lindqvist28550@harrowgate-mail.net""#],
            "mac": [#""2C:AA:8E:8A:A5:34""#, #""2CAA8E8AA534""#, #""00:00:00:00:00:00""#],
            "alexa_token": [
                #""Atzr|IwEBI7irMlNhrCZ7cNGY4Rh6Zax4EnRKXPl1FzjV0D_8frB8PYEhHnuq0xBcS9tdwfQQD""#,
                #""Xk9wPq2vL8wT5rYb3nHs7dJc4mGf6kZa1uEe""#,
            ],
            "iban": [#""DE40755121084510079562""#, #""DE41755121084510079562""#],
            "card_number": [#""4539150059037627""#, #""4539150059037628""#],
            "phone": [#""+49 30 23125 770""#], "ssn": [#""635-46-6448""#, #""000-46-6448""#],
        ]

        private func document(_ numbers: inout SeededNumbers, odd: Int) -> String {
            let parts = numbers.pick(Self.shapes).split(separator: "V", omittingEmptySubsequences: false)
            var text = ""
            for (index, part) in parts.enumerated() {
                if index > 0 {
                    let name =
                        parts[index - 1].split(separator: "\"").dropLast().last.map { String($0) } ?? ""
                    let all = numbers.below(4) > 0 ? Self.fitting[name] ?? Self.values : Self.values
                    text += numbers.below(100) < odd ? numbers.pick(Self.oddValues) : numbers.pick(all)
                }
                text += part
            }
            return text
        }

        private func gather(_ bytes: [UInt8], into batch: DocumentBatch, _ cursor: DocumentCursor) {
            let reader = RecordReader(sniffing: bytes.span)
            cursor.gather(reader, bytes.span, 0..<bytes.count, into: batch)
        }

        /// What was found, by rule, place and certainty: of each kind of match the same.
        private func found(_ detector: Detector, _ rules: CompiledRules) -> [String] {
            let matches = detector.matches.map { match in
                "\(rules.rules[Int(match.rule)].id) \(match.range) \(match.confidence) \(match.reasons.names)"
            }
            let found = detector.fieldValues
            let values = zip(found.columns, found.values).flatMap { column, values in
                values.ranges.prefix(values.count).map { range in
                    "\(rules.rules[Int(column.rule)].id) \(Int(range.start)..<Int(range.end)) "
                        + "\(column.confidence) \(column.reasons.names)"
                }
            }
            let misses = detector.misses.map { "\($0.rule) \($0.range) miss" }
            return (matches + values + misses).sorted()
        }

        @Test(arguments: 1...24)
        func `what is found field by field is what is found name by name`(seed: UInt64) throws {
            let rules = try CompiledRules(RuleBook.load())
            var numbers = SeededNumbers(seed: seed)
            let odd = [0, 1, 5, 30][Int(seed) % 4]
            let documents = (0..<150).map { _ in document(&numbers, odd: odd) }
            // The first tells that each line is a document; no shape is known of a line that nothing stands before.
            let bytes = Array(
                ([#"{"first":1}"#] + documents + [#"{"cut":"#])
                    .joined(separator: seed % 5 == 0 ? "\r\n" : "\n").utf8)
            let detector = try Detector(rules, today: Self.today)
            detector.notesMisses = true
            detector.scan(bytes.span, owned: 0..<bytes.count, streamOffset: 0)
            let expected = found(detector, rules)
            let batch = DocumentBatch()
            let cursor = DocumentCursor()
            gather(bytes, into: batch, cursor)
            // The first scan learns what names the lines have.
            for round in 0..<3 {
                detector.scan(bytes.span, owned: 0..<bytes.count, streamOffset: 0, lines: batch.lines)
                let told = found(detector, rules)
                let isSame = told == expected
                #expect(isSame, "seed \(seed), round \(round): \(told.difference(from: expected))")
                #expect(round == 0 || odd > 1 || detector.fieldValues.count > 50)
            }
            #expect(expected.count > 300)
        }

        @Test(arguments: 1...12)
        func `both walks over documents find the same values, and the plain ones`(seed: UInt64) throws {
            var numbers = SeededNumbers(seed: seed)
            let documents = (0..<200).map { _ in document(&numbers, odd: 5) }
            let bytes = Array(([#"{"first":1}"#] + documents + [""]).joined(separator: "\n").utf8)
            let batch = DocumentBatch()
            gather(bytes, into: batch, DocumentCursor())
            let best = batch.lines
            seep_scan_force_portable(1)
            gather(bytes, into: batch, DocumentCursor())
            seep_scan_force_portable(0)
            #expect(best.values.map { [$0.start, $0.end] } == batch.lines.values.map { [$0.start, $0.end] })
            #expect(best.lines.map(\.plain) == batch.lines.lines.map(\.plain))
            #expect(best.lines.map(\.start) == batch.lines.lines.map(\.start))
            #expect(best.lines.count > 20)
            var plainCount = 0
            for line in best.lines {
                let count = best.shapes[Int(line.shape)].valuesCount
                for number in 0..<min(count, ShapedLines.bitsCount)
                where line.plain & 1 << UInt64(number) != 0 {
                    let value = best.values[Int(line.firstValue) + number]
                    var separator = best.textStart(ofValue: Int(line.firstValue) + number, bytes.span) - 1
                    if bytes[separator] == 0x20 { separator -= 1 }
                    // An element of an array has no name.
                    guard bytes[separator] == 0x3A else { continue }
                    plainCount += 1
                    let plain = plainValue(bytes.span, separator: separator, ceiling: bytes.count)
                    #expect(plain?.range == Int(value.start)..<Int(value.end), "seed \(seed)")
                }
            }
            #expect(plainCount > 100)
        }
    }
}

private import Findings
private import Validation

/// Rules as one text, quick to read back: the form in which the program carries its own rule book.
///
/// Each value is its count of bytes in decimal, a colon, and the bytes; lists begin with the
/// number of their elements.
package enum RuleCodec {
    /// - Parameter withExamples: `false` leaves out examples and references, which a scan never needs.
    package static func encode(_ set: RuleSet, withExamples: Bool) -> String {
        var writer = Writer()
        writer.list(set.rules) { writer, rule in
            writer.text(rule.id.text)
            writer.text(rule.title)
            writer.text(rule.severity.name)
            writer.text(rule.confidence.name)
            writer.optional(rule.pattern) { writer, pattern in
                writer.text(pattern.expression)
                switch pattern.trigger {
                case .literals(let texts, let caseless): writer.texts([caseless ? "i" : "c"] + texts)
                case .shapes(let shapes): writer.texts(["s"] + shapes.map(\.rawValue))
                case .everywhere: writer.texts(["e"])
                }
                writer.text(pattern.lead?.bytes ?? "")
                writer.text(String(pattern.lead?.countMax ?? 0))
                writer.text(String(pattern.lead?.held ?? 0))
                writer.text(String(pattern.windowBytes))
                writer.texts(pattern.notIn.map(\.text))
            }
            writer.optional(rule.fields) { writer, fields in
                writer.texts(fields.names.map(\.text))
                writer.texts(encode(fields.value))
                writer.text(fields.confidence.name)
                writer.texts(fields.siblings.map(\.text))
                writer.texts(fields.notWith.map(\.text))
            }
            writer.text(rule.validator?.rawValue ?? "")
            writer.text(rule.entropy?.rawValue ?? "")
            writer.optional(rule.context) { writer, context in
                writer.texts(context.words)
                writer.text(String(context.withinBytes))
                writer.text(context.isRequired ? "1" : "0")
            }
            writer.texts(rule.placeholders)
            writer.text(rule.isGeneric ? "1" : "0")
            writer.text(rule.mask.rawValue)
            writer.text(rule.identifies?.rawValue ?? "")
            writer.texts(withExamples ? rule.references : [])
            writer.texts(withExamples ? rule.examples.match : [])
            writer.texts(withExamples ? rule.examples.ignore : [])
        }
        writer.list(set.combinations) { writer, combination in
            writer.text(combination.id.text)
            writer.text(combination.title)
            writer.list(combination.grades) { writer, grade in
                writer.text(String(grade.records))
                writer.text(grade.severity.name)
            }
            writer.list(combination.members) { writer, member in
                writer.texts(member.rules.map(\.text))
                writer.text(String(member.least))
            }
            writer.texts(withExamples ? combination.references : [])
            for records in [combination.examples.match, combination.examples.ignore] {
                writer.list(withExamples ? records : []) { $0.texts($1.map(\.text)) }
            }
        }
        return writer.output
    }

    /// - Parameter encoded: What `encode` returned; anything else is a broken build.
    package static func decode(_ encoded: [UInt8]) -> RuleSet {
        var reader = Reader(bytes: encoded)
        let rules = decodeRules(&reader)
        return RuleSet(rules, combinations: decodeCombinations(&reader))
    }

    private static func decodeCombinations(_ reader: inout Reader) -> [Combination] {
        reader.list { reader in
            Combination(
                id: known(RuleID(reader.text())), title: reader.text(),
                grades: reader.list { reader in
                    Combination.Grade(
                        records: UInt64(reader.number()), severity: known(Severity(name: reader.text())))
                },
                members: reader.list { reader in
                    Combination.Member(
                        rules: reader.texts().map { known(RulePattern($0)) }, least: reader.number())
                },
                references: reader.texts(),
                examples: Combination.Examples(
                    match: reader.list { $0.texts().map { known(RuleID($0)) } },
                    ignore: reader.list { $0.texts().map { known(RuleID($0)) } }))
        }
    }

    private static func decodeRules(_ reader: inout Reader) -> [Rule] {
        reader.list { reader in
            Rule(
                id: known(RuleID(reader.text())), title: reader.text(),
                severity: known(Severity(name: reader.text())),
                confidence: known(Confidence(name: reader.text())),
                pattern: reader.optional { reader in
                    let expression = reader.text()
                    let trigger = decodeTrigger(reader.texts())
                    let bytes = reader.text()
                    let countMax = reader.number()
                    let held = reader.number()
                    return Rule.Pattern(
                        expression: expression, trigger: trigger,
                        lead: bytes.isEmpty
                            ? nil
                            : Rule.Lead(
                                bytes: bytes, countMax: countMax, held: held == 0 ? nil : UInt8(held)),
                        windowBytes: reader.number(), notIn: reader.names())
                },
                fields: reader.optional { reader in
                    Rule.Fields(
                        names: reader.names(), value: decodeShape(reader.texts()),
                        confidence: known(Confidence(name: reader.text())), siblings: reader.names(),
                        notWith: reader.names())
                },
                validator: Validator(rawValue: reader.text()),
                entropy: EntropyAlphabet(rawValue: reader.text()),
                context: reader.optional { reader in
                    Rule.Context(
                        words: reader.texts(), withinBytes: reader.number(), isRequired: reader.text() == "1")
                },
                placeholders: reader.texts(), isGeneric: reader.text() == "1",
                mask: known(MaskStyle(rawValue: reader.text())),
                identifies: PersonIdentifier(rawValue: reader.text()), references: reader.texts(),
                examples: Rule.Examples(match: reader.texts(), ignore: reader.texts()))
        }
    }

    private static func known<Value>(_ value: Value?) -> Value {
        guard let value else { preconditionFailure("the embedded rule book is not what the build wrote") }
        return value
    }

    private static func decodeTrigger(_ words: [String]) -> Rule.Trigger {
        let rest = Array(words.dropFirst())
        switch words.first {
        case "i": return .literals(rest, caseless: true)
        case "c": return .literals(rest, caseless: false)
        case "s": return .shapes(rest.map { known(ByteShape(rawValue: $0)) })
        default: return .everywhere
        }
    }

    private static func encode(_ shape: ValueShape) -> [String] {
        func bounds(_ range: ClosedRange<Int>) -> [String] {
            [String(range.lowerBound), String(range.upperBound)]
        }
        switch shape {
        case .text(let range): return ["text"] + bounds(range)
        case .name(let range): return ["name"] + bounds(range)
        case .number(let ranges):
            return ["number"] + ranges.flatMap { [String($0.lowerBound), String($0.upperBound)] }
        case .digits(let range): return ["digits"] + bounds(range)
        case .alphanumeric(let range): return ["alphanumeric"] + bounds(range)
        case .hex(let lengths): return ["hex"] + lengths.map { String($0) }
        case .token(let range): return ["token"] + bounds(range)
        case .password: return ["password"]
        case .date: return ["date"]
        case .oneOf(let words): return ["one-of"] + words
        case .expression(let text): return ["expression", text]
        }
    }

    private static func decodeShape(_ words: [String]) -> ValueShape {
        let rest = Array(words.dropFirst())
        func bounds() -> ClosedRange<Int> { known(Int(rest[0]))...known(Int(rest[1])) }
        switch words.first {
        case "text": return .text(bounds())
        case "name": return .name(words: bounds())
        case "number":
            return .number(
                stride(from: 0, to: rest.count, by: 2).map {
                    known(Double(rest[$0]))...known(Double(rest[$0 + 1]))
                })
        case "digits": return .digits(bounds())
        case "alphanumeric": return .alphanumeric(bounds())
        case "hex": return .hex(rest.map { known(Int($0)) })
        case "token": return .token(bounds())
        case "password": return .password
        case "date": return .date
        case "one-of": return .oneOf(rest)
        default: return .expression(rest.first ?? "")
        }
    }

    private struct Writer {
        var output = ""

        mutating func text(_ text: String) {
            output += "\(text.utf8.count):\(text)"
        }

        mutating func texts(_ texts: [String]) {
            list(texts) { $0.text($1) }
        }

        mutating func list<Element>(_ elements: [Element], _ write: (inout Writer, Element) -> Void) {
            text(String(elements.count))
            for element in elements { write(&self, element) }
        }

        mutating func optional<Value>(_ value: Value?, _ write: (inout Writer, Value) -> Void) {
            list(value.map { [$0] } ?? [], write)
        }
    }

    private struct Reader {
        let bytes: [UInt8]
        var at = 0

        mutating func text() -> String {
            let text = field()
            return String(decoding: bytes[text], as: UTF8.self)
        }

        /// Where the next value stands.
        private mutating func field() -> Range<Int> {
            var count = 0
            while bytes[at] != 0x3A {
                count = count * 10 + Int(bytes[at] &- 0x30)
                at += 1
            }
            at += count + 1
            return at - count..<at
        }

        mutating func number() -> Int {
            field().reduce(0) { $0 * 10 + Int(bytes[$1] &- 0x30) }
        }

        mutating func texts() -> [String] { list { $0.text() } }

        mutating func names() -> [FieldName] { list { known(FieldName($0.text())) } }

        mutating func list<Element>(_ read: (inout Reader) -> Element) -> [Element] {
            let count = number()
            var elements: [Element] = []
            elements.reserveCapacity(count)
            for _ in 0..<count { elements.append(read(&self)) }
            return elements
        }

        mutating func optional<Value>(_ read: (inout Reader) -> Value) -> Value? {
            list(read).first
        }
    }
}

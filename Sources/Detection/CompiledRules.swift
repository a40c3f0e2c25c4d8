private import Bytes
public import Findings
public import Rules
internal import Validation

/// A rule set made ready: what triggers which rule, and what names ask for which field.
///
/// Expressions are compiled by each worker when a candidate first asks for them, so that a short
/// run does not wait for rules that it never needs.
public final class CompiledRules: Sendable {
    /// The rules, in the order of their ids; a match names its rule by the index.
    public let rules: [Rule]
    public let identities: [RuleIdentity]

    let literals: LiteralDatabase?

    /// Rules to try at a literal, by the literal's index.
    let rulesOfLiteral: [[Int]]

    /// Rules to try at a shape, by the shape's number in the kernel.
    let rulesOfShape: [[Int]]

    /// Rules without any trigger.
    let rulesEverywhere: [Int]
    let fields: FieldIndex
    let details: [Detail]

    /// What every judgement asks, without anything that is counted by reference.
    let checks: [Check]

    /// The checks of a rule, in a form that is cheap to copy.
    struct Check: Sendable {
        var validator: Validator?
        var entropy: EntropyAlphabet?
        var confidence: Confidence
        var hasPlaceholders: Bool
        var hasContext: Bool

        /// The rule names fields in which a match is none.
        var asksForField: Bool
    }

    /// What a rule's checks need, in the form in which they run.
    struct Detail: Sendable {
        var lead: ByteSet?
        var leadMax = 0
        var windowBytes = 0
        var context: ContextWords?
        var placeholders: [[UInt8]] = []
        var siblings: [Int] = []
        var notWith: [Int] = []

        /// Names of fields in which a pattern's match is none.
        var notIn: [[UInt8]] = []
        var needsRecord: Bool { !siblings.isEmpty || !notWith.isEmpty }
    }

    /// - Throws: `DetectionError` when Vectorscan refuses the literals.
    public init(_ ruleSet: RuleSet) throws(DetectionError) {
        let rules = ruleSet.rules
        self.rules = rules
        identities = rules.map { RuleIdentity(id: $0.id, title: $0.title, severity: $0.severity) }
        let fields = FieldIndex(rules)
        self.fields = fields

        var literals: [(bytes: [UInt8], caseless: Bool)] = []
        var literalIndex: [String: Int] = [:]
        var rulesOfLiteral: [[Int]] = []
        var rulesOfShape = [[Int]](repeating: [], count: ByteShape.allCases.count)
        var rulesEverywhere: [Int] = []
        for (index, rule) in rules.enumerated() {
            switch rule.pattern?.trigger {
            case .literals(let texts, let caseless):
                for text in texts {
                    let key = (caseless ? "i" : "c") + text
                    if let known = literalIndex[key] {
                        rulesOfLiteral[known].append(index)
                    } else {
                        literalIndex[key] = literals.count
                        literals.append((Array(text.utf8), caseless))
                        rulesOfLiteral.append([index])
                    }
                }
            case .shapes(let shapes):
                for shape in shapes { rulesOfShape[shape.kernelNumber].append(index) }
            case .everywhere: rulesEverywhere.append(index)
            case nil: break
            }
        }
        for text in EncodedText.triggers {
            literals.append((Array(text.utf8), true))
            rulesOfLiteral.append([])
        }
        self.literals = literals.isEmpty ? nil : try LiteralDatabase(literals)
        self.rulesOfLiteral = rulesOfLiteral
        self.rulesOfShape = rulesOfShape
        self.rulesEverywhere = rulesEverywhere
        checks = rules.map { rule in
            Check(
                validator: rule.validator, entropy: rule.entropy, confidence: rule.confidence,
                hasPlaceholders: !rule.placeholders.isEmpty, hasContext: rule.context != nil,
                asksForField: rule.pattern?.notIn.isEmpty == false)
        }
        details = rules.map { rule in
            var detail = Detail()
            detail.windowBytes = min(rule.pattern?.windowBytes ?? 0, Limits.matchBytesMax)
            detail.lead = rule.pattern?.lead.map { ByteSet(bracket: $0.bytes) }
            detail.leadMax = rule.pattern?.lead?.countMax ?? 0
            detail.context = rule.context.map { ContextWords($0) }
            detail.placeholders = rule.placeholders.map { Array($0.utf8) }
            detail.siblings = rule.fields?.siblings.compactMap { fields.plan(of: $0) } ?? []
            detail.notIn = rule.pattern?.notIn.map { Array($0.text.utf8) } ?? []
            detail.notWith = rule.fields?.notWith.compactMap { fields.plan(of: $0) } ?? []
            return detail
        }
    }
}

extension ByteShape {
    /// The number of the shape in the kernel, which has the same order.
    var kernelNumber: Int {
        // Sound to force: a case is one of all cases.
        Self.allCases.firstIndex(of: self) ?? 0
    }
}

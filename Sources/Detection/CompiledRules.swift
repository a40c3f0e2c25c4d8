internal import Bytes
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

    /// The share of values that pass each rule's check by chance; `nil` where a pass rate tells nothing.
    public var chanceRates: [Double?] { rules.map { $0.validator?.chanceRate } }
    public let identities: [RuleIdentity]

    /// What is graver in one record than apart.
    public let combinations: [Combination]

    let literals: LiteralDatabase

    /// Rules to try at a literal, by the literal's index; the first announce encoded text and have none.
    let rulesOfLiteral: RuleLists

    /// Rules to try at a shape, by the shape's number in the kernel.
    let rulesOfShape: RuleLists

    /// Rules without any trigger.
    let rulesEverywhere: [Int]
    let fields: FieldIndex
    let details: [Detail]
    let neighbours: NeighbourTable

    /// What is tried on bare numbers of columns whose names tell nothing.
    let bareNumbers: BareNumbers
    let candidates: [Candidate]

    /// What decides between two rules that find overlapping values.
    let ranks: [Rank]

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

        /// The rule steps back for any specific one, so whether its value is random is asked last.
        var defersEntropy: Bool

        /// So many values pass the rule's check by chance that those which fail count.
        var notesMisses: Bool
    }

    /// What of a rule decides whether another one beats it.
    struct Rank: Sendable {
        /// It steps back for any specific one.
        var isGeneric: Bool
        var isCredential: Bool
    }

    /// Where a rule's expression runs when its trigger was met, without anything that is counted by reference.
    struct Candidate: Sendable {
        /// The bytes that a match may have before its trigger, at most `leadMax`; 0 for none.
        var lead = ByteSet()
        var leadMax = 0

        /// A byte that the lead must hold.
        var held: UInt8?
        var windowBytes = 0

        /// `EmailFinder` finds what the rule's expression finds.
        var findsEmail = false

        /// The expression, when the kernel leads its first path.
        var known: KnownExpression?

        /// The expression lets a match begin behind an escape such as `\n`, whose letter belongs to the lead.
        var readsEscapes = false
    }

    /// What a rule's checks need, in the form in which they run.
    struct Detail: Sendable {
        var context: ContextWords?
        var placeholders: [[UInt8]] = []

        /// The lengths of the placeholders, a bit each; the last stands for all greater ones, too.
        var placeholderLengths: UInt64 = 0

        /// Names of fields in which a pattern's match is none.
        var notIn: [[UInt8]] = []
    }

    /// - Parameter prepared: The compiled literals of the book that the rules come from; literals of other rules are
    ///   compiled here.
    /// - Throws: `DetectionError` when Vectorscan refuses the literals.
    public init(_ ruleSet: RuleSet, prepared: PreparedLiterals? = nil) throws(DetectionError) {
        let rules = ruleSet.rules
        precondition(rules.count < 65_535, "a match has 16 bits for its rule")
        self.rules = rules
        combinations = ruleSet.combinations
        identities = rules.map { RuleIdentity(id: $0.id, title: $0.title, severity: $0.severity) }
        let fields = FieldIndex(rules)
        self.fields = fields

        var rulesOfShape = [[Int]](repeating: [], count: ByteShape.allCases.count)
        var rulesEverywhere: [Int] = []
        for (index, rule) in rules.enumerated() {
            switch rule.pattern?.trigger {
            case .shapes(let shapes):
                for shape in shapes { rulesOfShape[shape.kernelNumber].append(index) }
            case .everywhere: rulesEverywhere.append(index)
            case .literals, nil: break
            }
        }
        self.rulesOfShape = RuleLists(rulesOfShape)
        self.rulesEverywhere = rulesEverywhere
        let known = prepared?.literals ?? []
        let table = LiteralTable(rules, known: known)
        if let prepared, table.literals.count == known.count,
            let database = LiteralDatabase(table.literals, serialized: prepared.database)
        {
            literals = database
            rulesOfLiteral = RuleLists(table.rules)
        } else {
            let table = known.isEmpty ? table : LiteralTable(rules, known: [])
            literals = try LiteralDatabase(table.literals)
            rulesOfLiteral = RuleLists(table.rules)
        }
        checks = rules.map { rule in
            Check(
                validator: rule.validator, entropy: rule.entropy, confidence: rule.confidence,
                hasPlaceholders: !rule.placeholders.isEmpty, hasContext: rule.context != nil,
                asksForField: rule.pattern?.notIn.isEmpty == false,
                defersEntropy: rule.isGeneric && rule.entropy == .generic,
                notesMisses: rule.validator?.chanceRate != nil)
        }
        ranks = rules.map { Rank(isGeneric: $0.isGeneric, isCredential: $0.id.category == .credential) }
        candidates = rules.map { rule in
            Candidate(
                lead: rule.pattern?.lead.map { ByteSet(bracket: $0.bytes) } ?? ByteSet(),
                leadMax: rule.pattern?.lead?.countMax ?? 0, held: rule.pattern?.lead?.held,
                windowBytes: min(rule.pattern?.windowBytes ?? 0, Limits.matchBytesMax),
                findsEmail: rule.pattern.map { EmailFinder.serves($0) } ?? false,
                known: rule.pattern.flatMap { KnownExpression($0) },
                readsEscapes: rule.pattern.map { EmailFinder.beginsBehindEscapes($0) } ?? false)
        }
        details = rules.map { rule in
            var detail = Detail()
            detail.context = rule.context.map { ContextWords($0) }
            detail.placeholders = rule.placeholders.map { Array($0.utf8) }
            for placeholder in detail.placeholders {
                detail.placeholderLengths |= 1 << UInt64(min(placeholder.count, 63))
            }
            detail.notIn = rule.pattern?.notIn.map { Array($0.text.utf8) } ?? []
            return detail
        }
        bareNumbers = BareNumbers(rules)
        neighbours = NeighbourTable(rules, fields)
    }

    /// Which of two different rules stands when both find one value: a specific one before a generic one, else the first.
    func beats(_ rule: Int, _ other: Int) -> Bool {
        ranks[rule].isGeneric == ranks[other].isGeneric ? rule < other : ranks[other].isGeneric
    }
}

extension ByteShape {
    /// The number of the shape in the kernel, which has the same order.
    var kernelNumber: Int {
        // Sound to force: a case is one of all cases.
        Self.allCases.firstIndex(of: self) ?? 0
    }
}

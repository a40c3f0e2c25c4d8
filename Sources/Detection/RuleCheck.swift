public import Findings
public import Rules
public import Validation

/// What checking a rule showed.
public struct RuleCheck: Sendable {
    public var rule: RuleID
    public var cost: Cost

    /// What is wrong, in sentences; empty for a rule that is fit for use.
    public var problems: [String]

    /// What a rule costs while nothing is found.
    public enum Cost: String, Sendable {
        /// A literal, a shape or a field's name triggers it: next to nothing.
        case triggered

        /// Its expression runs at every byte: it is as slow as all other rules together, or slower.
        case everywhere
    }

    /// Compiles a rule's expressions, tries them on hostile text, and runs its examples.
    ///
    /// - Throws: `DetectionError.outOfMemory`.
    public init(_ rule: Rule, today: CivilDate) throws(DetectionError) {
        self.rule = rule.id
        cost = rule.pattern?.trigger == .everywhere ? .everywhere : .triggered
        problems = []
        do throws(DetectionError) {
            try Self.compile(rule)
        } catch {
            if case .expressionRejected(_, let offset, let reason) = error {
                problems = ["the expression is refused at byte \(offset): \(reason)"]
                return
            }
            throw error
        }
        let detector = try Detector(CompiledRules(RuleSet([rule])), today: today)
        for (index, example) in rule.examples.match.enumerated() where Self.count(example, detector) == 0 {
            problems.append("example \(index + 1) to match is not matched")
        }
        for (index, example) in rule.examples.ignore.enumerated() where Self.count(example, detector) > 0 {
            problems.append("example \(index + 1) to ignore is matched")
        }
        if detector.takeLimitHits() > 0 { problems.append("an example reaches a limit of PCRE2") }
        if Self.blowsLimits(rule, detector) {
            problems.append(
                "the expression reaches a limit of PCRE2 on a hostile line; bound or unnest its quantifiers")
        }
    }

    /// Runs a combination's examples, and asks whether each part can be found at all.
    ///
    /// - Parameter known: The rules that there are.
    public init(_ combination: Combination, known: Set<RuleID>) {
        rule = combination.id
        cost = .triggered
        problems = []
        for pattern in combination.members.flatMap(\.rules)
        where !known.contains(where: { pattern.matches($0) }) {
            problems.append("there is no rule \(pattern)")
        }
        for (index, record) in combination.examples.match.enumerated()
        where !combination.holds(Set(record)) {
            problems.append("example \(index + 1) to match is not matched")
        }
        for (index, record) in combination.examples.ignore.enumerated()
        where combination.holds(Set(record)) {
            problems.append("example \(index + 1) to ignore is matched")
        }
    }

    /// - Throws: `DetectionError.expressionRejected` for the first expression that PCRE2 refuses.
    public static func compile(_ rule: Rule) throws(DetectionError) {
        var sources: [String] = []
        if let pattern = rule.pattern { sources.append(pattern.expression) }
        if case .expression(let source)? = rule.fields?.value { sources.append(source) }
        for source in sources {
            do throws(Expression.Rejection) {
                try Expression(source).free()
            } catch {
                throw .expressionRejected(rule: rule.id, offset: error.offset, reason: error.reason)
            }
        }
    }

    private static func count(_ text: String, _ detector: Detector) -> Int {
        let bytes = Array(text.utf8)
        detector.scan(bytes.span, owned: 0..<bytes.count, streamOffset: 0)
        return detector.matches.count
    }

    /// Whether the expression gives up on lines of one repeated character behind what triggers it.
    private static func blowsLimits(_ rule: Rule, _ detector: Detector) -> Bool {
        guard let pattern = rule.pattern else { return false }
        var heads = [""]
        if case .literals(let texts, _) = pattern.trigger { heads = texts }
        heads += rule.examples.match.map { String($0.prefix(40)) }
        for head in heads {
            for filler in ["a", "A", "0", " ", "a ", "a.", "aA0", "/", "=", "-"] {
                let line = head + String(repeating: filler, count: 3000) + "!\n"
                _ = count(line, detector)
                if detector.takeLimitHits() > 0 { return true }
            }
        }
        return false
    }
}

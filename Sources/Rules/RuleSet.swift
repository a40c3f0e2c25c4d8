public import Findings

/// Rules with different ids, in the order of their ids.
public struct RuleSet: Equatable, Sendable {
    public private(set) var rules: [Rule]

    public init() {
        rules = []
    }

    /// - Parameter rules: Of two rules with one id the later one is kept.
    public init(_ rules: [Rule]) {
        // The embedded book and every filtered set are in order already.
        if zip(rules, rules.dropFirst()).allSatisfy({ $0.id < $1.id }) {
            self.rules = rules
            return
        }
        var byID: [RuleID: Rule] = [:]
        for rule in rules { byID[rule.id] = rule }
        self.rules = byID.values.sorted { $0.id < $1.id }
    }

    /// These rules and others; one of the others replaces a rule with its id.
    public func adding(_ others: [Rule]) -> RuleSet {
        RuleSet(rules + others)
    }

    public subscript(id: RuleID) -> Rule? {
        rules.first { $0.id == id }
    }

    /// The rules that a run asks for.
    ///
    /// - Parameters:
    ///   - ids: Only these; `nil` for all.
    ///   - skipped: None of these.
    ///   - categories: Only of these; `nil` for all.
    ///   - severityMin: None below it.
    public func filtered(
        ids: Set<RuleID>?, skipped: Set<RuleID>, categories: Set<Category>?, severityMin: Severity
    ) -> RuleSet {
        RuleSet(
            rules.filter { rule in
                (ids?.contains(rule.id) ?? true) && !skipped.contains(rule.id)
                    && (categories?.contains(rule.id.category) ?? true) && rule.severity >= severityMin
            })
    }
}

public import Findings

/// Rules with different ids, in the order of their ids, and their combinations, likewise.
public struct RuleSet: Equatable, Sendable {
    public private(set) var rules: [Rule]
    public private(set) var combinations: [Combination]

    public init() {
        rules = []
        combinations = []
    }

    /// - Parameters: Of two rules, or two combinations, with one id the later one is kept.
    public init(_ rules: [Rule], combinations: [Combination] = []) {
        self.rules = Self.ordered(rules, by: \.id)
        self.combinations = Self.ordered(combinations, by: \.id)
    }

    private static func ordered<Element>(_ elements: [Element], by id: (Element) -> RuleID) -> [Element] {
        // The embedded book and every selection are in order already.
        if zip(elements, elements.dropFirst()).allSatisfy({ id($0) < id($1) }) { return elements }
        var byID: [RuleID: Element] = [:]
        for element in elements { byID[id(element)] = element }
        return byID.values.sorted { id($0) < id($1) }
    }

    /// These rules and those of a file; one of the file's replaces one with its id.
    public func adding(_ file: RuleFile) -> RuleSet {
        RuleSet(rules + file.rules, combinations: combinations + file.combinations)
    }

    public subscript(id: RuleID) -> Rule? {
        rules.first { $0.id == id }
    }

    public func combination(_ id: RuleID) -> Combination? {
        combinations.first { $0.id == id }
    }

    public var ids: Set<RuleID> { Set(rules.map(\.id) + combinations.map(\.id)) }

    /// What a run asks for.
    ///
    /// - Parameters:
    ///   - ids: Only these; `nil` for all.
    ///   - skipped: None of these.
    ///   - categories: Only of these; `nil` for all.
    ///   - severityMin: None below it.
    public func selecting(
        ids: Set<RuleID>?, skipped: Set<RuleID>, categories: Set<Category>?, severityMin: Severity
    ) -> RuleSelection {
        func isWanted(_ id: RuleID, _ severity: Severity) -> Bool {
            (ids?.contains(id) ?? true) && !skipped.contains(id)
                && (categories?.contains(id.category) ?? true) && severity >= severityMin
        }
        let wanted = combinations.compactMap { combination in
            var combination = combination
            combination.grades.removeAll { !isWanted(combination.id, $0.severity) }
            return combination.grades.isEmpty ? nil : combination
        }
        let reported = Set(rules.filter { isWanted($0.id, $0.severity) }.map(\.id))
        let needed = rules.filter { rule in
            reported.contains(rule.id)
                || !skipped.contains(rule.id) && wanted.contains { $0.asks(for: rule.id) }
        }
        return RuleSelection(
            rules: RuleSet(needed, combinations: wanted), reported: reported.union(wanted.map(\.id)))
    }
}

/// The rules that a run works with, and those that it tells of.
public struct RuleSelection: Sendable {
    public var rules: RuleSet

    /// The others only take part in combinations.
    public var reported: Set<RuleID>

    public init(_ rules: RuleSet) {
        self.rules = rules
        reported = rules.ids
    }

    init(rules: RuleSet, reported: Set<RuleID>) {
        self.rules = rules
        self.reported = reported
    }
}

public import Findings

/// What turns tallies into alerts: the rules' names, how their checks are judged, and what is grave together.
public struct Judgement: Sendable {
    /// By the index of the rule.
    public var identities: [RuleIdentity]

    /// The share of values that pass each rule's check by chance, by the index of the rule; `nil` where a column's pass
    /// rate tells nothing.
    public var chanceRates: [Double?]

    /// What tells people apart, by the index of the rule.
    public var identifiers: [PersonIdentifier?] = []
    public var combinations: [Combination] = []

    /// Alerts of these rules are given; `nil` for all.
    public var reported: Set<RuleID>?

    /// Alerts are given that are at least so sure.
    public var confidenceMin = Confidence.possible

    /// Findings that are graver in one row than apart.
    public struct Combination: Sendable {
        /// What it is called from so many rows on: in rising order, not empty. Fewer than the first asks for are nothing to
        /// tell of.
        public var identities: [(rows: UInt64, identity: RuleIdentity)]

        /// A row must hold something of each.
        public var members: [Member]

        public init(identities: [(rows: UInt64, identity: RuleIdentity)], members: [Member]) {
            self.identities = identities
            self.members = members
        }
    }

    /// Rules of which a row must hold some.
    public struct Member: Sendable {
        /// The rules, by their indices.
        public var rules: Set<UInt16>

        /// So many different ones of them, at least 1.
        public var least: Int

        public init(rules: Set<UInt16>, least: Int = 1) {
            self.rules = rules
            self.least = least
        }
    }

    public init(identities: [RuleIdentity], chanceRates: [Double?] = []) {
        self.identities = identities
        self.chanceRates = chanceRates
    }

    func reports(_ rule: RuleIdentity, _ confidence: Confidence) -> Bool {
        confidence >= confidenceMin && reported?.contains(rule.id) ?? true
    }

    func identifier(_ rule: UInt16) -> PersonIdentifier? {
        Int(rule) < identifiers.count ? identifiers[Int(rule)] : nil
    }

    func chanceRate(_ rule: UInt16) -> Double? {
        Int(rule) < chanceRates.count ? chanceRates[Int(rule)] : nil
    }
}

extension Judgement.Combination {
    /// - Returns: `nil` where there are too few rows.
    func identity(rows: UInt64) -> RuleIdentity? { identities.last { $0.rows <= rows }?.identity }

    /// Whether a row that has findings of these rules is one of the combination.
    func holds(_ rules: Set<UInt16>) -> Bool {
        members.allSatisfy { $0.rules.intersection(rules).count >= $0.least }
    }
}

/// How many people a table, an index or a log tells of: an estimate, by the values that tell one from another.
public struct PeopleAffected: Equatable, Sendable {
    public var source: String

    /// Where the values stand that were counted.
    public var place: Place
    public var rule: RuleIdentity
    public var identifier: PersonIdentifier

    /// The different values.
    public var count: DistinctCount

    public init(
        source: String, place: Place, rule: RuleIdentity, identifier: PersonIdentifier, count: DistinctCount
    ) {
        self.source = source
        self.place = place
        self.rule = rule
        self.identifier = identifier
        self.count = count
    }
}

/// A place of a source, and the kinds of data that were found there: a line of a data map.
public struct InventoryItem: Equatable, Sendable {
    public var source: String
    public var place: Place

    /// The values that stand there; `nil` in text and logs, where only what was found is counted.
    public var values: ColumnCounts?

    /// What was found, the gravest first; empty for nothing.
    public var kinds: [Kind]

    /// Data of one rule.
    public struct Kind: Equatable, Sendable {
        public var rule: RuleIdentity
        public var count: UInt64
        public var confidence: Confidence

        public init(rule: RuleIdentity, count: UInt64, confidence: Confidence) {
            self.rule = rule
            self.count = count
            self.confidence = confidence
        }
    }

    public init(source: String, place: Place, values: ColumnCounts?, kinds: [Kind]) {
        self.source = source
        self.place = place
        self.values = values
        self.kinds = kinds
    }
}

/// What reports say of a rule; the rest of it stays in `Rules`.
public struct RuleIdentity: Hashable, Sendable {
    public let id: RuleID
    public let title: String
    public let severity: Severity

    public init(id: RuleID, title: String, severity: Severity) {
        self.id = id
        self.title = title
        self.severity = severity
    }
}

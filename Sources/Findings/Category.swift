/// The kind of harm a rule is about; the first word of its id.
public enum Category: String, CaseIterable, Sendable {
    case contact
    case identity
    case credential
    case financial
    case health
    case device
    case network
    case location

    /// Findings that are graver in one record than apart.
    case combo
}

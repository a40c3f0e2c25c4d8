/// What a validator says of a value that has the right shape.
public enum Verdict: Equatable, Sendable {
    /// The check digits or the format do not hold: no finding.
    case fails

    /// Nothing speaks against the value, and no check speaks for it.
    case open

    /// The check holds.
    case holds

    /// The value is one that standards set aside for examples: no finding.
    case placeholder
}

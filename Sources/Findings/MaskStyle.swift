/// How a sample of a value is masked.
public enum MaskStyle: String, CaseIterable, Sendable {
    /// First two and last two bytes of a value of twelve bytes and more; all of a shorter one hidden.
    case edges

    /// All but the length hidden: passwords, keys, health values.
    case whole

    /// First byte of the local part and the top-level domain.
    case email

    /// The last four digits.
    case lastFour = "last-four"
}

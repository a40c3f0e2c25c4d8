/// Why a finding has its confidence: the fixed words of `seep.confidence.reasons`.
public struct Reasons: OptionSet, Hashable, Sendable {
    public var rawValue: UInt16

    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// The value matches the rule's expression.
    public static let expression = Reasons(rawValue: 1)

    /// The value's check digits, or its format's own check, hold.
    public static let check = Reasons(rawValue: 2)

    /// The field's name says what it is.
    public static let fieldName = Reasons(rawValue: 4)

    /// A word nearby says what it is.
    public static let context = Reasons(rawValue: 8)

    /// The value is as random as a secret.
    public static let entropy = Reasons(rawValue: 16)

    /// Other fields of the record go with it.
    public static let siblings = Reasons(rawValue: 32)

    /// The value stood behind an encoding.
    public static let decoded = Reasons(rawValue: 64)

    private static let words: [(Reasons, String)] = [
        (.expression, "expression"), (.check, "check"), (.fieldName, "field-name"), (.context, "context"),
        (.entropy, "entropy"), (.siblings, "siblings"), (.decoded, "decoded"),
    ]

    /// The words of all reasons, in a fixed order.
    public var names: [String] {
        Self.words.filter { contains($0.0) }.map(\.1)
    }
}

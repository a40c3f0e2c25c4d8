public import CByteScan

/// Why a finding has its confidence: the fixed words of `seep.confidence.reasons`.
@frozen
public struct Reasons: OptionSet, Hashable, Sendable {
    public var rawValue: UInt16

    @inlinable
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// The value matches the rule's expression.
    @inlinable public static var expression: Reasons { Reasons(rawValue: 1) }

    /// The value's check digits, or its format's own check, hold.
    @inlinable public static var check: Reasons { Reasons(rawValue: 2) }

    /// The field's name says what it is.
    @inlinable public static var fieldName: Reasons { Reasons(rawValue: UInt16(SEEP_BY_FIELD_NAME)) }

    /// A word nearby says what it is.
    @inlinable public static var context: Reasons { Reasons(rawValue: 8) }

    /// The value is as random as a secret.
    @inlinable public static var entropy: Reasons { Reasons(rawValue: 16) }

    /// Other fields of the record go with it.
    @inlinable public static var siblings: Reasons { Reasons(rawValue: 32) }

    /// The value stood behind an encoding.
    @inlinable public static var decoded: Reasons { Reasons(rawValue: 64) }

    /// The values of the column pass the check far more often than by chance.
    @inlinable public static var column: Reasons { Reasons(rawValue: 128) }

    /// Values of the column that have the shape fail the check.
    @inlinable public static var columnDoubt: Reasons { Reasons(rawValue: 256) }

    private static let words: [(Reasons, String)] = [
        (.expression, "expression"), (.check, "check"), (.fieldName, "field-name"), (.context, "context"),
        (.entropy, "entropy"), (.siblings, "siblings"), (.decoded, "decoded"), (.column, "column"),
        (.columnDoubt, "column-doubt"),
    ]

    /// The words of all reasons, in a fixed order.
    public var names: [String] {
        Self.words.filter { contains($0.0) }.map(\.1)
    }
}

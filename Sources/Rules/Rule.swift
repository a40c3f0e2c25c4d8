public import Findings
public import Validation

/// What to look for, how to tell it from what looks alike, and how grave it is.
///
/// A rule has an `expression` (with a trigger that finds candidates for it), `fields`
/// (names whose value is judged by a shape), or both.
public struct Rule: Equatable, Sendable {
    public var id: RuleID
    public var title: String
    public var severity: Severity

    /// The confidence of a finding for which every check of the rule holds.
    public var confidence: Confidence

    public var pattern: Pattern?
    public var fields: Fields?

    /// The check that a match or a field's value must pass.
    public var validator: Validator?

    /// The alphabet whose entropy floor the value must reach.
    public var entropy: EntropyAlphabet?

    /// Words that raise the confidence, or without which there is no finding.
    public var context: Context?

    /// Values, in lower case, that are no finding of this rule; added to the global list.
    public var placeholders: [String]

    /// A generic rule steps back where a finding of a specific rule overlaps its own.
    public var isGeneric: Bool

    /// The kind of mask that a sample of this rule wears.
    public var mask: MaskStyle

    /// Different values of the rule are different people; `nil` where they are not.
    public var identifies: PersonIdentifier?

    public var references: [String]
    public var examples: Examples

    /// An expression, and what makes it run.
    public struct Pattern: Equatable, Sendable {
        /// PCRE2, over bytes, matched anchored at a candidate's first byte.
        ///
        /// Where it has a group 1, the value is that group; else the whole match.
        public var expression: String
        public var trigger: Trigger

        /// The bytes that a match may have before its trigger; `nil` when it starts there.
        public var lead: Lead?

        /// Bytes that a match may span, from its first byte; at most `Limits.matchBytesMax`.
        public var windowBytes: Int

        /// Names of fields in which a match is none: a version is no address, a trace id no card.
        public var notIn: [FieldName]
    }

    /// What the prefilter looks for.
    public enum Trigger: Equatable, Sendable {
        /// One of these byte strings; ASCII letters match in either case when `caseless`.
        case literals([String], caseless: Bool)

        /// One of these shapes, found by the byte-class kernel.
        case shapes([ByteShape])

        /// Neither: the expression runs at every byte, which is slow.
        case everywhere
    }

    /// The bytes that may stand between the start of a match and its trigger.
    public struct Lead: Equatable, Sendable {
        /// A bracket expression's inside, as in PCRE2: `A-Za-z0-9._%+-`.
        public var bytes: String

        /// At most this many; a longer run of such bytes before the trigger is no candidate.
        public var countMax: Int

        /// A byte that the run must hold, or there is no candidate; `nil` for none.
        public var held: UInt8?
    }

    /// Names of fields, and the shape of a value that makes it a finding.
    public struct Fields: Equatable, Sendable {
        /// Normalised names: lower-case words without separators, as `birthdate`.
        ///
        /// A name stands for any field whose last words are those of the name.
        public var names: [FieldName]
        public var value: ValueShape

        /// The confidence of a finding that a field's name and shape make.
        public var confidence: Confidence

        /// At least one field with such a name must stand in the same record.
        public var siblings: [FieldName]

        /// No field with such a name may stand in the same record.
        public var notWith: [FieldName]
    }

    public struct Context: Equatable, Sendable {
        /// Lower-case words; one of them must stand within `withinBytes` of the match, in the same line.
        public var words: [String]
        public var withinBytes: Int

        /// `true`: no finding without such a word. `false`: without one the confidence is `possible`.
        public var isRequired: Bool
    }

    /// Texts that hold a value of this rule, and texts that only look so.
    public struct Examples: Equatable, Sendable {
        public var match: [String]
        public var ignore: [String]
    }
}

/// The shapes that the byte-class kernel finds; each case says where the candidate begins.
public enum ByteShape: String, CaseIterable, Sendable {
    /// `@`, at that byte.
    case at

    /// `+` and a digit from 1 to 9, at the `+`; not after a letter or a digit.
    case plusDigit = "plus-digit"

    /// `ddd-dd-dddd`, dashes or spaces, at the first digit; no digit before.
    case digits324 = "digits-3-2-4"

    /// `ddd-ddd-dddd` with `-`, `.` or a space, at the first digit; no digit before.
    case digits334 = "digits-3-3-4"

    /// `(ddd) ddd-dddd`, at the parenthesis.
    case parenthesised334 = "parenthesised-3-3-4"

    /// `dddd dddd dddd`, spaces or dashes, at the first digit; no digit before.
    case digits444 = "digits-4-4-4"

    /// `dddd dddddd ddddd`, spaces or dashes, at the first digit; no digit before (Amex).
    case digits465 = "digits-4-6-5"

    /// `ddd.ddd.ddd-dd`, at the first digit; no digit before (CPF).
    case digits3332 = "digits-3-3-3-2"

    /// Thirteen to nineteen digits that begin with 2 to 9, at the first; no letter, digit, `.` or `-` before.
    case digits13 = "digits-13"

    /// Eight digits and a capital letter, at the first digit; no letter or digit before.
    case digits8Letter = "digits-8-letter"

    /// Four numbers of one to three digits joined by dots, at the first digit.
    case dottedQuad = "dotted-quad"

    /// Six pairs of hex digits joined by `:` or `-`, at the first digit; no such digit or joint before.
    case hexPairs = "hex-pairs"

    /// Two capital letters and two digits, at the first letter; no letter or digit before.
    case letters2Digits2 = "letters-2-digits-2"

    /// `0x` and at least 32 hex digits, at the `0`; no letter or digit before.
    case hexLiteral = "hex-literal"

    /// A run of at least 24 of `A-Za-z0-9+/_-` with capitals, small letters and a digit, at its first byte.
    case tokenRun = "token-run"
}

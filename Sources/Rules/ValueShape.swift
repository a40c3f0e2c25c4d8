/// The shape that a field's whole value must have.
public enum ValueShape: Equatable, Sendable {
    /// Any printable text of so many bytes, quotes and outer spaces taken off.
    case text(ClosedRange<Int>)

    /// One to five words of letters, `.`, `'` and `-`, joined by spaces; no digits.
    ///
    /// `words` bounds their number.
    case name(words: ClosedRange<Int>)

    /// A decimal number inside one of the ranges, with an optional sign, fraction and unit of letters.
    case number([ClosedRange<Double>])

    /// So many digits, and nothing but digits, spaces, `-`, `.`, `/`, `(`, `)` and a leading `+`.
    case digits(ClosedRange<Int>)

    /// So many letters and digits (with `-`, `.`, `/`, `_` or spaces between), at least one a digit.
    case alphanumeric(ClosedRange<Int>)

    /// Hex digits, as many as one of the lengths.
    case hex([Int])

    /// So many bytes without spaces; the rule's `entropy` gate tells a secret from a word.
    case token(ClosedRange<Int>)

    /// What people type as a password: 4 to 128 printable bytes; no truth value, no placeholder.
    case password

    /// A calendar date in any common notation, or epoch milliseconds; 1900 to today.
    case date

    /// One of these words, in either case.
    case oneOf([String])

    /// The whole value matches this PCRE2 expression.
    case expression(String)
}

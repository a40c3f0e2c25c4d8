internal import CByteScan
internal import Rules

/// An expression of the book that dense data asks for most, and whose first path the kernel leads.
///
/// PCRE2 tries that path before all others: what succeeds there is what it finds. Where the kernel does not succeed,
/// PCRE2 is asked. A rule is served whose expression is one of these, to the letter; a test compares both.
struct KnownExpression: Sendable {
    private let known: seep_known

    /// The first four bytes of a token of Amazon, the first in the lowest place.
    private let letters: UInt32

    /// - Returns: `nil` for a rule whose expression is none of these, or does not begin at its trigger.
    init?(_ pattern: Rule.Pattern) {
        guard pattern.lead == nil else { return nil }
        if let known = Self.expressions[pattern.expression] {
            self.known = known
            letters = 0
        } else if let letters = Self.lettersOfToken(pattern.expression) {
            known = SEEP_KNOWN_AMAZON_TOKEN
            self.letters = letters
        } else {
            return nil
        }
    }

    enum Answer {
        case match(Range<Int>)
        case nothing

        /// PCRE2 must be asked.
        case unknown
    }

    /// What matches from `start` on.
    ///
    /// - Parameter end: Nothing from here on is seen.
    @inline(__always)
    func answer(_ bytes: Span<UInt8>, from start: Int, upTo end: Int) -> Answer {
        precondition(start >= 0 && start <= end && end <= bytes.count, "a match outside of the bytes")
        // Sound: the kernel reads the bytes before `end`, which was just checked, during the call only.
        let stop = unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return 0 }
            return unsafe seep_match_known(known, base, start, end, letters)
        }
        guard stop > 0 else { return .unknown }
        return stop == seep_no_match ? .nothing : .match(start..<stop)
    }

    private static let expressions = [
        #"(?<![0-9A-Za-z:\-])(?:[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}|"#
            + #"[0-9A-Fa-f]{2}(?:-[0-9A-Fa-f]{2}){5})(?![0-9A-Za-z:\-])"#: SEEP_KNOWN_MAC,
        #"(?<![0-9A-Za-z\-.+])[0-8][0-9]{2}(?:-[0-9]{2}-| [0-9]{2} )[0-9]{4}(?![0-9A-Za-z\-])"#:
            SEEP_KNOWN_SSN,
        #"(?<![0-9A-Za-z.\-])(?:"#
            + #"(?<![0-9]{4} )[2-6][0-9]{3}(?: [0-9]{4} [0-9]{4} |-[0-9]{4}-[0-9]{4}-)[0-9]{4}(?! [0-9]{4}(?![0-9]))|"#
            + #"3[47][0-9]{2}[ \-]?[0-9]{6}[ \-]?[0-9]{5}|[2-6][0-9]{12,18})(?![0-9A-Za-z]|[.\-][0-9])"#:
            SEEP_KNOWN_PAN,
        #"(?<![0-9A-Za-z])[A-Z]{2}[0-9]{2}(?: ?+[0-9A-Z]{4}){2,7}(?: ?+[0-9A-Z]{1,3}+)?(?![0-9A-Za-z])"#:
            SEEP_KNOWN_IBAN,
        #"(?:(?<![A-Za-z0-9+])|(?<=\\[nrt]))\+(?!20[0-9]{2}[01][0-9][0-3][0-9]{7}(?![0-9]))"#
            + #"[1-9](?:[ .\-()]{0,2}+[0-9]){7,14}(?![0-9])"#: SEEP_KNOWN_PHONE,
        #"(?<![0-9A-Za-z.\-/])(?!10\.|127\.|192\.168\.|172\.(?:1[6-9]|2[0-9]|3[01])\.)"#
            + #"[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![0-9A-Za-z\-]|\.[0-9])"#: SEEP_KNOWN_IPV4,
    ]

    private static let tokenHead =
        #"(?:(?<![A-Za-z0-9])|(?<=\\[nrt])|(?<=%22)|(?<=%3[Dd])|(?<=%20))"#
    private static let tokenTail =
        #"(?:\||%(?:25)?7[Cc]|\\{1,2}u007[Cc])(?:[A-Za-z0-9_=+/~-]{60}|(?=[A-Za-z0-9_=+/%\\~-]{60}))"#
        + #"(?:[A-Za-z0-9_=+/~-]++|%(?:25)?(?:2[BbFf]|3[Dd])|\\{1,2}/|\\{1,2}u00(?:2[BbFf]|3[Dd])){1,160}+(?!\.\.\.)"#

    /// What stands between the head and the tail of a token's expression, when that is four letters.
    private static func lettersOfToken(_ expression: String) -> UInt32? {
        guard expression.hasPrefix(tokenHead), expression.hasSuffix(tokenTail) else { return nil }
        let letters = expression.utf8.dropFirst(tokenHead.utf8.count).dropLast(tokenTail.utf8.count)
        guard letters.count == 4, letters.allSatisfy({ ($0 | 0x20) &- 0x61 < 26 }) else { return nil }
        return letters.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}

public import Findings

/// Why a rule set cannot be used.
public enum DetectionError: Error, Equatable, Sendable {
    /// PCRE2 refuses an expression; `reason` is PCRE2's own sentence, `offset` counts bytes of the expression.
    case expressionRejected(rule: RuleID, offset: Int, reason: String)

    /// Vectorscan refuses the literals or has no memory for them.
    case literalsRejected(status: Int32)

    /// A library has no memory left.
    case outOfMemory
}

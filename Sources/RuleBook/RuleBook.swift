public import Detection
public import Rules

/// The rules that the program carries: those of the folder `Rules`, put in when it is built.
public enum RuleBook {
    /// The rules without their examples and references.
    public static func load() -> RuleSet {
        RuleCodec.decode(bytes(of: embeddedRules))
    }

    /// The rules with their examples and references.
    public static func loadWithExamples() -> RuleSet {
        RuleCodec.decode(bytes(of: embeddedRulesWithExamples))
    }

    /// The compiled literals of all these rules.
    public static func literals() -> PreparedLiterals {
        PreparedLiterals(encoded: embeddedLiterals)
    }

    private static func bytes(of text: StaticString) -> [UInt8] {
        text.withUTF8Buffer { bytes in unsafe Array(bytes) }
    }
}

/// What is wrong with a rule file; `line` counts from 1.
public enum RuleError: Error, Equatable, Sendable {
    /// The file is no YAML; `reason` is the parser's own sentence.
    case unreadable(reason: String, line: Int)

    /// A key that no rule has; `nearest` is the known key that looks most like it.
    case unknownKey(String, nearest: String?, line: Int)

    /// A value of another type, or out of its bounds.
    case badValue(key: String, expected: String, line: Int)

    case missing(key: String, line: Int)

    /// Two rules with one id.
    case duplicate(id: String, line: Int)

    public var line: Int {
        switch self {
        case .unreadable(_, let line), .unknownKey(_, _, let line), .badValue(_, _, let line),
            .missing(_, let line),
            .duplicate(_, let line):
            line
        }
    }

    /// A sentence for the person who wrote the file.
    public var message: String {
        switch self {
        case .unreadable(let reason, _): "not readable as YAML: \(reason)"
        case .unknownKey(let key, let nearest, _):
            "unknown key '\(key)'" + (nearest.map { "; did you mean '\($0)'?" } ?? "")
        case .badValue(let key, let expected, _): "'\(key)' must be \(expected)"
        case .missing(let key, _): "'\(key)' is missing"
        case .duplicate(let id, _): "a rule '\(id)' stands above already"
        }
    }
}

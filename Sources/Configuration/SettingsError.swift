/// What is wrong with settings; `line` counts from 1. No case carries a value: it may be a secret in a wrong place.
public enum SettingsError: Error, Equatable, Sendable {
    /// The file cannot be opened or read; the system's error number.
    case system(Int32)

    /// The path leads to a folder, a pipe or a device.
    case notRegular

    /// The file belongs to somebody who is neither root nor the user who runs the program.
    case ownedByAnother

    /// The file's group, or everybody, may change it.
    case writableByOthers

    /// The file has more than `bytesMax` bytes.
    case tooLarge(bytesMax: Int)
    case notUTF8

    /// The file is no YAML; `reason` is the parser's own sentence.
    case syntax(reason: String, line: Int)

    /// A node has an anchor, which others could refer to.
    case anchor(line: Int)

    /// The file holds something else than keys with values.
    case notAMapping(line: Int)

    /// A key that no setting has.
    case unknown(key: String, line: Int)

    /// A key that stands in the same mapping twice.
    case repeated(key: String, line: Int)

    /// A value of another type.
    case badValue(key: String, expected: String, line: Int)

    /// A variable whose name no setting has.
    case unknownVariable(String)

    /// A variable with a value of another type.
    case badVariable(String, expected: String)

    public var line: Int? {
        switch self {
        case .syntax(_, let line), .anchor(let line), .notAMapping(let line), .unknown(_, let line),
            .repeated(_, let line), .badValue(_, _, let line):
            line
        default: nil
        }
    }

    /// A sentence for the person who wrote the settings; keys and names of variables stand in it as they are.
    public var message: String {
        switch self {
        case .system(let number): "cannot be read: system error \(number)"
        case .notRegular: "is no regular file"
        case .ownedByAnother: "belongs neither to root nor to the user who runs the program"
        case .writableByOthers: "can be changed by others than its owner; 'chmod go-w' it"
        case .tooLarge(let bytesMax): "has more than \(bytesMax) bytes"
        case .notUTF8: "is no text in UTF-8"
        case .syntax(let reason, _): "not readable as YAML: \(reason)"
        case .anchor:
            "anchors and aliases are not read; an '&' at the beginning of a word is written \"\\x26\""
        case .notAMapping: "must be keys with values, as in 'window: 60'"
        case .unknown(let key, _): "there is no setting '\(key)'"
        case .repeated(let key, _): "'\(key)' stands there more than once"
        case .badValue(let key, let expected, _): "'\(key)' must be \(expected)"
        case .unknownVariable(let name): "there is no setting for the variable \(name)"
        case .badVariable(let name, let expected): "the variable \(name) must be \(expected)"
        }
    }
}

/// One thing to read.
public enum InputItem: Equatable, Sendable {
    case file(path: String)
    case standardInput

    /// The source as reports name it: the path as given, or `-`.
    public var name: String {
        switch self {
        case .file(let path): path
        case .standardInput: "-"
        }
    }
}

/// Why a source, or a part of it, cannot be read: fixed words, never bytes of the input.
public enum InputError: Error, Equatable, Sendable {
    /// The system refuses; `number` is its errno.
    case refused(number: Int32)

    /// A file of a kind that has no end or no bytes.
    case notAFile(kind: String)

    /// A library has no memory left.
    case outOfMemory

    public var reason: String {
        switch self {
        case .refused(let number): errorText(number)
        case .notAFile(let kind):
            "\(kind): not a regular file" + (kind == "pipe" ? "; give it as standard input" : "")
        case .outOfMemory: "out of memory"
        }
    }
}

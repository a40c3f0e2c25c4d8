/// The words of a command line, and which settings they give.
public struct GivenWords: Equatable, Sendable {
    public let words: [String]

    /// The names of the settings that the words give, rightly or not.
    public private(set) var names: Set<String> = []

    /// `--` is among them: what follows is no flag.
    public private(set) var hasTerminator = false

    /// The last value that the words give to each flag.
    private var values: [String: String] = [:]

    /// - Parameters:
    ///   - words: Behind the command's name.
    ///   - known: All flags that the command has; one that is not among them is taken for one without a value.
    public init(_ words: [String], known: [KnownSetting]) {
        self.words = words
        let arguments = known.first { $0.kind == .arguments }?.name
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                hasTerminator = true
                if let arguments, !rest.isEmpty { names.insert(arguments) }
                return
            }
            guard word.hasPrefix("--") else {
                if let arguments, word == "-" || !word.hasPrefix("-") { names.insert(arguments) }
                continue
            }
            let parts = word.dropFirst(2).split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            names.insert(name)
            if parts.count == 2 {
                values[name] = String(parts[1])
            } else if let kind = known.first(where: { $0.name == name })?.kind, kind != .flag {
                values[name] = rest.popFirst()
            }
        }
    }

    /// The value of a flag; `nil` when the words give none.
    public func value(of name: String) -> String? { values[name] }
}

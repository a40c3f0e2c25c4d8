/// A setting that a command has: a flag of its command line, by its long name.
public struct KnownSetting: Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        /// Is there or not: `--each`.
        case flag

        /// Has a value: `--window 60`.
        case value

        /// Has a value, and may be repeated: `--rule a --rule b`.
        case list

        /// What stands on the command line without a flag; at most one setting of a command is that.
        case arguments
    }

    public let name: String
    public let kind: Kind

    public init(_ name: String, _ kind: Kind) {
        self.name = name
        self.kind = kind
    }
}

/// Where a setting stands; line numbers count from 1.
public enum SettingOrigin: Equatable, Sendable {
    case file(String, line: Int)
    case environment(String)
}

/// A setting that was read, and is to be given to the command.
public struct Setting: Equatable, Sendable {
    public let known: KnownSetting
    public let origin: SettingOrigin

    /// As they were written; of a flag one, `true` or `false`.
    public let values: [String]

    public var name: String { known.name }

    public init(_ known: KnownSetting, _ values: [String], _ origin: SettingOrigin) {
        self.known = known
        self.values = values
        self.origin = origin
    }

    /// The same as words of a command line.
    var words: [String] {
        switch known.kind {
        case .flag: values == ["true"] ? ["--\(name)"] : []
        // In one word, so that a value may begin with a dash.
        case .value, .list: values.map { "--\(name)=\($0)" }
        case .arguments: values
        }
    }
}

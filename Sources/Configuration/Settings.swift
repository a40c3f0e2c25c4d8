/// What a command is to do, from three places: a setting of the command line stands for all of the same name, one of the
/// environment for that of the file. Lists are replaced, too, and never put together.
public struct Settings: Equatable, Sendable {
    public let given: GivenWords

    /// Those that the command line does not give, in the order in which they were read.
    public private(set) var others: [Setting]

    public init(given: GivenWords, environment: [Setting], file: [Setting]) {
        self.given = given
        others = (environment + file).reduce(into: []) { kept, setting in
            guard !given.names.contains(setting.name), !kept.contains(where: { $0.name == setting.name })
            else { return }
            kept.append(setting)
        }
    }

    /// All as words of one command line, behind the command's name.
    public var words: [String] {
        let flags = others.filter { $0.known.kind != .arguments }.flatMap(\.words)
        let arguments = others.filter { $0.known.kind == .arguments }.flatMap(\.words)
        if arguments.isEmpty { return flags + given.words }
        return flags + given.words + (given.hasTerminator ? [] : ["--"]) + arguments
    }

    /// The same without one of them.
    public func without(_ name: String) -> Settings {
        var rest = self
        rest.others.removeAll { $0.name == name }
        return rest
    }

    /// The names of the settings that are not what they were, in their order.
    public func names(changedSince before: Settings) -> [String] {
        func words(_ name: String, _ settings: Settings) -> [String] {
            settings.others.first { $0.name == name }?.words ?? []
        }
        return Set((others + before.others).map(\.name))
            .filter { words($0, self) != words($0, before) }.sorted()
    }
}

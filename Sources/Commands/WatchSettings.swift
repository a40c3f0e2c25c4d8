internal import ArgumentParser
internal import Configuration
private import Foundation
private import Reports

/// The settings of a watch, from its command line, the environment and a file, and the command that they make.
struct WatchSettings {
    private let all: Settings

    /// The file that some of them stand in; `nil` for none.
    let file: String?

    /// Those of this process, with what the file holds at the moment.
    static func ofProcess() throws(SettingsComplaint) -> WatchSettings {
        try WatchSettings(
            words: Array(CommandLine.arguments.dropFirst(2)),
            environment: ProcessInfo.processInfo.environment)
    }

    /// How the log of this process is to be written, as far as that can be told: whatever is wrong with its settings, the
    /// command line and the environment can be asked, and the file when it can be read.
    static func logFormatOfProcess() -> TelemetryOptions.LogFormat {
        let name = "log-format"
        let words = GivenWords(Array(CommandLine.arguments.dropFirst(2)), known: flags)
        let value =
            words.value(of: name) ?? ProcessInfo.processInfo.environment["SEEP_LOG_FORMAT"]
            ?? (try? ofProcess())?.all.others.first { $0.name == name }?.values.first
        return value.flatMap { TelemetryOptions.LogFormat(rawValue: $0) } ?? .text
    }

    /// - Parameter words: Of the command line, behind the command's name.
    private init(words: [String], environment: [String: String]) throws(SettingsComplaint) {
        let flags = Self.flags
        let given = GivenWords(words, known: flags)
        let known = flags.filter { !Self.ofCommandLine.contains($0.name) }
        var variables: [Setting] = []
        do throws(SettingsError) {
            variables = try SettingsEnvironment.settings(
                environment, known: known + flags.filter { $0.name == Self.fileFlag })
        } catch {
            throw SettingsComplaint(at: nil, error.message)
        }
        file =
            given.value(of: Self.fileFlag) ?? variables.first { $0.name == Self.fileFlag }?.values.first
        variables.removeAll { $0.name == Self.fileFlag }
        var settings: [Setting] = []
        if let file {
            do throws(SettingsError) {
                settings = try SettingsFile.settings(
                    yaml: SettingsFile.text(file), file: file, known: known)
            } catch {
                throw SettingsComplaint(
                    at: error.line.map { .file(file, line: $0) }, of: file, error.message)
            }
        }
        all = Settings(given: given, environment: variables, file: settings)
    }

    /// The words of a command line that says all of them.
    var words: [String] { all.words }

    /// The command line asks for a check.
    var isCheck: Bool { all.given.names.contains(Self.checkFlag) }

    /// How many settings stand elsewhere than in the command line, and are not replaced by it.
    var count: Int { all.others.count }

    /// The settings that are not what they were.
    func names(changedSince before: WatchSettings) -> [String] { all.names(changedSince: before.all) }

    // MARK: The flags that there are

    private static let fileFlag = "config"
    private static let checkFlag = "check-config"

    /// What only the person says who starts the command.
    private static let ofCommandLine: Set<String> = [fileFlag, checkFlag, "help", "version"]

    /// The setting of what the command line has without a flag.
    static let paths = "paths"

    /// All flags of the command, as it declares them: one that is added to it is a setting, too.
    private static let flags: [KnownSetting] = {
        let dump = Data(WatchCommand._dumpHelp().utf8)
        guard let help = try? JSONDecoder().decode(CommandHelp.self, from: dump) else {
            preconditionFailure("the parser describes commands in another way than it did")
        }
        return help.command.arguments.filter(\.shouldDisplay).compactMap { argument in
            guard argument.kind != .positional else { return KnownSetting(paths, .arguments) }
            guard let name = argument.names?.first(where: { $0.kind == "long" })?.name else { return nil }
            return KnownSetting(
                name, argument.kind == .flag ? .flag : argument.isRepeating ? .list : .value)
        }
    }()

    // MARK: The command that they make

    func command() throws(SettingsComplaint) -> WatchCommand {
        do {
            return try WatchCommand.parse(words)
        } catch {
            throw blamed(for: error).map { complaint(about: $0, error) } ?? complaint(about: error)
        }
    }

    /// What keeps the settings from making a command; `nil` for nothing.
    var complaint: SettingsComplaint? {
        do throws(SettingsComplaint) {
            _ = try command()
            return nil
        } catch {
            return error
        }
    }

    /// The setting without which the words would be right, or at least wrong in another way.
    private func blamed(for error: any Error) -> Setting? {
        let outcomes = all.others.map { setting -> (setting: Setting, message: String?) in
            do {
                _ = try WatchCommand.parse(all.without(setting.name).words)
                return (setting, nil)
            } catch {
                return (setting, WatchCommand.message(for: error))
            }
        }
        let message = WatchCommand.message(for: error)
        // Without paths another error comes first, whatever the one of now is.
        return outcomes.first { $0.message == nil }?.setting
            ?? outcomes.first { $0.message != message && $0.setting.name != Self.paths }?.setting
    }

    /// An error as a person may read it, who is told the place when it shows the value of a setting.
    func complaint(about error: any Error) -> SettingsComplaint {
        let message = WatchCommand.message(for: error)
        let shown = all.others.first { $0.values.contains { Self.shows(message, $0) } }
        return shown.map { complaint(about: $0, error) } ?? SettingsComplaint(at: nil, message)
    }

    /// - Returns: Without the setting's value: that may be a secret which stands in a wrong place.
    private func complaint(about setting: Setting, _ error: any Error) -> SettingsComplaint {
        var sentence = WatchCommand.message(for: error).replacing("\n", with: " ")
        for text in setting.values.flatMap(Self.forms) {
            sentence = sentence.replacing("'\(text)'", with: "'…'")
        }
        if setting.values.contains(where: { Self.shows(sentence, $0) }) {
            sentence = "this value is not possible"
        }
        return SettingsComplaint(at: setting.origin, "'\(setting.name)': \(sentence)")
    }

    private static func shows(_ message: String, _ value: String) -> Bool {
        // A short one may well be a word of the sentence; a value stands in quotes.
        forms(value).contains { message.contains("'\($0)'") || $0.utf8.count > 8 && message.contains($0) }
    }

    /// How a value may stand in a sentence: as it is, or for a terminal.
    private static func forms(_ value: String) -> [String] {
        let visible = Sanitizer.visible(value)
        return visible == value ? [value] : [value, visible]
    }
}

/// As much as is asked of the parser's own description of a command.
private struct CommandHelp: Decodable {
    struct Command: Decodable {
        var arguments: [Argument]
    }

    struct Argument: Decodable {
        enum Kind: String, Decodable {
            case positional
            case option
            case flag
        }

        struct Name: Decodable {
            var kind: String
            var name: String
        }

        var kind: Kind
        var shouldDisplay: Bool
        var isRepeating: Bool
        var names: [Name]?
    }

    var command: Command
}

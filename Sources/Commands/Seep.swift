internal import ArgumentParser
private import Glibc

/// The program.
public enum Seep {
    /// Runs the command that the arguments name, and exits.
    public static func run() {
        // A closed pipe shall end a write with an error, not the program with a signal.
        signal(SIGPIPE, SIG_IGN)
        let words = CommandLine.arguments.dropFirst()
        if words.first == WatchCommand.name {
            SeepCommand.main(watchWords(Array(words)))
        } else if words.first == ScanCommand.name {
            scan()
        } else {
            SeepCommand.main()
        }
    }

    /// Runs a scan, and exits.
    private static func scan() {
        let book = BookAhead.shared
        do {
            // The whole program's parser is slower, and needed for what is wrong or asks for help.
            if let command = try? ScanCommand.parse(Array(CommandLine.arguments.dropFirst(2))) {
                try command.run()
            } else {
                var command = try SeepCommand.parseAsRoot()
                try command.run()
            }
        } catch let status as ExitCode {
            // The parser would make its help first.
            book.wait()
            exit(status.rawValue)
        } catch {
            // Nobody works on when the process ends.
            book.wait()
            SeepCommand.exit(withError: error)
        }
        book.wait()
    }

    /// The words of a watch, with those that its settings in other places stand for.
    private static func watchWords(_ words: [String]) -> [String] {
        if words.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" }) {
            return words
        }
        do throws(SettingsComplaint) {
            let settings = try WatchSettings.ofProcess()
            // What is wrong with the command line itself the parser tells, with the usage.
            if let complaint = settings.complaint, complaint.place != nil || settings.isCheck {
                throw complaint
            }
            let words = [WatchCommand.name] + settings.words
            checkUsage(words)
            return words
        } catch {
            complain(error.sentence, in: WatchSettings.logFormatOfProcess())
            SeepCommand.exit(withError: ExitStatus.incomplete)
        }
    }

    /// Whoever reads the log as JSON is told so of wrong usage, too, and without the usage.
    private static func checkUsage(_ words: [String]) {
        let format = WatchSettings.logFormatOfProcess()
        guard format != .text else { return }
        do {
            _ = try SeepCommand.parseAsRoot(words)
        } catch {
            let status = SeepCommand.exitCode(for: error)
            guard !status.isSuccess else { return }
            complain(SeepCommand.message(for: error), in: format)
            SeepCommand.exit(withError: status)
        }
    }
}

struct SeepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seep",
        abstract: "Finds personal data that seeps out through logs and database dumps.",
        discussion: """
            Seep reads a stream once and says what leaks, where, how much, how sure, and what could not be \
            read. Values are masked; nothing leaves this machine unless a watch is told where to send its alerts.

            EXAMPLES
              pg_dump shop | seep scan                  a dump, while it is made
              seep scan /var/log /backups               files and folders, compressed or not
              seep scan --format jsonl --each app.log   every finding, for a program to read
              seep watch app.log --state /var/lib/seep  what is written, while it is written
              seep healthcheck                          how a running watch is
              seep rules list                           what is looked for

            EXIT STATUS
              0  nothing found          1  something found
              2  an error, or a part of the input could not be read
              64 wrong usage
            """,
        version: "seep \(number)",
        subcommands: [ScanCommand.self, WatchCommand.self, HealthCheckCommand.self, RulesCommand.self])

    /// The version.
    static let number = "0.1.0"
}

/// How a run ends.
enum ExitStatus {
    static let clean = ExitCode(0)
    static let found = ExitCode(1)
    static let incomplete = ExitCode(2)
}

/// Writes a sentence for the user to standard error.
func complain(_ sentence: String) {
    let bytes = Array("seep: \(sentence)\n".utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe write(2, $0.baseAddress, $0.count) }
}

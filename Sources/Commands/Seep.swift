internal import ArgumentParser
private import Glibc

/// The program.
public enum Seep {
    /// Runs the command that the arguments name, and exits.
    public static func run() {
        // A closed pipe shall end a write with an error, not the program with a signal.
        signal(SIGPIPE, SIG_IGN)
        SeepCommand.main()
    }
}

struct SeepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seep",
        abstract: "Finds personal data that seeps out through logs and database dumps.",
        discussion: """
            Seep reads a stream once and says what leaks, where, how much, how sure, and what could not be \
            read. Values are masked; nothing leaves this machine.

            EXAMPLES
              pg_dump shop | seep scan                  a dump, while it is made
              seep scan /var/log /backups               files and folders, compressed or not
              seep scan --format jsonl --each app.log   every finding, for a program to read
              seep watch app.log --state /var/lib/seep  what is written, while it is written
              seep rules list                           what is looked for

            EXIT STATUS
              0  nothing found          1  something found
              2  an error, or a part of the input could not be read
              64 wrong usage
            """,
        version: "seep 0.1.0", subcommands: [ScanCommand.self, WatchCommand.self, RulesCommand.self])
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

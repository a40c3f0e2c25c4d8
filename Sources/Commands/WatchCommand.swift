internal import ArgumentParser
private import CLinux
private import Detection
internal import Findings
private import Glibc
private import Ledger
private import Pipeline
private import Reports
private import Rules
private import Validation
private import Watch

struct WatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Follows files and tells what leaks as it is written.",
        discussion: """
            Each file is followed through rotation: renamed, copied and cut, deleted, or written anew. The first \
            finding of a rule at a place is told at once, all of a window as counts. How far each file was told \
            of is kept in the state folder, so that a run that is killed loses nothing: the next one tells it, \
            and what both have told has the same event.id. SIGTERM ends the watch when all that was read is told; \
            SIGHUP opens the file of the alerts anew, after somebody moved it.

            EXAMPLES
              seep watch /var/log/mysql/slow.log '/var/log/app/*.log' --state /var/lib/seep
              journalctl -f -o cat | seep watch -       a pipe: alerts as lines arrive
            """)

    @Argument(
        help: ArgumentHelp(
            "Files, folders, or patterns as of a shell; '-' alone is standard input.", valueName: "path"))
    var paths: [String]

    @Option(help: ArgumentHelp("Add alerts to this file, and not to standard output.", valueName: "file"))
    var alerts: String?

    @Option(help: ArgumentHelp("The folder that keeps how far each file was told of.", valueName: "folder"))
    var state: String?

    @Option(help: ArgumentHelp("Tell counts every so many seconds.", valueName: "seconds"))
    var window = 60.0

    @Flag(help: "Tell every finding, and not only the first of its rule at its place.")
    var each = false

    @Flag(help: "Of files that are there at the first start, scan only what is added.")
    var fromEnd = false

    @OptionGroup var selection: SelectionOptions

    @OptionGroup var rules: RuleOptions

    private var readsPipe: Bool { paths == ["-"] }

    func validate() throws {
        if paths.contains("-"), !readsPipe { throw ValidationError("'-' goes alone") }
        if !readsPipe, state == nil { throw ValidationError("--state is missing: the folder to go on from") }
        if readsPipe, state != nil { throw ValidationError("a pipe has no --state: it cannot be read again") }
        if !(window > 0 && window <= 86_400) {
            throw ValidationError("--window must be more than 0, and at most 86400")
        }
    }

    func run() throws {
        seep_keep_memory_private()
        seep_catch_signals()
        let sink = try makeSink()
        let store = try state.map(openState)
        let selected = try selection.select(try loadRules(rules, withExamples: false))
        var plan = WatchPlan(
            paths: paths,
            scan: ScanPlan(
                paths: [], rules: try compileRules(selected.rules, rules),
                key: store?.fingerprintKey ?? .random(), today: .today()))
        plan.scan.reported = selected.reported
        plan.scan.confidenceMin = selection.confidenceMin
        plan.windowSeconds = window
        plan.tellsEach = each
        plan.skipsPast = fromEnd
        plan.hasLastingKey = store != nil
        switch try watch(plan, store, sink) {
        case .finished, .nobodyListens: throw ExitStatus.clean
        case .incomplete: throw ExitStatus.incomplete
        }
    }

    private func watch(_ plan: WatchPlan, _ store: CheckpointStore?, _ sink: any AlertSink) throws -> WatchEnd
    {
        func notice(_ sentence: String) { complain(Sanitizer.visible(sentence, columnsMax: 4096)) }
        do throws(DetectionError) {
            if let store { return try Watcher(plan, store, sink, notice: notice).run() }
            var generator = SystemRandomNumberGenerator()
            let secret = (0..<FingerprintKey.secretBytes).map { _ in
                UInt8.random(in: .min ... .max, using: &generator)
            }
            return try PipeWatcher(plan, descriptor: 0, secret: secret, sink, notice: notice).run()
        } catch {
            complain("the watch could not be started: out of memory")
            throw ExitStatus.incomplete
        }
    }

    private func makeSink() throws -> any AlertSink {
        guard let alerts else { return DescriptorSink(descriptor: 1) }
        do throws(SinkError) {
            return try FileSink(path: alerts)
        } catch {
            complain("\(Sanitizer.visible(alerts)): cannot be written")
            throw ExitStatus.incomplete
        }
    }

    private func openState(_ folder: String) throws -> CheckpointStore {
        do throws(StateError) {
            return try CheckpointStore(folder: folder)
        } catch {
            complain("\(Sanitizer.visible(folder)): \(error.reason)")
            throw ExitStatus.incomplete
        }
    }
}

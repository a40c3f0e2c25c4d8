internal import ArgumentParser
private import Bytes
private import CLinux
internal import Delivery
private import Detection
internal import Findings
private import Glibc
private import Ledger
private import Reports
private import Telemetry
private import Watch

struct WatchCommand: ParsableCommand {
    static let name = "watch"

    static let configuration = CommandConfiguration(
        commandName: name, abstract: "Follows files and tells what leaks as it is written.",
        discussion: """
            Each file is followed through rotation: renamed, copied and cut, deleted, or written anew. The first \
            finding of a rule at a place is told at once, all of a window as counts. How far each file was told \
            of is kept in the state folder, so that a run that is killed loses nothing: the next one tells it, \
            and what both have told has the same event.id. SIGTERM ends the watch when all that was read is told; \
            SIGHUP opens the file of the alerts anew, after somebody moved it, and loads settings and rules anew; \
            when something is wrong with them, those of before stay.

            Every option is a setting, too: 'window: 30' in the YAML file of --config, where 'paths' are the \
            arguments, or SEEP_WINDOW=30 in the environment, where ':' parts the items of a list. The command line \
            replaces both, and the environment the file.

            EXAMPLES
              seep watch /var/log/mysql/slow.log '/var/log/app/*.log' --state /var/lib/seep
              seep watch --config /etc/seep/watch.yaml  the same, as a service
              journalctl -f -o cat | seep watch -       a pipe: alerts as lines arrive
              seep watch app.log --state /var/lib/seep --syslog unix:/dev/log --webhook https://alerts.example/in
            """)

    @Argument(
        help: ArgumentHelp(
            "Files, folders, or patterns as of a shell; '-' alone is standard input.", valueName: "path"))
    var paths: [String]

    @Option(help: ArgumentHelp("The folder that keeps how far each file was told of.", valueName: "folder"))
    var state: String?

    @Option(help: ArgumentHelp("Tell counts every so many seconds.", valueName: "seconds"))
    var window = 60.0

    @Flag(help: "Tell every finding, and not only the first of its rule at its place.")
    var each = false

    @Flag(help: "Of files that are there at the first start, scan only what is added.")
    var fromEnd = false

    @Flag(
        name: .customLong("no-landlock"),
        help: "Do not let the kernel keep the process to the folders that it was told of.")
    var isUnconfined = false

    @OptionGroup var sinks: SinkOptions

    @OptionGroup var selection: SelectionOptions

    @OptionGroup var rules: RuleOptions

    @OptionGroup var telemetry: TelemetryOptions

    @OptionGroup var settings: SettingsOptions

    var readsPipe: Bool { paths == ["-"] }

    func validate() throws {
        if paths.contains("-"), !readsPipe { throw ValidationError("'-' goes alone") }
        if !readsPipe, state == nil { throw ValidationError("--state is missing: the folder to go on from") }
        if readsPipe, state != nil { throw ValidationError("a pipe has no --state: it cannot be read again") }
        if state == nil, sinks.needsState {
            throw ValidationError("--webhook needs --state, where alerts wait for it; a pipe has none")
        }
        if !(window > 0 && window <= 86_400) {
            throw ValidationError("--window must be more than 0, and at most 86400")
        }
    }

    func run() throws {
        let settings = try complaining(in: telemetry.logFormat) { try WatchSettings.ofProcess() }
        if self.settings.checkConfig { throw check(settings) }
        seep_keep_memory_private()
        seep_catch_signals()
        DescriptorLimit.raise()
        Services.keepSignalsForWork()
        let store = try state.map(openState)
        let confinement = confine(settings)
        let service = try WatchService(telemetry, sinks: sinks.kinds)
        let sink = try complaining(in: telemetry.logFormat) {
            try sinks.open(state: state, notice: service.notice)
        }
        let plan = try complaining(in: telemetry.logFormat) {
            try self.plan(settings, key: store?.fingerprintKey ?? .random(), hasLastingKey: store != nil)
        }
        service.loaded(rules: plan.rulesReported)
        let reload = WatchReload(settings, plan, confinement, notice: service.notice)
        let end = try service.run { observe in
            watch(plan, store, sink, reload, service.notice, observe)
        }
        let bytesWaiting = sink.finish(within: Limits.finishSeconds)
        if bytesWaiting > 0 {
            service.notice("\(bytesWaiting) bytes of alerts wait in the spool for the next run")
        }
        switch end {
        case .finished, .nobodyListens: throw ExitStatus.clean
        case .incomplete: throw ExitStatus.incomplete
        }
    }

    private func watch(
        _ plan: WatchPlan, _ store: CheckpointStore?, _ sink: any AlertSink, _ reload: WatchReload,
        _ notice: @escaping (String) -> Void, _ observe: @escaping (WatchEvent) -> Void
    ) -> WatchEnd {
        do throws(DetectionError) {
            if let store {
                return try Watcher(plan, store, sink, notice: notice, observe: observe)
                    .run(reload: reload.next)
            }
            var generator = SystemRandomNumberGenerator()
            let secret = (0..<FingerprintKey.secretBytes).map { _ in
                UInt8.random(in: .min ... .max, using: &generator)
            }
            return try PipeWatcher(
                plan, descriptor: 0, secret: secret, sink, notice: notice, observe: observe
            ).run(reload: reload.next)
        } catch {
            notice("the watch could not be started: out of memory")
            return .incomplete
        }
    }

    private func openState(_ folder: String) throws -> CheckpointStore {
        do throws(StateError) {
            return try CheckpointStore(folder: folder)
        } catch {
            complain("\(Sanitizer.visible(folder)): \(error.reason)", in: telemetry.logFormat)
            throw ExitStatus.incomplete
        }
    }
}

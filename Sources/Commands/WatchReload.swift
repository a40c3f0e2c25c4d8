internal import ArgumentParser
private import Ledger
private import Pipeline
internal import Watch

/// Loads settings and rules anew while a watch runs, and keeps those of before when something is wrong.
struct WatchReload {
    private let started: WatchSettings
    private let plan: WatchPlan

    /// What the running watch may read; `nil` for everything.
    private let confinement: Confinement?
    private let notice: (String) -> Void

    /// The settings that a running watch takes over; the others stay until the next start.
    private static let taken: Set<String> = [
        WatchSettings.paths, "rules", "no-builtin-rules", "rule", "skip-rule", "category", "min-severity",
        "min-confidence", "window", "each",
    ]

    /// - Parameters:
    ///   - started: The settings with which the watch was started.
    ///   - plan: What it was started with; of its key are the fingerprints also later.
    ///   - confinement: What it may read; `nil` for everything.
    ///   - notice: Gets what a person should know, in a sentence.
    init(
        _ started: WatchSettings, _ plan: WatchPlan, _ confinement: Confinement?,
        notice: @escaping (String) -> Void
    ) {
        self.notice = notice
        self.started = started
        self.plan = plan
        self.confinement = confinement
    }

    /// What is to be done from now on; `nil` for the same as before, when it was said what is wrong.
    func next() -> WatchPlan? {
        do {
            let settings = try WatchSettings.ofProcess()
            let command = try settings.command()
            // Before the rules are loaded: this is why some of them cannot be read.
            var outside = confinement?.outside(files: command.rules.files) ?? []
            if !command.readsPipe { outside += confinement?.outside(command.paths) ?? [] }
            for path in outside { notice("\(path) can be read from the next start on") }
            var next = try command.plan(settings, key: plan.scan.key, hasLastingKey: plan.hasLastingKey)
            var later = settings.names(changedSince: started).filter { !Self.taken.contains($0) }
            if command.readsPipe != (plan.paths == ["-"]) {
                next.paths = plan.paths
                later.append(WatchSettings.paths)
            }
            for name in later { notice("'\(name)' takes effect at the next start") }
            return next
        } catch {
            switch error {
            case let error as any Complaint: notice(error.sentence)
            case let error as ValidationError:
                notice(WatchCommand.message(for: error))
            default: break
            }
            notice("settings and rules stay as they were")
            return nil
        }
    }
}

private import ArgumentParser
private import Findings
private import Foundation
internal import Telemetry
internal import Watch

/// A watch as a service: what it tells of itself goes to the log, the metrics, the health and the service manager.
final class WatchService {
    private let log: ServiceLog
    private let meters: WatchMeters
    private let health = Health()
    private let manager = ServiceManager(environment: ProcessInfo.processInfo.environment)
    private let server: StatusServer?

    /// - Parameter sinks: Their kinds.
    /// - Throws: An exit status, after it said why.
    init(_ options: TelemetryOptions, sinks: [String]) throws {
        log = options.makeLog()
        let meters = WatchMeters(sinks: sinks, version: SeepCommand.number)
        self.meters = meters
        guard let metrics = options.metrics else {
            server = nil
            return
        }
        let endpoint = try readEndpoint(metrics)
        do throws(ListenError) {
            server = try StatusServer(endpoint, health, metrics: { meters.page() })
        } catch {
            log.tell(.error, "\(metrics) \(error.reason)")
            throw ExitStatus.incomplete
        }
    }

    /// Tells the log what a person should know, in a sentence; any thread may call it.
    var notice: @Sendable (String) -> Void { { [log] sentence in log.tell(.warning, sentence) } }

    /// So many rules are looked for.
    func loaded(rules: Int) { meters.loaded(rules: rules) }

    /// Runs a watch on a thread of its own until it ends.
    ///
    /// - Parameter work: Gets where events go.
    func run(_ work: @escaping (_ observe: @escaping (WatchEvent) -> Void) -> WatchEnd) throws -> WatchEnd {
        do {
            return try Services.run(threadName: "watch", server: server, log: log) {
                work(self.observe)
            }
        } catch {
            log.tell(.error, "the status can be asked for no more, and the watch has ended")
            throw ExitStatus.incomplete
        }
    }

    private func observe(_ event: WatchEvent) {
        switch event {
        case .goesOn: beat()
        case .turned(let turn): tell(turn)
        case .began:
            health.began()
            log.tell(.info, "the watch has begun")
            manager.ready()
        case .handsOver: health.waits()
        case .handedOver(let lines, let seconds):
            health.waitsNoMore()
            meters.emitted(alerts: lines)
            meters.waited(seconds: seconds)
        case .counted(let rule, let count):
            meters.found(Int(clamping: count), rule: rule.id.text, severity: rule.severity.name)
        case .hitLimits(let count): meters.hitLimits(Int(clamping: count))
        case .saved(let seconds):
            health.saved(true)
            meters.saved(seconds: seconds)
            log.tell(.debug, "the state is saved")
        case .saveRefused:
            health.saved(false)
            meters.saveFailed()
        case .reloads: manager.reloading()
        case .reloaded(let plan):
            meters.reloaded(isAdopted: plan != nil)
            if let plan {
                meters.loaded(rules: plan.rulesReported)
                notice("loaded anew: \(plan.rulesReported) rules, \(plan.paths.count) paths")
            }
            manager.ready()
        case .stops:
            log.tell(.info, "the watch ends")
            manager.stopping()
        }
    }

    private func beat() {
        health.beat()
        manager.beat()
    }

    private func tell(_ turn: WatchTurn) {
        beat()
        meters.read(bytes: turn.bytesRead)
        meters.scanned(bytes: turn.bytesScanned)
        meters.gaveUp(bytes: turn.bytesUnreadable, "unreadable")
        meters.identityChanged(turn.filesTruncated, "truncated")
        meters.identityChanged(turn.filesRewritten, "rewritten")
        meters.follows(files: turn.files, leaving: turn.filesLeaving, lagBytes: turn.lagBytes)
        manager.tell("watching \(turn.files) files")
    }
}

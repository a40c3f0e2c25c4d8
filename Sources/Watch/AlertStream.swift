private import Bytes
internal import Delivery
internal import Findings
private import Glibc
internal import Ledger
private import Pipeline
internal import Reports

/// Turns what a watch finds into lines: the first of a rule at a place at once, all of a window as counts.
final class AlertStream {
    private let sink: any AlertSink
    private let aside: Aside
    private var judgement: Judgement
    private let key: WatchKey
    private var plan: WatchPlan
    let notice: (String) -> Void
    let observe: (WatchEvent) -> Void

    /// Lines that the sink has not taken yet.
    private var lines: [UInt8] = []
    private var linesCount = 0

    /// So much waits that it should be handed over.
    var isFull: Bool { lines.count >= Limits.outputBufferBytes }

    /// Bytes of lines that wait within a step, about at most: each time they are handed over, a sink waits for its disk.
    private static let linesBytesMax = 4 << 20

    /// Why nothing more is told.
    private var end: WatchEnd?

    /// What was told once.
    private var sighted: Set<Sight> = []
    private static let sightsMax = 65_536

    private struct Sight: Hashable {
        var source: String
        var rule: RuleID
        var place: Place
    }

    /// The name and the origin of the streams that were counted, by the names of their counts.
    private var origins: [String: (name: String, origin: StreamOrigin)] = [:]

    init(
        _ plan: WatchPlan, _ sink: any AlertSink, _ key: WatchKey, _ aside: Aside,
        notice: @escaping (String) -> Void, observe: @escaping (WatchEvent) -> Void
    ) {
        self.aside = aside
        self.plan = plan
        self.sink = sink
        self.key = key
        self.notice = notice
        self.observe = observe
        judgement = plan.scan.judgement
    }

    /// Tells by another plan from now on; what was told once stays so.
    func adopt(_ next: WatchPlan) {
        plan = next
        judgement = next.scan.judgement
    }

    /// Tells the findings of a step, as far as the plan asks for them.
    ///
    /// - Parameter beforeTelling: Called before lines are handed to the sink, as they are when they are many.
    func take(_ step: FollowedStream.Step, of stream: FollowedStream, beforeTelling: () -> Void = {}) {
        if step.bytesSettled > 0 { origins[stream.origin.text] = (stream.name, stream.origin) }
        let told = step.findings.filter { plan.tellsEach || isFirst($0.finding) }
        guard !told.isEmpty else { return }
        let report = JSONLinesReport(timestamp: timestamp(), hasLastingKey: plan.hasLastingKey)
        for (id, finding) in told {
            report.append(finding, id: id.text, to: &lines)
            linesCount += 1
            handOver(beforeTelling)
        }
    }

    private func isFirst(_ finding: Finding) -> Bool {
        // Who forgets tells twice; who remembers without a bound runs out of memory.
        if sighted.count >= Self.sightsMax { sighted.removeAll() }
        return sighted.insert(Sight(source: finding.source, rule: finding.rule.id, place: finding.place))
            .inserted
    }

    /// Tells what was counted in a window.
    func summarise(_ counts: Ledger) {
        let report = JSONLinesReport(timestamp: timestamp(), hasLastingKey: plan.hasLastingKey)
        for var alert in counts.alerts(judgement) {
            guard let (name, origin) = origins[alert.source] else { continue }
            observe(.counted(alert.rule, count: alert.count))
            linesCount += 1
            alert.source = name
            report.append(alert, id: origin.id(of: alert, key).text, to: &lines)
            handOver {}
        }
        let coverage = counts.coverage
        if coverage.regexLimitHits > 0 {
            observe(.hitLimits(coverage.regexLimitHits))
            notice("\(coverage.regexLimitHits) candidates were given up at the limit of an expression")
        }
        origins.removeAll(keepingCapacity: true)
    }

    /// Keeps the lines few: those of a chunk full of findings take many times its bytes.
    private func handOver(_ beforeTelling: () -> Void) {
        guard lines.count >= Self.linesBytesMax, end == nil else { return }
        beforeTelling()
        end = flush()
    }

    /// Goes on in another file, when the sink's was moved away.
    func reopen() {
        do throws(SinkError) {
            try sink.reopen()
        } catch {
            notice("the alerts' file cannot be opened anew, and the old one is kept")
        }
    }

    /// Hands all lines to the sink, and waits until it takes them.
    ///
    /// - Parameter meanwhile: Called while the sink takes its time.
    /// - Returns: `nil` when it has them all.
    func flush(meanwhile: () -> Void = {}) -> WatchEnd? {
        if let end { return end }
        guard !lines.isEmpty else { return nil }
        observe(.handsOver)
        let began = monotonicSeconds()
        let outcome = writeAll(meanwhile)
        observe(.handedOver(lines: outcome == nil ? linesCount : 0, seconds: monotonicSeconds() - began))
        if outcome == nil { linesCount = 0 }
        return outcome
    }

    private func writeAll(_ meanwhile: () -> Void) -> WatchEnd? {
        var pause: UInt32 = 50_000
        var isToldOf = false
        while let error = write(meanwhile) {
            if error == .closed { return .nobodyListens }
            if !isToldOf { notice("alerts cannot be written, and wait: \(error.reason)") }
            isToldOf = true
            observe(.goesOn)
            usleep(pause)
            pause = min(pause * 2, 1_000_000)
            if Signals.isStopping { return .incomplete }
            // The file may have been moved to where there is room; the rest of what was asked is done later.
            if Signals.isReloadAsked { reopen() }
        }
        return nil
    }

    /// - Returns: `nil` when the sink has all lines.
    private func write(_ meanwhile: () -> Void) -> SinkError? {
        var problem: SinkError?
        aside.perform(
            {
                do throws(SinkError) { try sink.write(&lines) } catch { problem = error }
            }, meanwhile: meanwhile)
        return problem
    }
}

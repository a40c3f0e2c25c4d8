private import Metrics
private import Synchronization

/// The metrics of a watch. Its thread records, once a turn; others ask for the page.
///
/// No path, value or place is in a label: rules, severities and fixed words are.
public final class WatchMeters: Sendable {
    private let factory = PrometheusFactory(families)
    private let process = ProcessFigures()
    private let sinks: [String]
    private let savedAt: Mutex<Double>

    /// - Parameters:
    ///   - sinks: The kinds of the sinks, each of which gets every alert.
    ///   - version: Of the program.
    public init(sinks: [String], version: String) {
        self.sinks = sinks
        savedAt = Mutex(realtimeSeconds())
        // A counter that is there from the beginning shows its first increase.
        read(bytes: 0)
        scanned(bytes: 0)
        gaveUp(bytes: 0, "unreadable")
        hitLimits(0)
        waited(seconds: 0)
        emitted(alerts: 0)
        identityChanged(0, "truncated")
        identityChanged(0, "rewritten")
        add(0, "seep_checkpoint_errors_total")
        for result in ["success", "failure"] { add(0, "seep_rules_reloads_total", [("result", result)]) }
        set(1, "seep_build_info", [("version", version)])
    }

    /// The page for Prometheus.
    public func page() -> String {
        var age = ExpositionText()
        age.begin(Self.checkpointAge)
        age.add(Self.checkpointAge.name, Labels([]), max(0, realtimeSeconds() - savedAt.withLock { $0 }))
        return factory.page() + age.text + process.page()
    }

    // MARK: Recording

    public func read(bytes: Int) { add(bytes, "seep_read_bytes_total") }

    public func scanned(bytes: Int) { add(bytes, "seep_scanned_bytes_total") }

    /// - Parameter reason: One of a few words.
    public func gaveUp(bytes: Int, _ reason: String) {
        add(bytes, "seep_unscanned_bytes_total", [("reason", reason)])
    }

    public func found(_ count: Int, rule: String, severity: String) {
        add(count, "seep_findings_total", [("rule", rule), ("severity", severity)])
    }

    /// - Parameter alerts: Lines that the sinks have taken.
    public func emitted(alerts: Int) {
        for sink in sinks { add(alerts, "seep_alerts_emitted_total", [("sink", sink)]) }
    }

    public func waited(seconds: Double) {
        FloatingPointCounter(label: "seep_sink_blocked_seconds_total", factory: factory).increment(
            by: seconds)
    }

    public func hitLimits(_ count: Int) { add(count, "seep_match_errors_total", [("reason", "limit")]) }

    /// - Parameter reason: One of a few words.
    public func identityChanged(_ count: Int, _ reason: String) {
        add(count, "seep_file_identity_changes_total", [("reason", reason)])
    }

    /// - Parameters:
    ///   - leaving: Those among them that have lost their names, and are read to their ends.
    ///   - lagBytes: Of the file that is furthest behind.
    public func follows(files: Int, leaving: Int, lagBytes: UInt64) {
        set(Double(files - leaving), "seep_files", [("state", "followed")])
        set(Double(leaving), "seep_files", [("state", "leaving")])
        set(Double(lagBytes), "seep_file_lag_bytes")
    }

    /// - Parameter seconds: How long a checkpoint took to be safe.
    public func saved(seconds: Double) {
        Timer(label: "seep_checkpoint_write_seconds", factory: factory).recordSeconds(seconds)
        savedAt.withLock { $0 = realtimeSeconds() }
    }

    public func saveFailed() { add(1, "seep_checkpoint_errors_total") }

    /// The rules that are looked for, from now on.
    public func loaded(rules: Int) {
        set(Double(rules), "seep_rules")
        set(realtimeSeconds(), "seep_rules_last_reload_success_timestamp_seconds")
    }

    /// Rules were read anew.
    public func reloaded(isAdopted: Bool) {
        add(1, "seep_rules_reloads_total", [("result", isAdopted ? "success" : "failure")])
    }

    private func add(_ amount: Int, _ name: String, _ labels: [(String, String)] = []) {
        Counter(label: name, dimensions: labels, factory: factory).increment(by: amount)
    }

    private func set(_ value: Double, _ name: String, _ labels: [(String, String)] = []) {
        Gauge(label: name, dimensions: labels, factory: factory).record(value)
    }
}

internal import ArgumentParser
private import Bytes
internal import Detection
internal import Findings
private import Glibc
internal import Ledger
internal import Pipeline
internal import Reports
private import Synchronization

/// One run of `seep scan`: joins the scan to its output.
struct ScanSession {
    private var plan: ScanPlan
    private let command: ScanCommand
    private let output: Output
    private let report: JSONLinesReport

    /// Standard output, written by one thread at a time, and the first error that it met.
    private final class Output: @unchecked Sendable {
        // Sendable: every access holds `guarding`.
        private let guarding = Mutex(())
        private let writer = BufferedOutput(descriptor: 1)
        private var failure: OutputError?

        func append(_ compose: (inout [UInt8]) -> Void) -> Bool {
            write { () throws(OutputError) in try writer.append(compose) }
        }

        func append(_ text: String) -> Bool {
            write { () throws(OutputError) in try writer.append(text) }
        }

        func flush() -> Bool {
            write { () throws(OutputError) in try writer.flush() }
        }

        var error: OutputError? { guarding.withLock { _ in failure } }

        private func write(_ body: () throws(OutputError) -> Void) -> Bool {
            guarding.withLock { _ in
                guard failure == nil else { return false }
                do throws(OutputError) {
                    try body()
                    return true
                } catch {
                    failure = error
                    return false
                }
            }
        }
    }

    init(_ plan: ScanPlan, _ command: ScanCommand) {
        self.plan = plan
        self.command = command
        output = Output()
        report = JSONLinesReport(timestamp: timestamp(), hasLastingKey: command.keyFile != nil)
        if command.each {
            let (output, report) = (output, report)
            self.plan.onFinding = { finding in output.append { report.append(finding, to: &$0) } }
        }
    }

    /// - Returns: The exit status.
    func run() throws -> ExitCode {
        let started = monotonicSeconds()
        let scan = Scan(plan)
        do throws(DetectionError) {
            if showsProgress { try runWithProgress(scan, started) } else { try scan.run() }
        } catch {
            complain("a worker could not be started: out of memory")
            return ExitStatus.incomplete
        }
        var result = ScanResult(ledger: scan.ledger, judgement: plan.judgement)
        result.elapsedSeconds = monotonicSeconds() - started
        write(result)
        switch output.error {
        // The reader has what it wanted.
        case .closed?: return command.exitZero ? ExitStatus.clean : ExitStatus.found
        case .failed(let number)?:
            complain("cannot write the findings: system error \(number)")
            return ExitStatus.incomplete
        case nil: break
        }
        if !result.coverage.isComplete { return ExitStatus.incomplete }
        return result.alerts.isEmpty || command.exitZero ? ExitStatus.clean : ExitStatus.found
    }

    private func write(_ result: ScanResult) {
        switch command.format {
        case .jsonl:
            if command.inventory {
                for item in result.inventory where !output.append({ report.append(item, to: &$0) }) { break }
            } else {
                for alert in result.alerts where !output.append({ report.append(alert, to: &$0) }) { break }
                for table in result.people where !output.append({ report.append(table, to: &$0) }) { break }
            }
            _ = output.append { report.append(result.coverage, to: &$0) }
        case .text:
            var options = TerminalReport.Options()
            options.isColoured = isColoured
            options.isRevealed = command.reveal
            options.isQuiet = command.quiet
            options.hasLastingKey = command.keyFile != nil
            options.columnsMax = isatty(1) == 1 ? terminalColumns(1) : nil
            let report = TerminalReport(options: options)
            _ = output.append(
                command.inventory
                    ? report.text(
                        inventory: result.inventory, coverage: result.coverage,
                        elapsedSeconds: result.elapsedSeconds)
                    : report.text(
                        alerts: result.alerts, people: result.people, coverage: result.coverage,
                        elapsedSeconds: result.elapsedSeconds))
        }
        _ = output.flush()
    }

    private func runWithProgress(_ scan: Scan, _ started: Double) throws(DetectionError) {
        var line = ProgressLine()
        let columns = terminalColumns(2) ?? 80
        try scan.run { progress in
            let numbers = ProgressLine.Numbers(
                bytesRead: progress.bytesRead, bytesTotal: progress.bytesExpected,
                bytesDecoded: progress.bytesDecoded)
            if let text = line.redraw(
                numbers, elapsedSeconds: monotonicSeconds() - started, columnsMax: columns)
            {
                show(text)
            }
        }
        if let text = line.erase() { show(text) }
    }

    private func show(_ text: String) {
        let bytes = Array(text.utf8)
        _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(2, $0.baseAddress, $0.count) }
    }

    private var showsProgress: Bool {
        switch command.progress {
        case .always: true
        case .never: false
        case .auto: !command.quiet && isatty(2) == 1
        }
    }

    private var isColoured: Bool {
        switch command.color {
        case .always: true
        case .never: false
        case .auto: isatty(1) == 1 && !noColourIsSet
        }
    }

    /// https://no-color.org: set, and not empty.
    private var noColourIsSet: Bool {
        guard let value = unsafe getenv("NO_COLOR") else { return false }
        return unsafe value.pointee != 0
    }
}

/// What a scan has to tell.
private struct ScanResult {
    var alerts: [Alert]
    var people: [PeopleAffected]
    var inventory: [InventoryItem]
    var coverage: Coverage
    var elapsedSeconds = 0.0

    init(ledger: Ledger, judgement: Judgement) {
        alerts = ledger.alerts(judgement).worstFirst()
        people = ledger.people(judgement)
        inventory = ledger.inventory(judgement)
        coverage = ledger.coverage
    }
}

private func terminalColumns(_ descriptor: Int32) -> Int? {
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
}

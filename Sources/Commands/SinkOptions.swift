internal import ArgumentParser
private import Bytes
internal import Delivery
private import Reports

/// Where a watch sends its alerts; to standard output when nothing is named.
struct SinkOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Add alerts to this file, and not to standard output.", valueName: "file"))
    var alerts: String?

    @Option(
        help: ArgumentHelp(
            "Keep the file of the alerts as FILE.1, FILE.2, … before it has more bytes; 0: never.",
            valueName: "bytes"))
    var alertsBytesMax = 0

    @Option(help: ArgumentHelp("Keep so many of them, and delete the oldest.", valueName: "files"))
    var alertsKept = Limits.alertsKept

    @Option(
        help: ArgumentHelp(
            "Post alerts as JSON Lines to this https URL; they wait in the state folder until it takes them.",
            valueName: "url"))
    var webhook: String?

    @Option(
        help: ArgumentHelp("Send the token in this file as 'Authorization: Bearer'.", valueName: "file"))
    var webhookTokenFile: String?

    @Flag(help: "Post by http to other machines too: whoever is between can read the alerts.")
    var webhookPlainHttp = false

    @Option(
        help: ArgumentHelp(
            "Let so many bytes wait for the webhook; then reading waits.", valueName: "bytes"))
    var spoolBytesMax = Limits.spoolBytesMax

    @Option(
        help: ArgumentHelp(
            "Send alerts to syslog (RFC 5424): unix:/dev/log or tcp://HOST:PORT.", valueName: "address"))
    var syslog: String?

    /// The kinds of sinks that are named, as metrics name them.
    var kinds: [String] {
        let named = [
            alerts.map { _ in "file" }, syslog.map { _ in "syslog" }, webhook.map { _ in "webhook" },
        ]
        let kinds = named.compactMap(\.self)
        return kinds.isEmpty ? ["stdout"] : kinds
    }

    /// Alerts wait in the state folder.
    var needsState: Bool { webhook != nil }

    func validate() throws {
        if alertsBytesMax != 0, alerts == nil {
            throw ValidationError("--alerts-bytes-max needs --alerts")
        }
        if alertsBytesMax != 0, alertsBytesMax < Limits.alertsBytesMin {
            throw ValidationError("--alerts-bytes-max must be 0, or at least \(Limits.alertsBytesMin)")
        }
        if !(1...Limits.alertsKeptMax).contains(alertsKept) {
            throw ValidationError("--alerts-kept must be 1 to \(Limits.alertsKeptMax)")
        }
        if spoolBytesMax < Limits.spoolBytesMin {
            throw ValidationError("--spool-bytes-max must be at least \(Limits.spoolBytesMin)")
        }
        if webhook == nil, webhookTokenFile != nil || webhookPlainHttp {
            throw ValidationError("--webhook-token-file and --webhook-plain-http need --webhook")
        }
        do throws(SinkError) {
            if let webhook { _ = try WebhookAddress(webhook, allowsPlain: webhookPlainHttp) }
            if let syslog { _ = try SyslogAddress(syslog) }
        } catch {
            throw ValidationError(error.reason)
        }
    }

    /// Opens all sinks.
    ///
    /// - Parameters:
    ///   - state: The folder that the spool lies in.
    ///   - notice: Gets what a person should know, in a sentence; any thread may call it.
    /// - Throws: `SinkComplaint`.
    func open(state: String?, notice: @escaping @Sendable (String) -> Void) throws -> any AlertSink {
        var sinks: [any AlertSink] = []
        if let alerts {
            sinks.append(
                try opening(Sanitizer.visible(alerts)) { () throws(SinkError) in
                    try fileSink(alerts)
                })
        }
        if let syslog {
            sinks.append(
                try opening("--syslog") { () throws(SinkError) in
                    SyslogSink(try SyslogAddress(syslog), notice: notice)
                })
        }
        if let webhook, let state {
            sinks.append(try webhookSink(webhook, spool: state + "/spool", notice))
        }
        if sinks.isEmpty { return DescriptorSink(descriptor: 1) }
        return sinks.count == 1 ? sinks[0] : SinkGroup(sinks)
    }

    /// What is open already as standard output or standard error; `nil` for every other path.
    ///
    /// These names are links that a process which keeps its memory private may not follow.
    static func descriptor(named path: String) -> Int32? {
        switch path {
        case "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1": 1
        case "/dev/stderr", "/dev/fd/2", "/proc/self/fd/2": 2
        default: nil
        }
    }

    private func fileSink(_ path: String) throws(SinkError) -> any AlertSink {
        guard let number = Self.descriptor(named: path) else {
            return try FileSink(path: path, bytesMax: alertsBytesMax, keptMax: alertsKept)
        }
        guard alertsBytesMax == 0 else { throw .unsuitable }
        return DescriptorSink(descriptor: number)
    }

    private func webhookSink(
        _ text: String, spool folder: String, _ notice: @escaping @Sendable (String) -> Void
    ) throws -> any AlertSink {
        let token = try webhookTokenFile.map { path in
            try opening(Sanitizer.visible(path)) { () throws(SinkError) in try BearerToken(path: path) }
        }
        let spool = try opening(Sanitizer.visible(folder)) { () throws(SinkError) in
            try Spool(folder: folder, bytesMax: spoolBytesMax)
        }
        return try opening("--webhook") { () throws(SinkError) in
            try WebhookSink(
                WebhookAddress(text, allowsPlain: webhookPlainHttp), token: token, spool, notice: notice)
        }
    }

    /// - Parameter name: What is opened, for people.
    private func opening<Sink>(_ name: String, _ open: () throws(SinkError) -> Sink) throws -> Sink {
        do throws(SinkError) {
            return try open()
        } catch {
            throw SinkComplaint(sentence: "\(name) cannot be used: \(error.reason)")
        }
    }
}

/// Why a sink cannot be used.
private struct SinkComplaint: Complaint {
    let sentence: String
}

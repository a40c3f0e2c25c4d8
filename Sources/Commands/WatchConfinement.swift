private import Delivery
private import Foundation
private import Telemetry
internal import Watch

extension WatchCommand {
    /// Keeps the process to what its options name: before it starts a thread, and before it reads what others write. What
    /// is opened later must be allowed here, and the state folder must be there.
    ///
    /// - Parameter settings: Those that the command was made of.
    /// - Returns: What it may do from now on; `nil` when it may do as before.
    func confine(_ settings: WatchSettings) -> Confinement? {
        guard !isUnconfined else { return nil }
        var confinement = Confinement()
        if !readsPipe { confinement.follow(paths) }
        for path in rules.files { confinement.read(path) }
        if let state { confinement.write(state) }
        if let file = settings.file { confinement.read(file) }
        sinks.allow(in: &confinement)
        telemetry.allow(in: &confinement)
        do throws(ConfinementError) {
            try confinement.apply()
            return confinement
        } catch {
            complain(
                "the watch is not confined to its files: \(error.reason)", in: telemetry.logFormat,
                level: .warning)
            return nil
        }
    }
}

extension SinkOptions {
    /// Allows what the sinks that are named need; the spool lies in the state folder.
    fileprivate func allow(in confinement: inout Confinement) {
        if let alerts, Self.descriptor(named: alerts) == nil { confinement.write(alerts) }
        if let webhookTokenFile { confinement.read(webhookTokenFile) }
        if let webhook, let address = try? WebhookAddress(webhook, allowsPlain: webhookPlainHttp) {
            confinement.connectPorts.insert(address.port)
            // A proxy, which libcurl asks for by these names, has a port of its own.
            let environment = ProcessInfo.processInfo.environment
            confinement.connectsAnywhere = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"].contains {
                environment[$0] != nil
            }
        }
        if let syslog, case .tcp(_, let port)? = try? SyslogAddress(syslog) {
            confinement.connectPorts.insert(port)
        }
    }
}

extension TelemetryOptions {
    /// Allows the socket, or the port, that answers.
    fileprivate func allow(in confinement: inout Confinement) {
        guard let metrics, let endpoint = try? readEndpoint(metrics) else { return }
        switch endpoint {
        case .unix(let path): confinement.serve(path)
        case .loopback(_, let port): confinement.bindPorts.insert(port)
        }
    }
}

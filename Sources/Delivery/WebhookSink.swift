private import Bytes

/// A webhook, which gets batches of alerts as JSON Lines (`application/x-ndjson`) by POST.
///
/// `write` returns when the lines are in a spool on the disk; they are delivered from there, in order, at least once. What
/// waits when the run ends, or is killed, is delivered by the next one that has the same spool. When the spool is full
/// `write` throws, so that whoever reads waits for the receiver.
public final class WebhookSink: AlertSink {
    private let spool: Spool
    private let courier: Courier

    /// Begins to deliver what waits.
    ///
    /// - Parameters:
    ///   - spool: Of this sink alone.
    ///   - notice: Gets what a person should know, in a sentence; called by another thread.
    /// - Throws: `SinkError.curlMissing`, `.failed`.
    public convenience init(
        _ address: WebhookAddress, token: BearerToken?, _ spool: Spool,
        notice: @escaping @Sendable (String) -> Void
    ) throws(SinkError) {
        let pace = BackOff(first: Limits.retrySeconds, most: Limits.retrySecondsMax)
        try self.init(address, token: token, spool, pace, notice: notice)
    }

    package init(
        _ address: WebhookAddress, token: BearerToken?, _ spool: Spool, _ pace: BackOff,
        notice: @escaping @Sendable (String) -> Void
    ) throws(SinkError) {
        self.spool = spool
        courier = try Courier(spool, try Poster(address, token), pace, notice: notice)
    }

    deinit { courier.stop() }

    public func write(_ lines: inout [UInt8]) throws(SinkError) {
        guard !lines.isEmpty else { return }
        defer { courier.wake() }
        try spool.append(&lines)
    }

    public func finish(within seconds: Double) -> Int {
        courier.finish(within: seconds)
        return spool.bytesWaiting
    }
}

private import Bytes
private import Glibc

/// A syslog server, which gets each alert as a message of RFC 5424.
///
/// `write` returns when the socket of this machine, or the system of the peer, has taken the messages. TCP tells no more:
/// what the server's system has taken and the server has not read when it fails is lost, and nobody knows. After a
/// connection is lost, all that was not confirmed is sent again.
///
/// A socket of datagrams gets each message as it is, and whoever reads it has to expect RFC 5424: `imuxsock` of rsyslog does
/// with `UseSpecialParser="off" ParseHostname="on"`. A message that the socket is too small for is sent in short.
public final class SyslogSink: AlertSink {
    private let address: SyslogAddress
    private let message: SyslogMessage
    private let notice: (String) -> Void
    private var connection: SyslogConnection?

    /// Messages of the first `framedLines` bytes of the lines to come, of which `sent` bytes were sent.
    private var frames: [UInt8] = []
    private var framedLines = 0
    private var sent = 0

    private var backOff: BackOff
    private var triesAt = 0.0
    private var lastError = SinkError.blocked
    private var hasShortened = false

    /// Connects when something is written.
    ///
    /// - Parameter notice: Gets what a person should know, in a sentence.
    public convenience init(_ address: SyslogAddress, notice: @escaping (String) -> Void) {
        self.init(
            address, .ofThisProcess(),
            BackOff(first: Limits.reconnectSeconds, most: Limits.reconnectSecondsMax), notice: notice)
    }

    package init(
        _ address: SyslogAddress, _ message: SyslogMessage, _ backOff: BackOff,
        notice: @escaping (String) -> Void
    ) {
        self.address = address
        self.message = message
        self.backOff = backOff
        self.notice = notice
    }

    public func write(_ lines: inout [UInt8]) throws(SinkError) {
        guard !lines.isEmpty else { return }
        // Whoever asks meanwhile does not make the pause longer.
        guard connection != nil || monotonicSeconds() >= triesAt else { throw lastError }
        var taken = 0
        defer { lines.removeFirst(taken) }
        do throws(SinkError) {
            let connection = try connected()
            while taken < lines.count {
                let rest = lines[taken...]
                taken +=
                    try connection.framing == .datagrams
                    ? sendDatagram(rest, connection) : sendFrames(rest, connection)
            }
            backOff.reset()
        } catch {
            // A peer that is slow keeps the connection: what was sent may still be taken.
            if error != .blocked {
                disconnect()
                lastError = error
                triesAt = monotonicSeconds() + backOff.next()
            }
            throw error
        }
    }

    private func connected() throws(SinkError) -> SyslogConnection {
        // A server that was started anew has ended the connection: that is no reason to wait.
        do throws(SinkError) {
            try connection?.check()
        } catch {
            disconnect()
        }
        if let connection { return connection }
        let made = try SyslogConnection(address)
        connection = made
        return made
    }

    private func disconnect() {
        connection = nil
        forgetFrames()
    }

    /// - Returns: Bytes of the line that was sent.
    private func sendDatagram(_ lines: ArraySlice<UInt8>, _ connection: SyslogConnection) throws(SinkError)
        -> Int
    {
        let line = lines.prefix { $0 != 0x0A }
        do throws(SinkError) {
            _ = try connection.send(message.encoded(line)[...])
        } catch {
            guard error == .failed(EMSGSIZE) else { throw error }
            _ = try connection.send(message.encoded(SyslogMessage.shortened(line)[...])[...])
            if !hasShortened { notice("an alert is too long for the syslog socket, and is sent in short") }
            hasShortened = true
        }
        return min(line.count + 1, lines.count)
    }

    /// Sends some lines of a stream, and waits until they are confirmed.
    ///
    /// - Returns: Bytes of the lines.
    private func sendFrames(_ lines: ArraySlice<UInt8>, _ connection: SyslogConnection) throws(SinkError)
        -> Int
    {
        precondition(lines.count >= framedLines, "what was not taken is given again")
        // What was begun is ended first: so it is taken as soon as it is confirmed.
        if frames.isEmpty { frame(lines, connection.framing) }
        while sent < frames.count { sent += try connection.send(frames[sent...]) }
        try connection.awaitConfirmation()
        defer { forgetFrames() }
        return framedLines
    }

    private func frame(_ lines: ArraySlice<UInt8>, _ framing: SyslogConnection.Framing) {
        while framedLines < lines.count, frames.count < Limits.syslogBytesMax {
            let line = lines.dropFirst(framedLines).prefix { $0 != 0x0A }
            let encoded = message.encoded(line)
            if framing == .counted { frames.append(contentsOf: "\(encoded.count) ".utf8) }
            frames.append(contentsOf: encoded)
            if framing == .lines { frames.append(0x0A) }
            framedLines = min(framedLines + line.count + 1, lines.count)
        }
    }

    private func forgetFrames() {
        frames.removeAll(keepingCapacity: true)
        framedLines = 0
        sent = 0
    }
}

private import Bytes
private import CLinux
private import Glibc

/// A socket to a syslog server.
final class SyslogConnection {
    /// How messages are set apart.
    enum Framing: Equatable {
        /// A message is a datagram.
        case datagrams

        /// A message is a line: a stream of this machine.
        case lines

        /// Before a message stands its length (RFC 6587, 3.4.1).
        case counted
    }

    let framing: Framing
    private let descriptor: Int32

    init(_ address: SyslogAddress) throws(SinkError) {
        var opened: Int32
        switch address {
        case .unix(let path):
            opened = unsafe seep_connect_unix(path, Int32(SEEP_DATAGRAM))
            let isStream = opened == -EPROTOTYPE
            if isStream { opened = unsafe seep_connect_unix(path, Int32(SEEP_STREAM)) }
            framing = isStream ? .lines : .datagrams
        case .tcp(let host, let port):
            opened = unsafe seep_connect_tcp(
                host, String(port), Int32(Limits.syslogConnectSeconds * 1000),
                UInt32(Limits.syslogLostSeconds * 1000))
            framing = .counted
        }
        descriptor = opened
        guard opened >= 0 else {
            throw opened == Int32(SEEP_HOST_UNKNOWN) ? .unknownHost : .failed(-opened)
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// - Returns: Bytes sent, at least one; of datagrams all.
    /// - Throws: `SinkError.blocked` when the peer takes nothing for `Limits.sinkWaitSeconds`.
    func send(_ bytes: ArraySlice<UInt8>) throws(SinkError) -> Int {
        while true {
            // Sound: the bytes are read during the call.
            let sent = unsafe bytes.withUnsafeBytes {
                unsafe seep_send(descriptor, $0.baseAddress, UInt($0.count))
            }
            if sent >= 0 { return sent }
            switch Int32(-sent) {
            case EINTR: continue
            case EAGAIN, ENOBUFS: try awaitRoom(descriptor, seconds: Limits.sinkWaitSeconds)
            case let number: throw .failed(number)
            }
        }
    }

    /// Sees whether the peer has ended the connection.
    func check() throws(SinkError) {
        let problem = seep_ignore_answers(descriptor)
        if problem != 0 { throw .failed(problem) }
    }

    /// Waits until the peer has taken what was sent, as far as the system can tell.
    ///
    /// - Throws: `SinkError.blocked` after `Limits.sinkWaitSeconds`.
    func awaitConfirmation() throws(SinkError) {
        let until = monotonicSeconds() + Limits.sinkWaitSeconds
        var pause: UInt32 = 100
        while seep_unconfirmed(descriptor) > 0 {
            guard monotonicSeconds() < until else { throw .blocked }
            usleep(pause)
            pause = min(pause * 2, 10_000)
            try check()
        }
    }
}

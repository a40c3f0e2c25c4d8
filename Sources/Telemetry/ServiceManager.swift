private import CLinux
private import Glibc

/// Tells systemd how the service is doing, in datagrams as of sd_notify(3); nothing without `NOTIFY_SOCKET`.
///
/// One thread at a time calls it. No call waits: what the manager does not take at once is not told.
public final class ServiceManager: @unchecked Sendable {
    // Sendable: it belongs to the thread of the watch.

    private let socket: Int32

    /// Nanoseconds after which the manager hears that the watch goes on; `nil` when it does not ask.
    private let beatEvery: UInt64?
    private var beatenAt: UInt64 = 0
    private var status = ""

    /// - Parameter environment: Of the process, of which `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID` count.
    public init(environment: [String: String]) {
        socket = environment["NOTIFY_SOCKET"].map { unsafe seep_connect_unix($0, Int32(SEEP_DATAGRAM)) } ?? -1
        let isMeant = environment["WATCHDOG_PID"].map { $0 == String(getpid()) } ?? true
        let most = environment["WATCHDOG_USEC"].flatMap { UInt64($0) } ?? 0
        // Half of what the manager allows, as it recommends.
        beatEvery = isMeant && most > 0 && most < .max / 1000 ? most * 1000 / 2 : nil
    }

    deinit { if socket >= 0 { close(socket) } }

    /// The service does its work.
    public func ready() { send("READY=1") }

    /// What `systemctl status` shows, when it is not what it was.
    public func tell(_ sentence: String) {
        guard sentence != status else { return }
        status = sentence
        send("STATUS=\(sentence)")
    }

    /// The service goes on; the manager hears so when it is time.
    public func beat() { beat(now: monotonicNanoseconds()) }

    package func beat(now: UInt64) {
        guard let beatEvery, now >= beatenAt + beatEvery else { return }
        beatenAt = now
        send("WATCHDOG=1")
    }

    /// The settings are being read anew; `ready` says when it is done.
    public func reloading() { send("RELOADING=1\nMONOTONIC_USEC=\(monotonicNanoseconds() / 1000)") }

    public func stopping() { send("STOPPING=1") }

    private func send(_ text: String) {
        guard socket >= 0 else { return }
        let bytes = Array(text.utf8)
        // Sound: the bytes are read during the call.
        _ = unsafe bytes.withUnsafeBytes { buffer in
            unsafe Glibc.send(socket, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
        }
    }
}

private import Glibc
private import Synchronization

/// A descriptor that lines are written to, without ever waiting long for its reader.
///
/// A line that is not taken within `waitMilliseconds` is dropped, and so are those behind it as long as nothing is taken.
final class LogOutput: Sendable {
    static let waitMilliseconds: Int32 = 100

    /// So much a pipe takes without waiting, when it takes anything.
    static let lineBytesMax = 4096

    private let descriptor: Int32
    private let dropped = Mutex(0)

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// - Parameters:
    ///   - line: With its end; at most `lineBytesMax` bytes.
    ///   - apology: Makes the line that goes before the first one that is taken after so many were dropped.
    func write(_ line: String, apology: (Int) -> String) {
        dropped.withLock { dropped in
            if dropped > 0 {
                guard put(apology(dropped), within: 0) else {
                    dropped += 1
                    return
                }
                dropped = 0
            }
            if !put(line, within: Self.waitMilliseconds) { dropped = 1 }
        }
    }

    private func put(_ line: String, within milliseconds: Int32) -> Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard unsafe poll(&request, 1, milliseconds) > 0, Int32(request.revents) & POLLERR == 0 else {
            return false
        }
        let bytes = Array(line.utf8)
        // Sound: the bytes are read during the call.
        return unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) } > 0
    }
}

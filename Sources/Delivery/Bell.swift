private import Bytes
private import Glibc

/// Wakes up a thread that waits, by a clock that nobody sets.
final class Bell: Sendable {
    private let ends: (listen: Int32, ring: Int32)

    /// - Throws: `SinkError.failed` when there are no more descriptors.
    init() throws(SinkError) {
        var made: [Int32] = [-1, -1]
        guard unsafe pipe(&made) == 0 else { throw .failed(errno) }
        for end in made {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        ends = (made[0], made[1])
    }

    deinit {
        close(ends.listen)
        close(ends.ring)
    }

    /// The thread that waits goes on; one that does not wait yet will not.
    func ring() {
        // A pipe that is full has rung.
        let byte: UInt8 = 1
        _ = unsafe withUnsafeBytes(of: byte) { unsafe write(ends.ring, $0.baseAddress, 1) }
    }

    /// Waits until somebody rings, or has rung since the last call.
    ///
    /// - Parameter seconds: At most so long, whatever signals come; `nil` for any time.
    /// - Returns: Whether somebody rang.
    @discardableResult
    func wait(seconds: Double?) -> Bool {
        let until = seconds.map { monotonicSeconds() + $0 }
        var request = pollfd(fd: ends.listen, events: Int16(POLLIN), revents: 0)
        var ready: Int32
        repeat {
            let left = until.map { Int32((max(0, $0 - monotonicSeconds()) * 1000).rounded(.up)) }
            ready = unsafe poll(&request, 1, left ?? -1)
        } while ready < 0 && errno == EINTR
        guard ready > 0 else { return false }
        var heard = [UInt8](repeating: 0, count: 64)
        while unsafe heard.withUnsafeMutableBytes({ unsafe read(ends.listen, $0.baseAddress, $0.count) })
            == 64
        {}
        return true
    }
}

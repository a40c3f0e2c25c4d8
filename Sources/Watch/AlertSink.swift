private import Glibc

/// Where alerts go. One thread at a time calls it.
public protocol AlertSink: AnyObject {
    /// Takes whole lines, and returns when they are as safe as the sink can make them.
    ///
    /// - Parameter lines: What is taken is removed; what is left after an error is to be given again.
    /// - Throws: `SinkError`; nothing is lost, and the call may be repeated.
    func write(_ lines: inout [UInt8]) throws(SinkError)

    /// Goes on in the file of its name, which may have been moved away; a sink without a name has nothing to do.
    ///
    /// - Throws: `SinkError`; then it goes on in the one that it has.
    func reopen() throws(SinkError)
}

extension AlertSink {
    public func reopen() throws(SinkError) {}
}

/// Why a sink takes nothing at the moment.
public enum SinkError: Error, Equatable, Sendable {
    /// The reader has gone for good.
    case closed

    /// The system refuses, as when the disk is full; its error number.
    case failed(Int32)
}

/// A descriptor that somebody else opened: standard output.
public final class DescriptorSink: AlertSink {
    private let descriptor: Int32

    public init(descriptor: Int32) { self.descriptor = descriptor }

    public func write(_ lines: inout [UInt8]) throws(SinkError) {
        while !lines.isEmpty { lines.removeFirst(try writeSome(lines, to: descriptor)) }
    }
}

/// A file that alerts are added to; what was written is on the disk before the call returns.
public final class FileSink: AlertSink {
    private let path: String
    private var descriptor: Int32

    /// - Throws: `SinkError.failed` when the file can neither be opened nor made.
    public init(path: String) throws(SinkError) {
        self.path = path
        descriptor = try Self.open(path)
    }

    deinit { close(descriptor) }

    public func reopen() throws(SinkError) {
        let next = try Self.open(path)
        close(descriptor)
        descriptor = next
    }

    public func write(_ lines: inout [UInt8]) throws(SinkError) {
        guard !lines.isEmpty else { return }
        let all = lines
        while !lines.isEmpty { lines.removeFirst(try writeSome(lines, to: descriptor)) }
        guard fdatasync(descriptor) == 0 else {
            // Nobody knows what the disk has: all of it is written again.
            lines = all
            throw .failed(errno)
        }
    }

    private static func open(_ path: String) throws(SinkError) -> Int32 {
        let file = unsafe Glibc.open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0o600)
        guard file >= 0 else { throw .failed(errno) }
        var status = stat()
        var last: UInt8 = 0x0A
        if unsafe fstat(file, &status) == 0, status.st_size > 0 {
            _ = unsafe pread(file, &last, 1, status.st_size - 1)
        }
        // A run that was killed may have left a line without its end.
        if last != 0x0A {
            var end: [UInt8] = [0x0A]
            end.removeFirst(try writeSome(end, to: file))
        }
        return file
    }
}

/// - Returns: Bytes written, at least one.
private func writeSome(_ bytes: [UInt8], to descriptor: Int32) throws(SinkError) -> Int {
    while true {
        // Sound: the bytes are read during the call.
        let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if count > 0 { return count }
        switch count == 0 ? EIO : errno {
        case EINTR: continue
        case EAGAIN:
            var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            _ = unsafe poll(&request, 1, 1000)
        case EPIPE: throw .closed
        case let number: throw .failed(number)
        }
    }
}

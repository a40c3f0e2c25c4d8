public import Bytes
private import Glibc

/// Why output ended early.
public enum OutputError: Error, Equatable, Sendable {
    /// The reader has gone: the caller ends quietly.
    case closed

    /// The system refused, as when the disk is full; its `errno`.
    case failed(Int32)
}

/// A file descriptor, written in large pieces.
///
/// Records go in whole, one call each, and after an error nothing more is written: a short write may still
/// cut the last record, but nothing follows the cut. The caller ignores SIGPIPE, else a closed pipe ends
/// the process before `OutputError.closed` is seen; it calls `flush` at the end, for `deinit` cannot report;
/// and it owns the descriptor. Not for use by two threads at a time.
public final class BufferedOutput {
    private let descriptor: Int32
    private let bufferBytes: Int
    private var buffer: [UInt8] = []
    private var failure: OutputError?

    public init(descriptor: Int32, bufferBytes: Int = Limits.outputBufferBytes) {
        self.descriptor = descriptor
        self.bufferBytes = bufferBytes
        buffer.reserveCapacity(2 * bufferBytes)
    }

    /// Adds the record that `compose` appends to the buffer, and writes when the buffer is full.
    ///
    /// - Throws: The error of this call's writing, or of an earlier one.
    public func append(_ compose: (inout [UInt8]) -> Void) throws(OutputError) {
        if let failure { throw failure }
        compose(&buffer)
        if buffer.count >= bufferBytes { try flush() }
    }

    /// Adds `text`.
    public func append(_ text: String) throws(OutputError) {
        try append { $0.append(contentsOf: text.utf8) }
    }

    /// Writes what the buffer holds.
    ///
    /// - Throws: The error of this call's writing, or of an earlier one; what was not written is gone.
    public func flush() throws(OutputError) {
        if let failure { throw failure }
        defer { buffer.removeAll(keepingCapacity: true) }
        var written = 0
        while written < buffer.count {
            let count = writeSome(from: written)
            if count > 0 {
                written += count
                continue
            }
            let code = count == 0 ? EIO : errno
            switch code {
            case EINTR: continue
            case EAGAIN: waitUntilWritable()
            default:
                let error = code == EPIPE ? OutputError.closed : .failed(code)
                failure = error
                throw error
            }
        }
    }

    /// - Returns: Bytes written; -1 with `errno` set on an error.
    private func writeSome(from start: Int) -> Int {
        // Sound: `write` reads `count` bytes of the buffer during the call and keeps no pointer.
        unsafe buffer.withUnsafeBytes { bytes in
            let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[start...])
            return unsafe write(descriptor, rest.baseAddress, rest.count)
        }
    }

    /// Waits for the reader of a descriptor that somebody made non-blocking.
    private func waitUntilWritable() {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        // Any outcome, also an error, is judged by the next `write`.
        _ = unsafe poll(&request, 1, -1)
    }
}

private import Bytes
private import Glibc

/// A descriptor that somebody else opened: standard output.
///
/// A reader that does not read holds `write` for a second at a time, and not for ever: whoever asked to stop is heard.
public final class DescriptorSink: AlertSink {
    private let descriptor: Int32
    private let waits: Bool

    public init(descriptor: Int32) {
        self.descriptor = descriptor
        var status = stat()
        waits = unsafe fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    }

    public func write(_ lines: inout [UInt8]) throws(SinkError) {
        var written = 0
        defer { lines.removeFirst(written) }
        while written < lines.count {
            written += try writeSome(lines[written...], to: descriptor, waits: waits)
        }
    }
}

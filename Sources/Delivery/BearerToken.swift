private import Bytes
private import Glibc

/// What a webhook knows its sender by (RFC 6750); never told to anybody else.
public struct BearerToken: Sendable {
    let text: String

    /// - Parameter path: A file with the token alone, and a line feed or none after it.
    /// - Throws: `SinkError.badToken`, `.failed`.
    public init(path: String) throws(SinkError) {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw .failed(errno) }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: Limits.tokenBytesMax + 3)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe read(file, $0.baseAddress, $0.count) }
        guard count >= 0 else { throw .failed(errno) }
        bytes.removeSubrange(count...)
        if bytes.last == 0x0A { bytes.removeLast() }
        if bytes.last == 0x0D { bytes.removeLast() }
        guard !bytes.isEmpty, bytes.count <= Limits.tokenBytesMax,
            bytes.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw .badToken }
        text = String(decoding: bytes, as: UTF8.self)
    }
}

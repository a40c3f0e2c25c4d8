private import Bytes

/// Why a sink takes nothing, or cannot be made.
public enum SinkError: Error, Equatable, Sendable {
    /// The reader has gone for good.
    case closed

    /// The system refuses, as when the disk is full; its error number.
    case failed(Int32)

    /// The reader is there and does not read.
    case blocked

    /// The spool holds as many bytes as it may.
    case spoolFull(bytesMax: Int)

    /// The path leads to a symbolic link, which somebody else may have put there.
    case symbolicLink

    /// The path leads to something that no lines can be added to, such as a disk.
    case unsuitable

    /// An address that no alerts are sent to; the reason is a sentence of ours, without a part of the address.
    case badAddress(String)

    /// A file that holds no token.
    case badToken

    /// The machine has no libcurl.
    case curlMissing

    /// The name of a host is not known, or not now.
    case unknownHost

    /// A sentence for people; it holds no byte of what was read, of an address, or of a token.
    public var reason: String {
        switch self {
        case .closed: "the reader has gone"
        case .failed(let number): "system error \(number)"
        case .blocked: "the reader does not read"
        case .spoolFull(let bytesMax): "the spool is full (\(bytesMax) bytes)"
        case .symbolicLink: "it is a symbolic link"
        case .unsuitable: "no lines can be added to it"
        case .badAddress(let reason): reason
        case .badToken: "a token is one line of visible ASCII, at most \(Limits.tokenBytesMax) bytes"
        case .curlMissing: "libcurl.so.4 is missing (Debian: apt-get install libcurl4)"
        case .unknownHost: "the name of the host is not known"
        }
    }
}

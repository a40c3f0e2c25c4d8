/// Where a syslog server listens.
public enum SyslogAddress: Equatable, Sendable {
    /// A socket of this machine, such as `/dev/log`.
    case unix(path: String)

    case tcp(host: String, port: UInt16)

    /// Reads `unix:PATH` or `tcp://HOST:PORT`; an IPv6 address stands in brackets.
    ///
    /// - Throws: `SinkError.badAddress`.
    public init(_ text: String) throws(SinkError) {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst("unix:".utf8.count))
            guard path.hasPrefix("/"), path.utf8.count <= Self.pathBytesMax, !path.utf8.contains(0) else {
                throw .badAddress(
                    "a socket's path begins with '/' and has at most \(Self.pathBytesMax) bytes")
            }
            self = .unix(path: path)
        } else if text.hasPrefix("tcp://") {
            guard let address = HostAndPort(text.dropFirst("tcp://".utf8.count)), let port = address.port
            else {
                throw .badAddress("a server is named as tcp://HOST:PORT")
            }
            self = .tcp(host: address.host, port: port)
        } else {
            throw .badAddress("a syslog server is named as unix:PATH or tcp://HOST:PORT")
        }
    }

    /// What a `sockaddr_un` holds, without its end.
    static let pathBytesMax = 107
}

/// The part of an address that says which machine.
struct HostAndPort: Equatable {
    /// A name, or an address; that of IPv6 without its brackets.
    let host: String
    let port: UInt16?

    /// - Returns: `nil` for what holds a user, or anything that two programs may read in two ways.
    init?(_ text: Substring) {
        var rest = text
        if rest.first == "[" {
            guard let end = rest.firstIndex(of: "]") else { return nil }
            host = String(rest[rest.index(after: rest.startIndex)..<end])
            rest = rest[rest.index(after: end)...]
            guard host.utf8.contains(0x3A), host.utf8.allSatisfy(Self.isOfIPv6) else { return nil }
        } else {
            host = String(rest.prefix { $0 != ":" })
            rest = rest.dropFirst(host.count)
            guard !host.isEmpty, host.utf8.count <= 253, host.utf8.allSatisfy(Self.isOfName) else {
                return nil
            }
        }
        if rest.isEmpty {
            port = nil
        } else {
            guard rest.first == ":", rest.dropFirst().utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = UInt16(rest.dropFirst()), number > 0
            else { return nil }
            port = number
        }
    }

    /// Whether it is an address of this machine, or the name of one (RFC 6761, 6.3).
    var isLoopback: Bool {
        if host.lowercased() == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || byte == 0x2E || byte == 0x2D
            || byte == 0x5F
    }

    private static func isOfIPv6(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte & 0xDF) || byte == 0x3A || byte == 0x2E
    }
}

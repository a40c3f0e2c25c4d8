private import CLinux
private import Glibc

/// Where the status of a process is asked for: a socket of the file system, or a port of this machine.
public enum Endpoint: Equatable, Sendable {
    /// `unix:PATH`
    case unix(String)

    /// `HOST:PORT` with a loopback address: 127.0.0.1, `localhost`, or [::1]. Port 0 is any that is free.
    case loopback(isVersion6: Bool, port: UInt16)

    /// - Throws: `EndpointError` with a sentence for the user.
    public init(_ text: String) throws(EndpointError) {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst(5))
            guard path.hasPrefix("/") || path.hasPrefix("./") else { throw .notAPath }
            guard path.utf8.count <= Self.pathBytesMax else { throw .pathIsTooLong }
            self = .unix(path)
            return
        }
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...])
        else { throw .notAnEndpoint }
        switch text[..<colon] {
        case "127.0.0.1", "localhost": self = .loopback(isVersion6: false, port: port)
        case "[::1]": self = .loopback(isVersion6: true, port: port)
        default: throw .notThisMachine
        }
    }

    /// As many as the system's address holds.
    static let pathBytesMax = 107

    /// Connects, without waiting.
    ///
    /// - Returns: A descriptor, or a system error number, negated.
    package func connect() -> Int32 {
        switch self {
        case .unix(let path): unsafe seep_connect_unix(path, Int32(SEEP_STREAM))
        case .loopback(let isVersion6, let port): seep_connect_loopback(isVersion6 ? 1 : 0, port)
        }
    }

    /// Listens; the result is as that of `connect`.
    func listen() -> Int32 {
        switch self {
        case .unix(let path): unsafe seep_listen_unix(path)
        case .loopback(let isVersion6, let port): seep_listen_loopback(isVersion6 ? 1 : 0, port)
        }
    }
}

/// Why a text names no endpoint.
public enum EndpointError: Error, Equatable, Sendable {
    case notAnEndpoint
    case notAPath
    case pathIsTooLong
    case notThisMachine

    public var reason: String {
        switch self {
        case .notAnEndpoint: "must be unix:PATH or HOST:PORT"
        case .notAPath: "must name the socket by a path that begins with / or ./"
        case .pathIsTooLong: "must name the socket by at most \(Endpoint.pathBytesMax) bytes"
        case .notThisMachine: "takes addresses of this machine only: 127.0.0.1, localhost, or [::1]"
        }
    }
}

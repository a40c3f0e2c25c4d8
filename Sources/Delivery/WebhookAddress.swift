private import Bytes

/// Where a webhook listens; never told to anybody, for such addresses hold secrets.
public struct WebhookAddress: Sendable {
    let text: String

    /// Whether what is sent can be read on its way.
    let isPlain: Bool

    /// The port of TCP that is connected to, where no proxy is named.
    public let port: UInt16

    /// - Parameters:
    ///   - text: An `https` URL; an `http` one for this machine.
    ///   - allowsPlain: `http` goes to any machine.
    /// - Throws: `SinkError.badAddress`; no part of `text` is in it.
    public init(_ text: String, allowsPlain: Bool = false) throws(SinkError) {
        guard text.utf8.count <= Limits.addressBytesMax, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw .badAddress("a URL is visible ASCII, at most \(Limits.addressBytesMax) bytes")
        }
        let rest: Substring
        if text.lowercased().hasPrefix("https://") {
            isPlain = false
            rest = text.dropFirst("https://".utf8.count)
        } else if text.lowercased().hasPrefix("http://") {
            isPlain = true
            rest = text.dropFirst("http://".utf8.count)
        } else {
            throw .badAddress("a webhook is an https URL")
        }
        guard !rest.contains("#") else { throw .badAddress("a webhook has no fragment ('#')") }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@") else {
            throw .badAddress("a user or a password does not belong into a URL: use a file with a token")
        }
        guard let machine = HostAndPort(authority) else {
            throw .badAddress("the URL names no machine, or it in a strange way")
        }
        guard !isPlain || allowsPlain || machine.isLoopback else {
            throw .badAddress("alerts go to other machines by https only, unless plain http is allowed")
        }
        self.text = text
        port = machine.port ?? (isPlain ? 80 : 443)
    }
}

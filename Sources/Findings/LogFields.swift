/// What a log says of the entry in which a value stands, each empty where it does not.
public struct LogFields: Hashable, Sendable {
    /// As the log writes it.
    public var time: String

    /// The account of the database whose statement it is.
    public var user: String

    /// The host that wrote the entry, or whose statement it is.
    public var host: String

    public init(time: String = "", user: String = "", host: String = "") {
        self.time = time
        self.user = user
        self.host = host
    }

    public var isEmpty: Bool { time.isEmpty && user.isEmpty && host.isEmpty }
}

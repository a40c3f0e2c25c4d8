public import Bytes

/// The bounds of the sinks.
extension Limits {
    /// Seconds that a sink waits for a reader, or a peer, before it says so; whoever asked the watch to stop waits no
    /// longer.
    public static let sinkWaitSeconds = 1.0

    /// Bytes that are written to a pipe or a terminal at a time: it never blocks once it is ready (POSIX `PIPE_BUF`).
    static let pipeBytes = 4096

    /// Bytes of a bounded file of alerts, at least.
    public static let alertsBytesMin = 64 << 10

    /// Rotated files of alerts that are kept, at most and by default.
    public static let alertsKeptMax = 1000
    public static let alertsKept = 5

    /// Bytes that the spool of a webhook may take on the disk, at least and by default.
    ///
    /// The least holds many alerts of the longest paths.
    public static let spoolBytesMin = 1 << 20
    public static let spoolBytesMax = 64 << 20

    /// Files of a spool, when it is full: one is deleted when all in it was delivered.
    static let spoolSegments = 8

    /// Bytes of alerts in a request, at most, unless one alert alone is longer.
    static let batchBytesMax = 256 << 10

    /// Seconds for a connection to a webhook, and for a whole request.
    static let connectSeconds = 10.0
    static let requestSeconds = 30.0

    /// Bytes of an answer that are read, and thrown away, before the connection is given up.
    static let answerBytesMax = 1 << 20

    /// Seconds between two tries, at first and at most; each is drawn between half of it and all of it.
    static let retrySeconds = 0.5
    static let retrySecondsMax = 60.0
    static let reconnectSeconds = 0.1
    static let reconnectSecondsMax = 5.0

    /// Seconds for which a watch that has ended tries to deliver what waits.
    public static let finishSeconds = 2.0

    /// Seconds, behind those, for a request to be given up: libcurl asks each second whether it is to be.
    static let stopSeconds = 1.5

    /// Bytes of a webhook's address, and of its token.
    static let addressBytesMax = 2048
    static let tokenBytesMax = 4096

    /// Bytes of alerts that are on their way to a syslog server and not confirmed yet.
    static let syslogBytesMax = 64 << 10

    /// Seconds for a connection to a syslog server once its name was looked up.
    ///
    /// The look-up is behind no bound of ours: it asks each name server of the machine once, for a second, and may do so
    /// again for each domain that the machine searches.
    static let syslogConnectSeconds = 2.0

    /// Seconds after which a syslog server that confirms nothing counts as lost.
    static let syslogLostSeconds = 30.0
}

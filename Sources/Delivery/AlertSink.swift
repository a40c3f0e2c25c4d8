/// Where alerts go. One thread at a time calls it.
public protocol AlertSink: AnyObject {
    /// Takes whole lines, and returns when they are as safe as the sink can make them.
    ///
    /// - Parameter lines: What is taken is removed; what is left after an error is to be given again, with more behind it or
    ///   not.
    /// - Throws: `SinkError`; nothing is lost, and the call may be repeated.
    func write(_ lines: inout [UInt8]) throws(SinkError)

    /// Goes on in the file of its name, which may have been moved away; a sink without a name has nothing to do.
    ///
    /// - Throws: `SinkError`; then it goes on in the one that it has.
    func reopen() throws(SinkError)

    /// Nothing is given any more: sends on what waits, for a bounded time.
    ///
    /// - Returns: Bytes of alerts that wait on the disk for the next run.
    func finish(within seconds: Double) -> Int
}

extension AlertSink {
    public func reopen() throws(SinkError) {}

    public func finish(within seconds: Double) -> Int { 0 }
}

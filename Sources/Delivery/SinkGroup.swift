private import Bytes

/// Several sinks that all get every line.
///
/// Each remembers what it has taken: what one of them refuses is given again to that one alone. So the slowest holds the
/// others back, and none misses a line.
public final class SinkGroup: AlertSink {
    private let sinks: [any AlertSink]

    /// Bytes of the lines to come that each has taken already.
    private var taken: [Int]

    public init(_ sinks: [any AlertSink]) {
        self.sinks = sinks
        taken = Array(repeating: 0, count: sinks.count)
    }

    public func write(_ lines: inout [UInt8]) throws(SinkError) {
        var problem: SinkError?
        for (index, sink) in sinks.enumerated() {
            var rest = Array(lines.dropFirst(taken[index]))
            let given = rest.count
            do throws(SinkError) {
                try sink.write(&rest)
            } catch {
                // One whose reader has gone ends the watch: not before the others have everything.
                if problem == nil || problem == .closed { problem = error }
            }
            taken[index] += given - rest.count
        }
        let common = taken.min() ?? lines.count
        lines.removeFirst(common)
        for index in taken.indices { taken[index] -= common }
        if let problem { throw problem }
    }

    public func reopen() throws(SinkError) {
        var problem: SinkError?
        for sink in sinks {
            do throws(SinkError) {
                try sink.reopen()
            } catch {
                problem = error
            }
        }
        if let problem { throw problem }
    }

    public func finish(within seconds: Double) -> Int {
        let until = monotonicSeconds() + seconds
        return sinks.reduce(0) { $0 + $1.finish(within: max(0, until - monotonicSeconds())) }
    }
}

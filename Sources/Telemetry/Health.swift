private import Synchronization

/// Whether a watch lives, and whether it does what it is for. Any thread may tell, and any may ask.
///
/// *Alive*: its loop has gone on within `beatSecondsMax`, or waits for a sink. A sink that takes nothing is no reason to
/// kill the one who waits for it: it would wait again, and would have to read again what it holds. *Ready*: it is alive,
/// has had its first look, can save its state, and no sink has kept it waiting for `sinkSecondsMax`.
public final class Health: Sendable {
    /// Seconds for which the loop may be silent. Its steps take milliseconds; a large log whose structure has to be read
    /// again after a start takes the longest.
    public static let beatSecondsMax = 60.0

    /// Seconds that a sink may keep the watch waiting.
    public static let sinkSecondsMax = 5.0

    private let clock: @Sendable () -> UInt64
    private let beatAt: Atomic<UInt64>

    /// Since when a sink is waited for; 0 when none is.
    private let waitsSince = Atomic<UInt64>(0)
    private let isWatching = Atomic(false)
    private let savesState = Atomic(true)

    public convenience init() { self.init(clock: monotonicNanoseconds) }

    /// - Parameter clock: Nanoseconds, more than 0; never goes back.
    package init(clock: @escaping @Sendable () -> UInt64) {
        self.clock = clock
        beatAt = Atomic(clock())
    }

    // MARK: Telling

    /// The loop goes on.
    public func beat() { beatAt.store(clock(), ordering: .relaxed) }

    /// All files were looked at once.
    public func began() { isWatching.store(true, ordering: .relaxed) }

    /// The state was, or could not be, saved.
    public func saved(_ isSaved: Bool) { savesState.store(isSaved, ordering: .relaxed) }

    /// What was found is handed to the sink, which may take its time.
    public func waits() {
        _ = waitsSince.compareExchange(expected: 0, desired: clock(), ordering: .relaxed)
    }

    /// The sink has taken everything.
    public func waitsNoMore() {
        waitsSince.store(0, ordering: .relaxed)
        beat()
    }

    // MARK: Asking

    /// Why the watch does not live; `nil` when it does.
    package var complaint: String? {
        guard waitsSince.load(ordering: .relaxed) == 0 else { return nil }
        let silent = seconds(since: beatAt.load(ordering: .relaxed))
        return silent <= Self.beatSecondsMax ? nil : "the watch has not gone on for \(Int(silent)) seconds"
    }

    /// Why the watch is not ready, a sentence each; none when it is.
    package var complaints: [String] {
        var sentences = complaint.map { [$0] } ?? []
        if !isWatching.load(ordering: .relaxed) { sentences.append("the first look is not done") }
        if !savesState.load(ordering: .relaxed) { sentences.append("the state cannot be saved") }
        let since = waitsSince.load(ordering: .relaxed)
        if since > 0, seconds(since: since) > Self.sinkSecondsMax {
            sentences.append("the alerts are not taken")
        }
        return sentences
    }

    private func seconds(since time: UInt64) -> Double {
        let now = clock()
        return now > time ? Double(now - time) / 1e9 : 0
    }
}

private import Bytes
private import CLinux
public import Detection
private import Glibc
private import Inputs
private import Pipeline

/// Follows files and tells what is written to them, until somebody asks it to stop.
///
/// What was settled is saved in the state folder only when all that was found in it, and all counts of it, are with the
/// sink: whatever moment the process is killed at, the next run tells what this one has not. What both tell has equal
/// ids.
public final class Watcher {
    private let plan: WatchPlan
    private let store: CheckpointStore
    private let table: FileTable
    private let scanner: StretchScanner
    private let alerts: AlertStream
    private let block = InputBlock(capacity: Limits.chunkBytes)
    private let notice: (String) -> Void

    /// When the window began whose counts are not told yet, and what was settled in it.
    private var windowBegan: Double
    private var bytesInWindow = 0
    private var savedAt: Double

    /// How long the last look took.
    private var lookSeconds = 0.0

    /// Something was settled, or let go, since the last checkpoint.
    private var hasNews = false

    /// The window ends at once: what a file held is told, and the file let go.
    private var wantsSave = false
    private var isSaveRefused = false

    /// By its head the next run knows a file, and its copies: some are not saved. From the first moment on, so that the next
    /// run knows since when this one has watched.
    private var hasNewHeads = true

    /// What was found to have changed, and was not read to its end yet.
    private var pending: [FileIdentity: FollowedFile] = [:]
    private let wakeup = FolderWakeup()
    private let clock: () -> Double

    /// - Parameters:
    ///   - state: Where the run before has come to.
    ///   - notice: Gets what a person should know, in a sentence; paths in it are as they are.
    /// - Throws: `DetectionError.outOfMemory`.
    public convenience init(
        _ plan: WatchPlan, _ state: CheckpointStore, _ sink: any AlertSink, notice: @escaping (String) -> Void
    ) throws(DetectionError) {
        try self.init(plan, state, sink, clock: monotonicSeconds, notice: notice)
    }

    /// - Parameter clock: Seconds; never goes back.
    package init(
        _ plan: WatchPlan, _ state: CheckpointStore, _ sink: any AlertSink, clock: @escaping () -> Double,
        notice: @escaping (String) -> Void
    ) throws(DetectionError) {
        self.plan = plan
        self.clock = clock
        self.notice = notice
        store = state
        if store.isDamaged { notice("the state is damaged: everything is scanned again") }
        table = FileTable(plan, store.latest, store.key, notice: notice)
        var scan = plan.scan
        scan.tellsFirstOnly = !plan.tellsEach
        scanner = try StretchScanner(scan)
        alerts = AlertStream(plan, sink, store.key, notice: notice)
        windowBegan = clock()
        savedAt = windowBegan
    }

    /// Watches until a signal asks to stop.
    public func run() -> WatchEnd {
        while !Signals.isStopping {
            if Signals.takeReload() { alerts.reopen() }
            if let end = turn(atMost: Limits.watchPauseSeconds) { return end }
            guard pending.isEmpty else { continue }
            wakeup.add(table.folders)
            // When nothing happens, looking takes at most a hundredth of the time.
            let most = min(max(lookSeconds * 100, Limits.watchPauseSeconds), Limits.watchPauseSecondsMax)
            let least = max(Limits.watchPauseSecondsMin, lookSeconds)
            wakeup.wait(least: min(least, most), most: most)
        }
        return finish()
    }

    /// Looks once, and takes steps in turn in all files that have something.
    ///
    /// - Parameter seconds: After so long another look is due.
    /// - Returns: `nil` when the watch goes on.
    package func turn(atMost seconds: Double) -> WatchEnd? {
        let began = clock()
        repeat {
            look()
            repeat {
                for file in Array(pending.values) {
                    if !step(file) { pending[file.identity] = nil }
                    if alerts.isFull, let end = tell() { return end }
                    if Signals.isStopping { break }
                }
                if let end = tell() { return end }
                if Signals.isStopping { return nil }
            } while !pending.isEmpty && clock() - began < seconds
        } while table.hasDeferred
        return nil
    }

    private func look() {
        let began = clock()
        table.look(now: began) { pending[$0.identity] = $0 }
        lookSeconds = clock() - began
        if table.hasNewFiles { hasNewHeads = true }
        for file in table.files.values where file.dueAt <= began { pending[file.identity] = file }
    }

    /// Scans what was added to a file, at most a chunk.
    ///
    /// - Returns: Whether more is to be done at once.
    private func step(_ file: FollowedFile) -> Bool {
        let now = clock()
        do throws(InputError) {
            let handle = try file.open()
            let status = try handle.status()
            _ = file.notice(status, now: now)
            guard status.size >= file.stream.known, isStillHeld(file, handle, status) else {
                restart(file, now: now)
                return true
            }
            let quiet = now - file.grownAt
            let rest: FollowedStream.Rest =
                file.isLeaving && quiet >= plan.graceSeconds
                ? .ended : quiet >= Limits.quietSeconds ? .quiet : .growing
            let head = file.stream.head
            let step = try file.stream.step(
                handle, size: status.size, rest: rest, scanner, store.key, block)
            guard !step.isRewritten else {
                restart(file, now: now)
                return true
            }
            alerts.take(step, of: file.stream)
            bytesInWindow += step.bytesSettled
            if step.bytesSettled > 0 { hasNews = true }
            if file.stream.head != head { hasNewHeads = true }
            file.isFinished = rest == .ended && file.stream.settled.streamOffset >= status.size
            if file.isFinished { wantsSave = true }
            if step.bytesSettled > 0, file.stream.settled.streamOffset < status.size { return true }
            file.rest(after: rest, grace: plan.graceSeconds)
            table.rest(file)
            return false
        } catch {
            giveUp(file, error)
            return false
        }
    }

    /// Whether a file that did not grow still holds what was looked at; of one that did, the next step asks.
    private func isStillHeld(_ file: FollowedFile, _ handle: OpenFile, _ status: FileStatus) -> Bool {
        guard file.isUnproven else { return true }
        file.isUnproven = false
        return status.size > file.stream.known || status.size == 0
            || file.stream.isHeld(by: handle, store.key)
    }

    private func restart(_ file: FollowedFile, now: Double) {
        if let copy = table.restart(file, now: now) { pending[copy.identity] = copy }
        wantsSave = true
    }

    /// A file that cannot be read any more.
    private func giveUp(_ file: FollowedFile, _ error: InputError) {
        notice(
            "\(file.path) cannot be read on from byte \(file.stream.settled.streamOffset): \(error.reason)")
        file.close()
        file.isFinished = file.isLeaving
        if file.isFinished { wantsSave = true }
        file.rest(after: .ended, grace: plan.graceSeconds)
    }

    // MARK: Telling and saving

    /// Hands what was found to the sink, and saves when it is time.
    ///
    /// Before anything is told of a file, its head is saved: else a run after this one would tell it with other ids,
    /// should the file be moved meanwhile.
    private func tell() -> WatchEnd? {
        if hasNewHeads { save() }
        if let end = alerts.flush() { return end }
        let now = clock()
        let isWindowOver =
            now - windowBegan >= plan.windowSeconds || bytesInWindow >= Limits.windowBytesMax || wantsSave
        if scanner.hasCounts ? isWindowOver : hasNews && now - savedAt >= 1 || wantsSave {
            return endWindow(now)
        }
        return nil
    }

    /// Tells all counts, and then saves how far the files were told of.
    private func endWindow(_ now: Double) -> WatchEnd? {
        alerts.summarise(scanner.takeCounts())
        windowBegan = now
        bytesInWindow = 0
        if hasNewHeads { save() }
        if let end = alerts.flush() { return end }
        savedAt = now
        for file in table.files.values {
            file.commit()
            // Not before: what it is let go with is what the next run goes on from.
            if file.isFinished { table.drop(file) }
        }
        hasNews = false
        wantsSave = false
        save()
        return nil
    }

    private func save() {
        do throws(StateError) {
            try store.save(table.checkpoints, time: table.foundAllAt)
            hasNewHeads = false
            table.hasNewFiles = false
            isSaveRefused = false
        } catch {
            hasNewHeads = false
            if !isSaveRefused { notice("the state cannot be saved, and is tried again: \(error.reason)") }
            isSaveRefused = true
            hasNews = true
        }
    }

    /// Reads what is there, for a bounded time, tells what was counted, and saves.
    package func finish() -> WatchEnd {
        let began = clock()
        repeat {
            look()
            for file in pending.values { while clock() - began < Limits.drainSeconds, step(file) {} }
        } while table.hasDeferred
        if let end = endWindow(clock()) { return end }
        return isSaveRefused ? .incomplete : .finished
    }
}

/// Seconds of a clock that nobody sets.
func monotonicSeconds() -> Double {
    var now = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
}

/// Nanoseconds since 1970.
func realtimeNanoseconds() -> Int64 {
    var now = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
}

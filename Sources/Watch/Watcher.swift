private import Bytes
private import CLinux
public import Delivery
public import Detection
internal import Inputs
package import Pipeline

/// Follows files and tells what is written to them, until somebody asks it to stop.
///
/// What was settled is saved in the state folder only when all that was found in it, and all counts of it, are with the
/// sink: whatever moment the process is killed at, the next run tells what this one has not. What both tell has equal
/// ids.
public final class Watcher {
    var plan: WatchPlan
    let store: CheckpointStore
    let table: FileTable
    var scanner: StretchScanner
    private let makeScanner: (WatchPlan) throws(DetectionError) -> StretchScanner
    let alerts: AlertStream
    let block = InputBlock(capacity: Limits.chunkBytes)
    let notice: (String) -> Void
    let observe: (WatchEvent) -> Void
    var figures = WatchTurn()

    /// When the window began whose counts are not told yet, and what was settled in it.
    var windowBegan: Double
    var bytesInWindow = 0
    var savedAt: Double

    /// When the last look ended, and the processor's seconds that the last few took, of which the middle one counts: one may
    /// have found much that is new.
    private var lookedAt = -Double.infinity
    private var looksSeconds: [Double] = []
    private var lookSeconds: Double {
        looksSeconds.isEmpty ? 0 : looksSeconds.sorted()[looksSeconds.count / 2]
    }

    /// Something was settled, or let go, since the last checkpoint.
    var hasNews = false

    /// The window ends at once: what a file held is told, and the file let go.
    var wantsSave = false

    /// Compressed files that were read to their ends, and wait to be let go: for them the window ends soon.
    var unpackedCount = 0
    var isSaveRefused = false

    /// By its head the next run knows a file, and its copies: some are not saved. From the first moment on, so that the next
    /// run knows since when this one has watched.
    var hasNewHeads = true

    /// What was found to have changed, and was not read to its end yet.
    var pending: [FileIdentity: FollowedFile] = [:]
    private let wakeup = FolderWakeup()
    let aside = Aside()
    private var hasBegun = false
    let clock: () -> Double

    /// - Parameters:
    ///   - state: Where the run before has come to.
    ///   - notice: Gets what a person should know, in a sentence; paths in it are as they are.
    ///   - observe: Gets what a machine should know.
    /// - Throws: `DetectionError.outOfMemory`.
    public convenience init(
        _ plan: WatchPlan, _ state: CheckpointStore, _ sink: any AlertSink,
        notice: @escaping (String) -> Void,
        observe: @escaping (WatchEvent) -> Void = { _ in }
    ) throws(DetectionError) {
        try self.init(plan, state, sink, clock: monotonicSeconds, notice: notice, observe: observe)
    }

    /// - Parameters:
    ///   - clock: Seconds; never goes back.
    ///   - makeScanner: Of the rules of a plan.
    package init(
        _ plan: WatchPlan, _ state: CheckpointStore, _ sink: any AlertSink, clock: @escaping () -> Double,
        makeScanner: @escaping (WatchPlan) throws(DetectionError) -> StretchScanner = StretchScanner.init,
        notice: @escaping (String) -> Void, observe: @escaping (WatchEvent) -> Void = { _ in }
    ) throws(DetectionError) {
        self.makeScanner = makeScanner
        self.plan = plan
        self.clock = clock
        self.notice = notice
        self.observe = observe
        store = state
        if store.isDamaged {
            notice(
                store.latest.sequence == 0
                    ? "the state is damaged: everything is scanned again"
                    : "the state is damaged in part: what was told last may be told again")
        }
        table = FileTable(plan, store.latest, store.key, notice: notice)
        scanner = try makeScanner(plan)
        alerts = AlertStream(plan, sink, store.key, aside, notice: notice, observe: observe)
        windowBegan = clock()
        savedAt = windowBegan
    }

    /// Watches until a signal asks to stop.
    ///
    /// - Parameter reload: Asked for what is to be done from now on when a signal asks to load anew; says itself why
    ///   there is none.
    public func run(reload: () -> WatchPlan? = { nil }) -> WatchEnd {
        while !Signals.isStopping {
            if Signals.takeReload(), let end = self.reload(reload) { return end }
            if let end = turn(atMost: Limits.watchPauseSeconds) { return end }
            tellFigures()
            guard pending.isEmpty, !table.hasQueued else { continue }
            wakeup.add(table.folders)
            // When nothing happens, looking takes at most half a hundredth of the time.
            let most = min(max(lookSeconds * 200, Limits.watchPauseSeconds), Limits.watchPauseSecondsMax)
            let least = max(Limits.watchPauseSecondsMin, lookSeconds)
            wakeup.wait(least: min(least, most), most: most)
        }
        observe(.stops)
        return finish()
    }

    /// Tells what was done since the last time.
    func tellFigures() {
        figures.files = table.files.count
        figures.filesLeaving = table.files.values.count { $0.isLeaving }
        observe(.turned(figures))
        figures = WatchTurn()
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
                figures.lagBytes = 0
                for file in Array(pending.values) {
                    if !step(file) { pending[file.identity] = nil }
                    if alerts.isFull, let end = tell() { return end }
                    if Signals.isStopping { break }
                    lookInPassing()
                }
                stepQueued()
                if let end = tell() { return end }
                if Signals.isStopping { return nil }
            } while (!pending.isEmpty || table.queue.hasNext) && clock() - began < seconds
        } while table.hasDeferred || table.hasQueued && clock() - began < seconds
        return nil
    }

    /// Goes on with what a signal asks to load, and tells what has become of it.
    ///
    /// - Returns: `nil` when the watch goes on.
    package func reload(_ next: () -> WatchPlan?) -> WatchEnd? { alerts.reload(next, adopt: adopt) }

    /// Goes on with another plan: at once, and as a whole.
    ///
    /// What the rules of before have counted is told and saved before; what they have not settled, those of now look
    /// at and count. A file that is not watched any more is told of to its end, and let go.
    ///
    /// - Parameter next: With the key of the plan of before.
    /// - Returns: `nil` when the watch goes on.
    /// - Throws: `DetectionError.outOfMemory`; the plan of before stays as a whole.
    package func adopt(_ next: WatchPlan) throws(DetectionError) -> WatchEnd? {
        let scanner = try makeScanner(next)
        if let end = endWindow(clock()) { return end }
        self.scanner = scanner
        if next.paths != plan.paths { table.adopt(next.paths) }
        plan = next
        alerts.adopt(next)
        for file in table.files.values where file.stream.lookAgain() { file.wake() }
        return nil
    }

    func look() {
        let (began, spent) = (clock(), threadSeconds())
        table.look(now: began) { pending[$0.identity] = $0 }
        lookedAt = clock()
        looksSeconds = looksSeconds.suffix(3) + [threadSeconds() - spent]
        figures.bytesUnreadable += Int(clamping: table.takeBytesRefused())
        if table.hasNewFiles { hasNewHeads = true }
        for file in table.pressed() { pending[file.identity] = file }
        for file in table.files.values where file.dueAt <= began { pending[file.identity] = file }
        if !hasBegun { observe(.began) }
        hasBegun = true
    }

    /// Looks between two steps, or while the disk takes its time, when the last look is some time ago: a file that is open
    /// can be read to its end, however soon it is deleted.
    ///
    /// Not while a file waits for others to take a step, for it waits until the next look; nor while the copy of one that
    /// was cut may be found too early.
    func lookInPassing() {
        guard !table.hasDeferred, !table.known.hasCut else { return }
        let pause = max(lookSeconds * Limits.lookPauses, Limits.lookPauseSeconds)
        if clock() - lookedAt >= pause { look() }
    }

    /// Scans what was added to a file, at most a chunk.
    ///
    /// - Returns: Whether more is to be done at once.
    func step(_ file: FollowedFile) -> Bool {
        let now = clock()
        observe(.goesOn)
        file.awaitsStep = false
        var size: UInt64 = 0
        do throws(InputError) {
            if file.isPacked { return try stepPacked(file) }
            let handle = try file.open()
            let status = try handle.status()
            size = status.size
            _ = file.notice(status, now: now)
            guard status.size >= file.stream.known, isStillHeld(file, handle, status) else {
                if status.size < file.stream.known {
                    figures.filesTruncated += 1
                } else {
                    figures.filesRewritten += 1
                }
                restart(file, now: now)
                return true
            }
            // Two bytes of a mark hide nothing: what is there in one byte a character is found all the same.
            if file.stream.known == 0, try handle.isUTF16() {
                table.remark("\(file.path) is UTF-16, which only 'seep scan' decodes")
            }
            let quiet = now - file.grownAt
            let rest: FollowedStream.Rest =
                file.isLeaving
                    && (quiet >= plan.graceSeconds || file.isPressed)
                ? .ended : quiet >= Limits.quietSeconds ? .quiet : .growing
            let (head, looked) = (file.stream.head, file.stream.looked)
            let step = try file.stream.step(
                handle, size: status.size, rest: rest, scanner, store.key, block)
            guard !step.isRewritten else {
                figures.filesRewritten += 1
                restart(file, now: now)
                return true
            }
            if file.stream.head != head { hasNewHeads = true }
            take(step, of: file)
            figures.bytesRead += Int(file.stream.looked - looked)
            figures.lagBytes = max(figures.lagBytes, status.size - min(status.size, file.stream.looked))
            file.isFinished = rest == .ended && file.stream.settled.streamOffset >= status.size
            if file.isFinished { wantsSave = true }
            if step.bytesSettled > 0, file.stream.settled.streamOffset < status.size {
                table.rest(file)
                return true
            }
            file.rest(after: rest, grace: plan.graceSeconds)
            table.rest(file)
            return false
        } catch {
            if giveUp(file, error) {
                figures.bytesUnreadable += Int(size - min(size, file.stream.settled.streamOffset))
            }
            return false
        }
    }

    func take(_ step: FollowedStream.Step, of file: FollowedFile) {
        alerts.take(step, of: file.stream) { if hasNewHeads { saveHeads() } }
        bytesInWindow += step.bytesSettled
        figures.bytesScanned += step.bytesSettled
        if step.bytesSettled > 0 { hasNews = true }
    }

    /// Whether a changed file still holds what was looked at. Of one that grew, the step asks for the bytes before.
    private func isStillHeld(_ file: FollowedFile, _ handle: OpenFile, _ status: FileStatus) -> Bool {
        guard file.isUnproven else { return true }
        file.isUnproven = false
        if status.size == 0 { return true }
        return status.size > file.stream.known
            ? file.stream.isBegun(by: handle, store.key) : file.stream.isHeld(by: handle, store.key)
    }

    private func restart(_ file: FollowedFile, now: Double) {
        if let copy = table.restart(file, now: now) { pending[copy.identity] = copy }
        wantsSave = true
    }

    /// A file that cannot be read: one that has lost its name is let go, another is tried again.
    ///
    /// - Returns: Whether that is news.
    private func giveUp(_ file: FollowedFile, _ error: InputError) -> Bool {
        let offset = file.stream.settled.streamOffset
        let isNew = table.remark("\(file.path) cannot be read on from byte \(offset): \(error.reason)")
        file.close()
        if file.isLeaving {
            file.finish(at: file.bytesSeen)
            wantsSave = true
        } else {
            file.retry(at: clock() + Limits.retrySeconds)
        }
        return isNew
    }
}

private import Bytes
private import Inputs
private import Pipeline

/// What was found is told, and then saved: in this order, whatever happens.
extension Watcher {
    /// Hands what was found to the sink, and saves when it is time.
    ///
    /// Before anything is told of a file, its head is saved: else a run after this one would tell it with other ids,
    /// should the file be moved meanwhile.
    func tell() -> WatchEnd? {
        if hasNewHeads { saveHeads(meanwhile: lookInPassing) }
        if let end = alerts.flush(meanwhile: lookInPassing) { return end }
        let now = clock()
        let isSavedLately = now - savedAt < 1
        let hasUnpacked =
            unpackedCount >= Limits.unpackedFilesMax
            || unpackedCount > 0 && (!isSavedLately || table.queue.isEmpty)
        if wantsSave || hasUnpacked { return endWindow(now) }
        let isWindowOver =
            now - windowBegan >= plan.windowSeconds || bytesInWindow >= Limits.windowBytesMax
        return (scanner.hasCounts ? isWindowOver : hasNews && !isSavedLately) ? endWindow(now) : nil
    }

    /// Tells all counts, and then saves how far the files were told of.
    func endWindow(_ now: Double) -> WatchEnd? {
        if hasNewHeads { saveHeads(meanwhile: lookInPassing) }
        alerts.summarise(scanner.takeCounts())
        windowBegan = now
        bytesInWindow = 0
        if let end = alerts.flush(meanwhile: lookInPassing) { return end }
        savedAt = now
        table.commit()
        hasNews = false
        wantsSave = false
        unpackedCount = 0
        save(meanwhile: lookInPassing)
        return nil
    }

    /// Saves the heads that are new, so that whoever kills the process finds them saved. Nothing waits for the disk: what the
    /// power takes of a head it takes of the log that was just written, too, and a line that waits here is one more that is
    /// lost when the process is killed and the log deleted.
    func saveHeads(meanwhile: () -> Void = {}) { save(waits: false, meanwhile: meanwhile) }

    /// Saves how far the files were told of.
    ///
    /// - Parameters:
    ///   - waits: For the disk.
    ///   - meanwhile: Called while the disk takes its time.
    private func save(waits: Bool = true, meanwhile: () -> Void = {}) {
        let began = clock()
        let checkpoint = table.checkpoint
        // A file that is found meanwhile is not among them.
        hasNewHeads = false
        table.hasNewFiles = false
        var problem: StateError?
        aside.perform(
            {
                do throws(StateError) { try store.save(checkpoint, waits: waits) } catch { problem = error }
            }, meanwhile: meanwhile)
        guard let problem else {
            observe(.saved(seconds: clock() - began))
            isSaveRefused = false
            return
        }
        observe(.saveRefused)
        if !isSaveRefused { notice("the state cannot be saved, and is tried again: \(problem.reason)") }
        isSaveRefused = true
        hasNews = true
    }

    /// Reads what is there, for a bounded time, tells what was counted, and saves.
    package func finish() -> WatchEnd {
        let began = clock()
        repeat {
            look()
            repeat {
                for file in Array(pending.values) {
                    pending[file.identity] = nil
                    while clock() - began < Limits.drainSeconds, step(file) {}
                }
                stepQueued()
                if let end = tell() { return end }
            } while (!pending.isEmpty || table.queue.hasNext) && clock() - began < Limits.drainSeconds
        } while (table.hasDeferred || table.hasQueued) && clock() - began < Limits.drainSeconds
        tellFigures()
        if let end = endWindow(clock()) { return end }
        return isSaveRefused ? .incomplete : .finished
    }
}

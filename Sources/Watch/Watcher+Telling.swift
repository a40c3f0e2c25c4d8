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
    func endWindow(_ now: Double) -> WatchEnd? {
        if hasNewHeads { save() }
        alerts.summarise(scanner.takeCounts())
        windowBegan = now
        bytesInWindow = 0
        if let end = alerts.flush() { return end }
        savedAt = now
        table.commit()
        hasNews = false
        wantsSave = false
        save()
        return nil
    }

    func save() {
        let began = clock()
        do throws(StateError) {
            try store.save(table.checkpoints, time: table.foundAllAt)
            observe(.saved(seconds: clock() - began))
            hasNewHeads = false
            table.hasNewFiles = false
            isSaveRefused = false
        } catch {
            hasNewHeads = false
            observe(.saveRefused)
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
            if let end = tell() { return end }
        } while (table.hasDeferred || table.hasQueued) && clock() - began < Limits.drainSeconds
        tellFigures()
        if let end = endWindow(clock()) { return end }
        return isSaveRefused ? .incomplete : .finished
    }
}

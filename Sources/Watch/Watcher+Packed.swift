private import Bytes
internal import Inputs
private import Pipeline

/// Compressed files are read from their beginnings to their ends, one after the other.
extension Watcher {
    /// Reads compressed files that wait, one after the other and without another look, for as long as what they tell may
    /// wait.
    func stepQueued() {
        let began = clock()
        while table.queue.hasNext, !table.isUnpacking, !alerts.isFull,
            unpackedCount < Limits.unpackedFilesMax, clock() - began < Limits.watchPauseSeconds
        {
            guard let file = table.followQueued(now: clock()) else { continue }
            hasNewHeads = true
            if step(file) { pending[file.identity] = file }
        }
    }

    /// Scans the next chunk of a compressed file.
    func stepPacked(_ file: FollowedFile) throws(InputError) -> Bool {
        // Should it have changed since it was read to its end, it is read on when it was let go.
        guard !file.isFinished else { return false }
        let bytes = try file.unpack(table.scratch)
        let (head, looked) = (file.stream.head, file.stream.looked)
        let settled = file.stream.settled.streamOffset
        let end = settled + UInt64(block.capacity)
        let size = try bytes.reach(end + 1)
        // A line that was cut off does not settle: should the file still be written, it is read again.
        let step = try file.stream.step(
            bytes, size: size, rest: bytes.isCutOff ? .quiet : .ended, scanner, store.key, block)
        guard !step.isRewritten else {
            _ = file.restart(now: clock())
            return true
        }
        if file.stream.head != head { hasNewHeads = true }
        take(step, of: file)
        figures.bytesRead += Int(file.stream.looked - looked)
        guard size <= end else { return true }
        for damage in bytes.damages {
            notice(sentence(on: damage, of: file))
            figures.bytesUnreadable += Int(clamping: damage.bytesSkipped ?? 0)
        }
        file.finish(at: bytes.packedBytes)
        file.close()
        unpackedCount += 1
        return false
    }

    private func sentence(on damage: Damage, of file: FollowedFile) -> String {
        let skipped =
            damage.bytesSkipped.map { "\($0) bytes are not scanned" } ?? "some bytes are not scanned"
        return "\(file.path), byte \(damage.sourceOffset): \(damage.reason); \(skipped)"
    }
}

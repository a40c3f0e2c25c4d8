private import Bytes
internal import Inputs
private import Pipeline

/// The files that a watch follows: finds new ones, knows known ones again under any name, and lets go of those that
/// lost theirs.
final class FileTable {
    private(set) var files: [FileIdentity: FollowedFile] = [:]
    private var paths: WatchedPaths
    private let key: WatchKey
    private let plan: WatchPlan
    private let notice: (String) -> Void

    /// What a run before has told of, until the files are found again.
    private var resumable: [FileIdentity: CheckpointEntry] = [:]

    /// When that run saved its last checkpoint; `nil` for the first run.
    private let resumedFrom: Int64?
    private var isFirstLook = true

    /// Files were found that no checkpoint knows; whoever saves one sets it back.
    var hasNewFiles = false

    /// Rotated files that wait until what they may be a copy of was looked at; each waits once.
    private var deferred: Set<FileIdentity> = []

    /// When the look before the last began, of those that left no file waiting; nanoseconds since 1970. What is older was
    /// found, or is no concern of the watch: what moves while one look is taken, the next one finds.
    private(set) var foundAllAt: Int64
    private var lookedAt: Int64

    /// Some file waits: another look is due at once.
    private(set) var hasDeferred = false

    /// The names of files that are new or changed in this look.
    private var changedNames: Set<String> = []

    /// Files that were read to their end and let go, as long as they are there: should one grow, it is read on.
    private var done: [FileIdentity: CheckpointEntry] = [:]

    /// Rotated files that are not read: they were there before the watch, are compressed, or copies.
    private var passedOver: Set<FileIdentity> = []

    /// When the first look was taken; nanoseconds since 1970.
    private let began = realtimeNanoseconds()
    private let scratch = InputBlock(capacity: Limits.chunkBytes)

    /// Refusals that were told once.
    private var refused: Set<String> = []

    init(_ plan: WatchPlan, _ checkpoint: Checkpoint, _ key: WatchKey, notice: @escaping (String) -> Void) {
        self.plan = plan
        self.key = key
        self.notice = notice
        paths = WatchedPaths(plan.paths)
        resumedFrom = checkpoint.sequence > 0 ? checkpoint.time : nil
        foundAllAt = resumedFrom ?? began
        lookedAt = foundAllAt
        for entry in checkpoint.entries { resumable[entry.identity] = entry }
    }

    /// The folders of the files.
    var folders: Set<String> { paths.folders }

    /// Looks for files.
    ///
    /// - Parameter changed: Gets each file that is new or not what it was.
    func look(now: Double, changed: (FollowedFile) -> Void) {
        let lookBegan = realtimeNanoseconds()
        // A file that is known by what it is comes before one that may be its copy.
        let all = paths.find(refused: refuse)
        let found =
            all.filter { resumable[$0.status.identity] != nil }
            + all.filter { resumable[$0.status.identity] == nil }
        hasDeferred = false
        changedNames.removeAll()
        var listed: Set<FileIdentity> = []
        for item in found {
            let isNamed = item.rotatedFrom == nil
            // A file with two names is one file.
            let isRepeated = !listed.insert(item.status.identity).inserted
            if let file = files[item.status.identity] {
                if isRepeated { continue }
                file.path = item.path
                let isMoved = file.isLeaving == isNamed
                file.isLeaving = !isNamed
                if isMoved { file.wake() }
                guard file.notice(item.status, now: now) || isMoved else { continue }
                changedNames.insert(file.stream.name)
                changed(file)
            } else if !isDone(item), !passedOver.contains(item.status.identity),
                let file = follow(item, now: now)
            {
                changedNames.insert(file.stream.name)
                changed(file)
            }
        }
        for (identity, file) in files where !listed.contains(identity) {
            if !file.isLeaving { file.wake() }
            file.isLeaving = true
            if let status = try? file.open().status(), file.notice(status, now: now) { changed(file) }
        }
        passedOver.formIntersection(listed)
        if done.contains(where: { !listed.contains($0.key) }) {
            done = done.filter { listed.contains($0.key) }
        }
        guard !hasDeferred else { return }
        (foundAllAt, lookedAt) = (lookedAt, lookBegan)
        isFirstLook = false
        deferred.removeAll()
        // A file that is not there at the first look will not be known again: it is not kept for ever.
        resumable.removeAll()
    }

    /// How far every file was told of.
    var checkpoints: [CheckpointEntry] { files.values.map(\.checkpoint) + done.values }

    /// Whether a file was read to its end, and has not grown since.
    private func isDone(_ item: WatchedPaths.Found) -> Bool {
        guard let entry = done[item.status.identity] else { return false }
        if item.status.size == entry.offset { return true }
        resumable[entry.identity] = entry
        done[entry.identity] = nil
        return false
    }

    private func refuse(_ path: String, _ reason: String) {
        if refused.count < Limits.followedFilesMax, refused.insert(path + "\u{0}" + reason).inserted {
            notice("\(path) is not followed: \(reason)")
        }
    }

    private func follow(_ item: WatchedPaths.Found, now: Double) -> FollowedFile? {
        let identity = item.status.identity
        // An empty file has not told yet what it is.
        if item.rotatedFrom != nil, item.status.size == 0 { return nil }
        guard files.count < Limits.followedFilesMax else {
            refuse(item.path, "there are \(Limits.followedFilesMax) others")
            return nil
        }
        do throws(InputError) {
            let name = item.rotatedFrom ?? item.path
            let stream = FollowedStream(
                name: name, origin: StreamOrigin(identity: identity, generation: 0))
            let file = FollowedFile(identity, path: item.path, stream, now: now)
            let handle = try file.open()
            if try handle.isPacked() {
                if item.rotatedFrom == nil {
                    refuse(item.path, "compressed: 'seep scan' reads its \(item.status.size) bytes")
                }
                passedOver.insert(identity)
                return nil
            }
            file.isLeaving = item.rotatedFrom != nil
            if let entry = try entry(of: handle, identity) {
                file.take(FollowedStream(name: name, resuming: entry))
            } else if item.rotatedFrom != nil {
                if waits(item) { return nil }
                guard isMissed(item) else {
                    passedOver.insert(identity)
                    return nil
                }
            } else if isFirstLook, resumedFrom == nil, plan.skipsPast {
                try file.stream.skip(to: item.status.size, handle, key, scratch)
                file.commit()
            }
            _ = file.notice(item.status, now: now)
            files[identity] = file
            hasNewFiles = true
            rest(file)
            return file
        } catch {
            // Moved away since it was found: the next look finds it under its new name.
            if error != FollowedFile.isMissing { refuse(item.path, error.reason) }
            return nil
        }
    }

    /// Whether a rotated file may be a copy of what nobody has looked at yet.
    private func waits(_ item: WatchedPaths.Found) -> Bool {
        guard let name = item.rotatedFrom, changedNames.contains(name),
            !deferred.contains(item.status.identity)
        else { return false }
        deferred.insert(item.status.identity)
        hasDeferred = true
        return true
    }

    /// What a run before has told of a file, as far as the file still holds it.
    private func entry(of handle: OpenFile, _ identity: FileIdentity) throws(InputError) -> CheckpointEntry? {
        if let entry = resumable[identity] {
            if handle.holds(entry.offset, head: entry.head, tail: entry.tail, key) {
                resumable[identity] = nil
                return entry
            }
            // Written anew since: another generation, from its first byte on.
            let generation = entry.origin.identity == identity ? entry.origin.generation + 1 : 1
            return CheckpointEntry(
                identity: identity, origin: StreamOrigin(identity: identity, generation: generation),
                offset: 0,
                line: 1, beginsLine: true, head: Proof(), tail: Proof())
        }
        // A copy of what a known file held, made while nobody watched.
        guard !resumable.isEmpty else { return nil }
        var head = try FileHead(handle, key)
        let copied = resumable.values.first { entry in
            head.matches(entry.head) && handle.holds(entry.offset, head: entry.head, tail: entry.tail, key)
        }
        if let copied { resumable[copied.identity] = nil }
        return copied
    }

    /// Whether a file with a rotated name was written and moved away between two looks.
    private func isMissed(_ item: WatchedPaths.Found) -> Bool {
        let since = resumedFrom ?? began
        guard !isFirstLook || resumedFrom != nil, item.status.modified >= since - FollowedFile.tickNanoseconds
        else { return false }
        return !isCopy(item)
    }

    /// Whether a file holds what a followed one still does: a copy, of use only when that one is cut.
    private func isCopy(_ item: WatchedPaths.Found) -> Bool {
        guard let handle = try? OpenFile(path: item.path), var head = try? FileHead(handle, key) else {
            return false
        }
        return files.values.contains { file in
            file.stream.name == item.rotatedFrom && head.matches(file.stream.head)
                && file.stream.isHeld(by: handle, key)
        }
    }

    /// A file holds another stream than it did; what it held is read on from its copy, where there is one.
    ///
    /// - Returns: The copy.
    func restart(_ file: FollowedFile, now: Double) -> FollowedFile? {
        let old = file.stream
        file.restart()
        for item in paths.find(refused: { _, _ in }) where item.rotatedFrom == old.name {
            guard files[item.status.identity] == nil, let handle = try? OpenFile(path: item.path),
                old.isHeld(by: handle, key)
            else { continue }
            let copy = FollowedFile(item.status.identity, path: item.path, old.forked(), now: now)
            copy.isLeaving = true
            files[copy.identity] = copy
            passedOver.remove(copy.identity)
            return copy
        }
        return nil
    }

    /// Lets go of a file that was read to its end.
    func drop(_ file: FollowedFile) {
        files[file.identity] = nil
        done[file.identity] = file.checkpoint
    }

    /// Closes a file that is still, when there are more than may be held open. Should it be deleted meanwhile, what was
    /// added since it was looked at is lost; should it be moved, it is found again.
    func rest(_ file: FollowedFile) {
        if files.count > Limits.openFilesMax, !file.isLeaving { file.close() }
    }
}

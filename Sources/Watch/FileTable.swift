private import Bytes
internal import Inputs
private import Pipeline

/// The files that a watch follows: finds new ones, knows known ones again under any name, and lets go of those that
/// lost theirs.
final class FileTable {
    private(set) var files: [FileIdentity: FollowedFile] = [:]

    /// The same by the names of their streams.
    private var filesByName: [String: Set<FileIdentity>] = [:]
    var paths: WatchedPaths
    let key: WatchKey
    let plan: WatchPlan
    private let notice: (String) -> Void

    var known: KnownStreams

    /// When that run saved its last checkpoint; `nil` for the first run.
    let resumedFrom: Int64?
    var isFirstLook = true

    /// Files, or copies of them, were found that no checkpoint knows; whoever saves one sets it back.
    var hasNewFiles = false

    /// Rotated files that wait until what they may be a copy of was looked at; each waits once.
    private var deferred: Set<FileIdentity> = []

    /// When the look before the last began, of those that left no file waiting; nanoseconds since 1970. What is older was
    /// found, or is no concern of the watch: what moves while one look is taken, the next one finds.
    private(set) var foundAllAt: Int64
    private var lookedAt: Int64

    /// Some file waits: another look is due at once.
    private(set) var hasDeferred = false

    /// Some file waits until it is whole: a later look takes it.
    var hasUnfinished = false

    /// Compressed files are read one at a time, for each needs memory of its own: those that wait, and those that are read.
    var queue = PackedQueue()
    var unpacking: Set<FileIdentity> = []

    /// What was found in the last look under other names of each watched file, and whether that was looked for anew since.
    private(set) var rotated: [String: [WatchedPaths.Found]] = [:]
    var isFoundAnew = false

    /// The names of files that are new or changed, and in which no step was taken since; and of them those that were so
    /// before this look.
    private var changedNames: Set<String> = []
    private var namesBehind: Set<String> = []

    /// Files that are not read, with their sizes: rotated ones that were there before the watch, and copies.
    private var passedOver: [FileIdentity: UInt64] = [:]

    /// Bytes of files that are compressed in a way that is not read, since somebody took the number out.
    private var bytesRefused: UInt64 = 0

    /// When the run began; nanoseconds since 1970.
    let began = realtimeNanoseconds()
    let scratch = InputBlock(capacity: Limits.chunkBytes)

    /// Files that are open, and how many may be.
    var openFiles = 0
    let openFilesMax: Int

    /// Some file waits until another one is let go.
    var waitsForRoom = false

    /// Some file waits until another one is read, or let go: a look takes it then.
    var hasQueued: Bool { !queue.isEmpty || waitsForRoom }

    /// What was said.
    private var remarks: Set<String> = []

    init(_ plan: WatchPlan, _ checkpoint: Checkpoint, _ key: WatchKey, notice: @escaping (String) -> Void) {
        self.plan = plan
        self.key = key
        self.notice = notice
        openFilesMax = plan.openFilesMax ?? DescriptorLimit.filesMax
        paths = WatchedPaths(plan.paths)
        known = KnownStreams(checkpoint, doneMax: plan.knownFilesMax)
        resumedFrom = checkpoint.sequence > 0 ? checkpoint.time : nil
        foundAllAt = resumedFrom ?? began
        lookedAt = foundAllAt
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
            known.resumable.isEmpty
            ? all
            : all.filter { known.resumable[$0.status.identity] != nil }
                + all.filter { known.resumable[$0.status.identity] == nil }
        hasDeferred = false
        hasUnfinished = false
        queue.begin()
        keep(all)
        isFoundAnew = false
        countFiles()
        waitsForRoom = false
        changedNames = namesBehind
        var listed = Set<FileIdentity>(minimumCapacity: found.count)
        var filesMet = 0
        var new: [WatchedPaths.Found] = []
        // A file with two names is one file.
        for item in found where listed.insert(item.status.identity).inserted {
            if let file = files[item.status.identity] {
                meet(file, as: item, now: now, changed: changed)
                filesMet += 1
            } else {
                new.append(item)
            }
        }
        if filesMet < files.count { meetNameless(listed, now: now, changed: changed) }
        passOverTold(new)
        // What may be a copy comes when it is known what has changed.
        for item in new where !known.isDone(item.status) && !isPassedOver(item) {
            if let file = follow(item, now: now) { note(file, changed) }
        }
        if passedOver.contains(where: { !listed.contains($0.key) }) {
            passedOver = passedOver.filter { listed.contains($0.key) }
        }
        known.keep(listed)
        guard !hasDeferred else { return }
        isFirstLook = false
        deferred.removeAll()
        guard !hasUnfinished, !hasQueued else { return }
        (foundAllAt, lookedAt) = (lookedAt, lookBegan)
        known.forgetResumable()
    }

    /// Looks which files are compressed, which are open, and which wait for a step.
    private func countFiles() {
        unpacking.removeAll()
        namesBehind.removeAll()
        openFiles = 0
        for file in files.values {
            if file.isPacked { unpacking.insert(file.identity) }
            if file.awaitsStep { namesBehind.insert(file.stream.name) }
            if file.isOpen { openFiles += 1 }
        }
    }

    /// Followed files that have no name any more, or none that is looked for.
    private func meetNameless(
        _ listed: Set<FileIdentity>, now: Double, changed: (FollowedFile) -> Void
    ) {
        for (identity, file) in files where !listed.contains(identity) {
            if !file.isLeaving { file.wake() }
            file.isLeaving = true
            if let status = try? file.open().status(), file.notice(status, now: now) { note(file, changed) }
        }
    }

    /// A followed file was found, under any name.
    private func meet(
        _ file: FollowedFile, as item: WatchedPaths.Found, now: Double, changed: (FollowedFile) -> Void
    ) {
        file.path = item.path
        let isNamed = item.rotatedFrom == nil && !file.isPacked
        let isMoved = file.isLeaving == isNamed
        file.isLeaving = !isNamed
        if isNamed { file.isPressed = false }
        if isMoved { file.wake() }
        if file.notice(item.status, now: now) || isMoved { note(file, changed) }
    }

    /// Whether a rotated file may be a copy of what nobody has looked at yet. It waits until a step was taken in what had
    /// changed by then.
    func waits(_ item: WatchedPaths.Found) -> Bool {
        guard let name = item.original, changedNames.contains(name),
            namesBehind.contains(name) || !deferred.contains(item.status.identity)
        else { return false }
        deferred.insert(item.status.identity)
        hasDeferred = true
        return true
    }

    private func note(_ file: FollowedFile, _ changed: (FollowedFile) -> Void) {
        file.awaitsStep = true
        changedNames.insert(file.stream.name)
        changed(file)
    }

    /// Looks under other names from now on.
    ///
    /// A file that is new to the watch is read from its first byte on, as after a start with the new names; one with a
    /// rotated name is passed over: nobody watched it while it was written. One that is not watched any more is read to
    /// its end, and let go.
    func adopt(_ patterns: [String]) {
        var next = WatchedPaths(patterns)
        let found = next.find(refused: refuse)
        let before = Set(paths.find(refused: { _, _ in }).map(\.status.identity))
        for item in found where item.rotatedFrom != nil && !before.contains(item.status.identity) {
            if files[item.status.identity] == nil, hasRoom { passOver(item) }
        }
        paths = next
        for identity in before.subtracting(found.map(\.status.identity)) {
            files[identity]?.isPressed = true
            files[identity]?.wake()
        }
    }

    /// How far every file was told of.
    var checkpoint: Checkpoint {
        var checkpoint = Checkpoint()
        checkpoint.time = foundAllAt
        checkpoint.held = files.mapValues(\.checkpoint)
        known.add(to: &checkpoint)
        return checkpoint
    }

    /// All that is settled was told.
    func commit() {
        for file in files.values {
            file.commit()
            // Not before: what it is let go with is what the next run goes on from.
            if file.isFinished { drop(file) }
        }
        known.commit()
    }

    private func isPassedOver(_ item: WatchedPaths.Found) -> Bool {
        guard let size = passedOver[item.status.identity] else { return false }
        // A watched file that grows is no copy any more.
        if item.rotatedFrom != nil || item.status.size == size { return true }
        known.forgetCopy(item.status.identity)
        return false
    }

    /// What was passed over as a copy is followed from now on.
    func forgetCopy(_ identity: FileIdentity) {
        passedOver[identity] = nil
        known.forgetCopy(identity)
    }

    /// Whether one more file can be known that is not followed, besides the compressed ones that will be known soon.
    var hasRoom: Bool {
        known.count + passedOver.count + unpacking.count { files[$0] != nil } < plan.knownFilesMax
    }

    func passOver(_ item: WatchedPaths.Found) { passedOver[item.status.identity] = item.status.size }

    /// Passes over a file that is compressed in a way that is not read; of one that has grown what is new counts.
    func refusePacking(_ item: WatchedPaths.Found) {
        let counted = passedOver[item.status.identity] ?? 0
        bytesRefused += item.status.size - min(item.status.size, counted)
        refuse(item.path, "compressed in a way that is not read: \(item.status.size) bytes")
        passOver(item)
    }

    /// Takes out how many bytes of such files were found since the last call.
    func takeBytesRefused() -> UInt64 {
        defer { bytesRefused = 0 }
        return bytesRefused
    }

    func refuse(_ path: String, _ reason: String) { remark("\(path) is not followed: \(reason)") }

    /// Says something once.
    ///
    /// - Returns: Whether it was said now.
    @discardableResult
    func remark(_ sentence: String) -> Bool {
        guard remarks.count < Limits.followedFilesMax, remarks.insert(sentence).inserted else { return false }
        notice(sentence)
        return true
    }

    /// Whether a compressed file is being read.
    var isUnpacking: Bool { unpacking.contains { files[$0].map { !$0.isFinished } ?? false } }

    /// Follows the first of the compressed files that wait, which was found in the last look.
    ///
    /// - Returns: `nil` when it is not to be followed, or not now.
    func followQueued(now: Double) -> FollowedFile? { queue.next().flatMap { follow($0, now: now) } }

    func keep(_ found: [WatchedPaths.Found]) {
        rotated = Dictionary(grouping: found.filter { $0.original != nil }) { $0.original ?? "" }
    }

    func insert(_ file: FollowedFile) {
        if let before = files.updateValue(file, forKey: file.identity) {
            filesByName[before.stream.name]?.remove(file.identity)
        }
        filesByName[file.stream.name, default: []].insert(file.identity)
    }

    func remove(_ file: FollowedFile) {
        files[file.identity] = nil
        filesByName[file.stream.name]?.remove(file.identity)
        if filesByName[file.stream.name]?.isEmpty == true { filesByName[file.stream.name] = nil }
    }

    /// The followed files whose streams have a name, in an order that does not change from run to run.
    func files(named name: String) -> [FollowedFile] {
        (filesByName[name] ?? []).sorted().compactMap { files[$0] }
    }

    /// Lets go of a file that was read to its end.
    private func drop(_ file: FollowedFile) {
        remove(file)
        guard let other = known.finish(file), passedOver.count < plan.knownFilesMax else { return }
        passedOver[other.identity] = other.size
    }
}

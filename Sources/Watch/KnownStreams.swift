private import Bytes
internal import Inputs

/// Streams that were told of and are not read at the moment: a file that holds what one of them held goes on with it, so
/// that nothing is told twice, or left out.
struct KnownStreams {
    /// What a run before has told of, until the files are found again.
    private(set) var resumable: [FileIdentity: CheckpointEntry] = [:]

    /// Files that were read to their end and let go, as long as they are there: should one grow, it is read on.
    private var done: [FileIdentity: CheckpointEntry] = [:]

    /// Streams whose files are gone: their copy may come later, above all a compressed one. The last come last.
    private var gone: [Ended] = []

    private struct Ended {
        var entry: CheckpointEntry

        /// The stream was read to its end: its copies are as long as it was, and other files only begin like it.
        var isWhole: Bool
    }

    /// Streams whose files were cut, and no copy was found; some of what they held may not be told yet.
    private var cut: [FollowedFile] = []

    /// There are some: until what is settled is told, no copy of theirs is known.
    var hasCut: Bool { !cut.isEmpty }

    /// Files that hold what followed ones do, and from where they go on with it should those be cut.
    private var copies: [FileIdentity: CheckpointEntry] = [:]

    private let doneMax: Int

    /// - Parameter doneMax: Files that were let go and are there, of which more is known than that they are gone.
    init(_ checkpoint: Checkpoint, doneMax: Int) {
        self.doneMax = doneMax
        resumable = checkpoint.held
        gone = checkpoint.ended.map { Ended(entry: $0, isWhole: false) }
    }

    /// Adds what the next run may go on from to what the followed files hold.
    func add(to checkpoint: inout Checkpoint) {
        var covered: [CheckpointEntry] = []
        for entries in [resumable, done, copies] {
            for (identity, entry) in entries {
                if checkpoint.held[identity] == nil {
                    checkpoint.held[identity] = entry
                } else {
                    covered.append(entry)
                }
            }
        }
        covered.sort { $0.identity < $1.identity }
        checkpoint.ended = covered + gone.map(\.entry) + cut.map(\.checkpoint)
    }

    // MARK: What becomes of streams

    /// - Returns: A file that is known no more by what it is, for there are too many.
    mutating func finish(_ file: FollowedFile) -> CheckpointEntry? {
        done[file.identity] = file.checkpoint
        guard done.count > doneMax, let other = done.first(where: { $0.key != file.identity })?.value else {
            return nil
        }
        done[other.identity] = nil
        gone.append(Ended(entry: other, isWhole: true))
        boundGone()
        return other
    }

    /// Files that are known, and not followed.
    var count: Int { resumable.count + done.count + copies.count }

    mutating func lose(_ file: FollowedFile) { cut.append(file) }

    /// All that is settled was told.
    mutating func commit() {
        for file in cut {
            file.commit()
            gone.append(Ended(entry: file.checkpoint, isWhole: false))
        }
        cut.removeAll()
        boundGone()
    }

    /// A file holds what a followed one does, or the beginning of it.
    ///
    /// - Parameter size: Bytes of the file as it stands.
    mutating func noteCopy(
        _ identity: FileIdentity, _ bytes: some HeldBytes, size: UInt64, of file: FollowedFile,
        _ key: WatchKey
    ) {
        resumable[identity] = nil
        var entry = file.checkpoint
        entry.size = 0
        if !bytes.holds(entry.offset, head: entry.head, tail: entry.tail, key) {
            // It ends before what was told, so all of it was.
            guard let end = try? bytes.reach(entry.offset), end < entry.offset,
                let head = try? bytes.read(0..<min(end, UInt64(Proof.headBytes))),
                let tail = try? bytes.read(end - min(end, UInt64(Proof.tailBytes))..<end)
            else { return }
            entry.offset = end
            entry.size = size
            (entry.head, entry.tail) = (Proof(head, key), Proof(tail, key))
        }
        entry.identity = identity
        copies[identity] = entry
    }

    /// The origin of a stream that a run before has known in a file, and that did not begin there: the file may be a copy.
    func origin(ofCopy identity: FileIdentity) -> StreamOrigin? {
        resumable[identity].flatMap { $0.origin.identity == identity ? nil : $0.origin }
    }

    /// Whether a file is known as a copy of a stream.
    func isCopy(_ identity: FileIdentity, of origin: StreamOrigin) -> Bool {
        copies[identity]?.origin == origin
    }

    mutating func forgetCopy(_ identity: FileIdentity) { copies[identity] = nil }

    /// Files are there no more, unless they are listed.
    mutating func keep(_ listed: Set<FileIdentity>) {
        if copies.contains(where: { !listed.contains($0.key) }) {
            gone += Self.inOrder(copies.values.filter { !listed.contains($0.identity) }, areWhole: false)
            copies = copies.filter { listed.contains($0.key) }
        }
        guard done.contains(where: { !listed.contains($0.key) }) else { return }
        // In an order that does not change from run to run.
        gone += Self.inOrder(done.values.filter { !listed.contains($0.identity) }, areWhole: true)
        done = done.filter { listed.contains($0.key) }
        boundGone()
    }

    private static func inOrder(_ entries: some Sequence<CheckpointEntry>, areWhole: Bool) -> [Ended] {
        entries.sorted { $0.identity < $1.identity }.map { Ended(entry: $0, isWhole: areWhole) }
    }

    private mutating func boundGone() {
        if gone.count > Limits.goneStreamsMax { gone.removeFirst(gone.count - Limits.goneStreamsMax) }
    }

    /// A file that is not there at the first look will not be known again by what it is: but what it held may.
    mutating func forgetResumable() {
        gone += Self.inOrder(resumable.values, areWhole: false)
        resumable.removeAll()
        boundGone()
    }

    // MARK: What is known of a file

    /// Whether a file was read to its end, and has not grown since; one that has is read on.
    mutating func isDone(_ status: FileStatus) -> Bool {
        guard let entry = done[status.identity] else { return false }
        if status.size == entry.size { return true }
        resumable[entry.identity] = entry
        done[entry.identity] = nil
        return false
    }

    /// Whether a run before has told of all that a file holds, and nothing of it has changed since.
    ///
    /// - Parameter time: When that run has looked last; nanoseconds since 1970.
    func isTold(_ status: FileStatus, before time: Int64) -> Bool {
        // Without a time of birth it may be another file. The time of the last change is the system's own: a program that
        // sets the other one leaves this one as it is.
        guard let entry = resumable[status.identity], entry.origin.identity == status.identity,
            status.identity.born != 0
        else { return false }
        return entry.offset == status.size && entry.size == status.size && status.size > 0
            && status.changed < time - FollowedFile.tickNanoseconds
    }

    /// A file counts as read to its end: should it grow, it is read on.
    mutating func passOver(_ identity: FileIdentity) {
        done[identity] = resumable.removeValue(forKey: identity)
    }

    /// Whether a run before has read a compressed file to its end.
    mutating func isRead(_ status: FileStatus) -> Bool {
        guard let entry = resumable[status.identity], entry.size == status.size, entry.size != entry.offset
        else { return false }
        passOver(entry.identity)
        return true
    }

    /// What was told of a file, by a run before or before it was let go, as far as the file still holds it.
    ///
    /// - Returns: `nil` when nothing was told of it; an entry from the first byte on when it was written anew since.
    mutating func resume(_ identity: FileIdentity, _ bytes: some HeldBytes, _ key: WatchKey)
        -> CheckpointEntry?
    {
        let entry = resumable[identity] ?? gone.last { $0.entry.identity == identity }?.entry
        guard let entry else { return nil }
        let generation = max(1, generation(of: identity))
        resumable[identity] = nil
        if bytes.holds(entry.offset, head: entry.head, tail: entry.tail, key) {
            gone.removeAll { $0.entry == entry }
            return entry
        }
        if !gone.contains(where: { $0.entry == entry }) {
            gone.append(Ended(entry: entry, isWhole: false))
        }
        return CheckpointEntry(
            identity: identity, origin: StreamOrigin(identity: identity, generation: generation), offset: 0,
            line: 1, beginsLine: true, head: Proof(), tail: Proof(), size: 0)
    }

    /// The generation of a stream that begins in a file: another than those of all known ones. Where the file system keeps
    /// no time of birth, a file may be what one before it was.
    func generation(of identity: FileIdentity) -> UInt32 {
        var next: UInt32 = 0
        func take(_ origin: StreamOrigin?) {
            if let origin, origin.identity == identity { next = max(next, origin.generation + 1) }
        }
        take(resumable[identity]?.origin)
        take(done[identity]?.origin)
        for stream in gone { take(stream.entry.origin) }
        return next
    }

    /// The stream whose bytes another file holds, too: the one of which most was told.
    ///
    /// - Parameters:
    ///   - isRotated: The file is one that rotation makes; a log that is made anew may well begin like one that was there
    ///     before, and is read from its first byte on.
    ///   - leastKnown: A stream of which less is known is none: the file holds so much of a followed one.
    mutating func takeCopied(
        by bytes: some HeldBytes, _ head: inout FileHead, isRotated: Bool, leastKnown: UInt64, _ key: WatchKey
    ) -> CheckpointEntry? {
        var candidates = Self.inOrder(resumable.values.filter { head.matches($0.head) }, areWhole: false)
        if isRotated {
            candidates += Self.inOrder(done.values.filter { head.matches($0.head) }, areWhole: true)
            candidates += gone.filter { head.matches($0.entry.head) }
        }
        candidates.removeAll { $0.entry.bytesKnown < leastKnown }
        guard let entry = Self.held(candidates, by: bytes, key) else { return nil }
        resumable[entry.identity] = nil
        gone.removeAll { $0.entry == entry }
        return entry
    }

    /// The stream whose copy was there a moment ago, and may be the one that is compressed here.
    func copied(by bytes: some HeldBytes, _ head: inout FileHead, _ key: WatchKey) -> CheckpointEntry? {
        Self.held(
            Self.inOrder(copies.values.filter { head.matches($0.head) }, areWhole: false), by: bytes, key)
    }

    private static func held(
        _ candidates: [Ended], by bytes: some HeldBytes, _ key: WatchKey
    ) -> CheckpointEntry? {
        // In the order of what is known of them: the last says most, for many logs begin with the same bytes, and compressed
        // bytes are decoded once so.
        candidates.sorted { $0.entry.bytesKnown < $1.entry.bytesKnown }.filter { isHeld($0, by: bytes, key) }
            .last?.entry
    }

    private static func isHeld(_ stream: Ended, by bytes: some HeldBytes, _ key: WatchKey) -> Bool {
        let entry = stream.entry
        guard bytes.holds(entry.offset, head: entry.head, tail: entry.tail, key) else { return false }
        return !stream.isWhole || (try? bytes.reach(entry.offset + 1)) == entry.offset
    }
}

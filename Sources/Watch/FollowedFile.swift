private import Bytes
internal import Inputs
private import Pipeline

/// A file that is followed: by what it is, whatever its name.
final class FollowedFile {
    let identity: FileIdentity

    /// Where it was found last.
    var path: String
    var stream: FollowedStream
    private var handle: OpenFile?

    /// The file is compressed: it is read from its beginning to its end, and let go.
    let isPacked: Bool
    private var unpacked: PackedFile?

    /// Bytes that the file had when it was read to its end, or given up, and the same once all of it was told.
    private var endBytes: UInt64?
    private var endBytesCommitted: UInt64?

    /// Up to where all was told, durably, and the proof of the bytes before.
    private var committed = StretchScanner.Position()
    private var committedProof = Proof()

    /// Size and time of the last change, when they were looked at last.
    private var seen: (size: UInt64, modified: Int64)?

    /// When it was seen to grow last, in seconds of the monotonic clock.
    private(set) var grownAt: Double

    /// It has no name any more under which files are watched: it is read to its end, and let go.
    var isLeaving = false

    /// Too many others wait with it: nobody waits for what may still be added.
    var isPressed = false

    /// It is new, or has changed, and no step was taken in it since.
    var awaitsStep = false

    /// It is read to its end, or cannot be read on: it is let go when all that was found in it is told.
    var isFinished = false

    /// It changed since somebody saw that it still holds what was looked at.
    var isUnproven = false

    /// When there is something to do although it does not grow; seconds of the monotonic clock.
    private(set) var dueAt = -Double.infinity

    init(
        _ identity: FileIdentity, path: String, isPacked: Bool = false, _ stream: FollowedStream, now: Double
    ) {
        self.identity = identity
        self.path = path
        self.isPacked = isPacked
        self.stream = stream
        grownAt = now
        commit()
    }

    /// The same stream, to be read on from another file: what was settled and not told is told with that one.
    func continued(by identity: FileIdentity, path: String, isPacked: Bool, now: Double) -> FollowedFile {
        let other = FollowedFile(identity, path: path, isPacked: isPacked, stream.forked(), now: now)
        other.committed = committed
        other.committedProof = committedProof
        other.isLeaving = true
        return other
    }

    /// All that is settled was told.
    func commit() {
        committed = stream.settled
        committedProof = stream.settledProof
        endBytesCommitted = endBytes
    }

    /// The stream goes on that a run before, or another file, has begun.
    func take(_ stream: FollowedStream) {
        self.stream = stream
        commit()
    }

    /// - Throws: `InputError`, also when the path leads to another file by now.
    func open() throws(InputError) -> OpenFile {
        if let handle { return handle }
        let opened = try OpenFile(path: path)
        guard try opened.status().identity == identity else { throw Self.isMissing }
        handle = opened
        return opened
    }

    /// It is read from this handle from now on, whatever becomes of its names.
    func hold(_ handle: OpenFile) { self.handle = handle }

    var isOpen: Bool { handle != nil }

    func close() {
        handle = nil
        unpacked = nil
    }

    /// The decoded bytes of a compressed file.
    func unpack(_ scratch: InputBlock) throws(InputError) -> PackedFile {
        if let unpacked { return unpacked }
        let opened = try PackedFile(try open(), scratch: scratch)
        unpacked = opened
        return opened
    }

    /// Goes on with what somebody has begun to decode.
    func unpack(_ bytes: PackedFile) { unpacked = bytes }

    /// The file is read to its end, or given up; should it have another size later, it is read on.
    func finish(at bytes: UInt64) {
        endBytes = bytes
        isFinished = true
        dueAt = .infinity
    }

    /// Bytes that it had when it was looked at last.
    var bytesSeen: UInt64 { seen?.size ?? 0 }

    /// It has to be looked after again at that time.
    func retry(at time: Double) { dueAt = time }

    /// Takes the status of now into account.
    ///
    /// - Returns: Whether anything may have changed.
    func notice(_ status: FileStatus, now: Double) -> Bool {
        if let seen, seen.size == status.size, seen.modified == status.modified { return false }
        if seen?.size != status.size { grownAt = now }
        seen = (status.size, status.modified)
        // The times of files tick: what is written within the same tick does not change them.
        if realtimeNanoseconds() - status.modified < Self.tickNanoseconds { seen?.modified = .min }
        isUnproven = true
        return true
    }

    /// It has to be looked after at once.
    func wake() { dueAt = -.infinity }

    /// All was done that can be done now.
    ///
    /// - Parameter grace: Seconds after which a file without a name is let go.
    func rest(after rest: FollowedStream.Rest, grace: Double) {
        switch rest {
        case .growing: dueAt = grownAt + Limits.quietSeconds
        case .quiet: dueAt = isLeaving ? max(grownAt + grace, grownAt + Limits.quietSeconds) : .infinity
        case .ended: dueAt = .infinity
        }
    }

    /// How far the times of files may stay behind the clock.
    static let tickNanoseconds: Int64 = 20_000_000

    /// The file holds another stream from now on.
    ///
    /// - Returns: The stream that it held.
    func restart(now: Double) -> FollowedFile {
        let before = continued(by: identity, path: path, isPacked: isPacked, now: now)
        let generation = stream.origin.identity == identity ? stream.origin.generation + 1 : 1
        take(
            FollowedStream(
                name: stream.name, origin: StreamOrigin(identity: identity, generation: generation)))
        wake()
        return before
    }

    /// What the next run may go on from.
    var checkpoint: CheckpointEntry {
        CheckpointEntry(
            identity: identity, origin: stream.origin, offset: committed.streamOffset, line: committed.line,
            beginsLine: committed.beginsLine, head: stream.head, tail: committedProof,
            size: endBytesCommitted ?? (isPacked ? 0 : committed.streamOffset))
    }

    /// ENOENT: the path leads to no file any more, or to another one.
    static let isMissing = InputError.refused(number: 2)
}

/// Bytes that are compared with what a stream has held.
protocol HeldBytes: GrowingBytes {
    /// The bytes of a range; fewer where they end before it does.
    func read(_ range: Range<UInt64>) throws(InputError) -> [UInt8]

    /// - Returns: The offset, or how many bytes there are when they are fewer.
    func reach(_ offset: UInt64) throws(InputError) -> UInt64
}

extension OpenFile: HeldBytes {
    func reach(_ offset: UInt64) throws(InputError) -> UInt64 { min(offset, try status().size) }
}

extension PackedFile: HeldBytes {}

extension HeldBytes {
    /// Whether the bytes are, up to an offset, what a stream has held.
    func holds(_ offset: UInt64, head: Proof, tail: Proof, _ key: WatchKey) -> Bool {
        guard let first = try? read(0..<UInt64(head.count)), Proof(first, key) == head,
            let last = try? read(offset - min(offset, UInt64(tail.count))..<offset)
        else { return false }
        return Proof(last, key) == tail
    }
}

/// The first bytes of a file, compared with the heads of many streams.
struct FileHead {
    private let bytes: [UInt8]
    private let key: WatchKey

    /// By their counts: most heads have the same.
    private var proofs: [Int: Proof] = [:]

    init(_ file: some HeldBytes, _ key: WatchKey) throws(InputError) {
        bytes = try file.read(0..<UInt64(Proof.headBytes))
        self.key = key
    }

    /// Whether the file begins as a stream did of which something was seen.
    mutating func matches(_ head: Proof) -> Bool {
        guard head.count > 0, head.count <= bytes.count else { return false }
        let proof = proofs[head.count] ?? Proof(Array(bytes[..<head.count]), key)
        proofs[head.count] = proof
        return proof == head
    }
}

private import Bytes
private import Glibc
public import Ledger

/// Why a state folder cannot be used.
public enum StateError: Error, Equatable, Sendable {
    /// The system's error number, and what was tried.
    case system(Int32, String)

    /// Another watch works with the folder.
    case inUse

    public var reason: String {
        switch self {
        case .system(let number, let verb): "cannot \(verb): system error \(number)"
        case .inUse: "another 'seep watch' uses it"
        }
    }
}

/// A folder that holds the key and two files of checkpoints, of which one can always be read.
///
/// A checkpoint is written behind the one before, as what has changed, until the file is twice as long as its first one;
/// the next begins the other file anew, while this one stands. Each first one ends on the disk before the next one begins,
/// so whatever moment the power fails at, the last one that was waited for can be read.
public final class CheckpointStore {
    /// For the fingerprints of values; kept in the folder.
    public let fingerprintKey: FingerprintKey
    let key: WatchKey
    private let folder: String
    private let lock: Int32
    private var slots: [Int32] = []

    /// What the newer file holds, and which it is; the first checkpoint of a run goes to the other one.
    private var log: CheckpointLog
    private var slot = 0
    private var hasBegun = false

    /// The newest checkpoint that could be read, or was written.
    package var latest: Checkpoint { log.latest }

    /// Something was written that cannot be read: it is damaged, or belongs to another key or version. It is cut off, and
    /// `latest` is what was written before it, or nothing.
    package private(set) var isDamaged = false

    /// - Parameter folder: Made, for its owner only, if it is not there.
    public init(folder: String) throws(StateError) {
        self.folder = folder
        if unsafe mkdir(folder, 0o700) != 0, errno != EEXIST { throw .system(errno, "make the folder") }
        lock = unsafe Glibc.open(folder + "/lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0 else { throw .system(errno, "open its lock") }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else { throw .inUse }
        let secret = try Self.secret(folder + "/key")
        key = WatchKey(secret: secret)
        fingerprintKey = FingerprintKey(secret: secret)
        log = CheckpointLog(key)
        var isEmpty = true
        for name in ["/checkpoint.0", "/checkpoint.1"] {
            let slot = unsafe Glibc.open(folder + name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard slot >= 0 else { throw .system(errno, "open a checkpoint") }
            slots.append(slot)
            let bytes = try Self.readAll(slot)
            let found = CheckpointLog(bytes, key)
            isEmpty = isEmpty && bytes.isEmpty
            if found.isDamaged { isDamaged = true }
            if found.bytesCount < bytes.count { _ = ftruncate(slot, off_t(found.bytesCount)) }
            guard found.latest.sequence > log.latest.sequence else { continue }
            log = found
            self.slot = slots.count - 1
        }
        // A first one that was begun and not finished is as good as none, as long as there is another.
        if latest.sequence == 0, !isEmpty { isDamaged = true }
        try Self.sync(folder)
    }

    deinit {
        for slot in slots { close(slot) }
        // A program that is being started in this process has the lock, too, until it runs.
        _ = flock(lock, LOCK_UN)
        close(lock)
    }

    /// Writes a checkpoint, and returns when it is on the disk.
    ///
    /// - Parameters:
    ///   - next: Gets the next number.
    ///   - waits: `false` returns when the system has it, so that it outlasts the process; the next one that is waited for
    ///     takes it to the disk, too.
    package func save(_ next: Checkpoint, waits: Bool = true) throws(StateError) {
        var next = next
        next.sequence = latest.sequence + 1
        let (bytes, added) = log.adding(next)
        let most = min(max(log.firstBytes * 2, Self.logBytesLeast), Limits.stateBytesMax)
        if hasBegun, added.bytesCount <= most {
            // Nobody knows what the disk has after an error, of what was not waited for, either.
            hasBegun = false
            try write(bytes, to: slot, at: log.bytesCount, waits: waits)
            hasBegun = true
            log = added
            return
        }
        let (whole, begun) = CheckpointLog(key).adding(next)
        guard whole.count <= Limits.stateBytesMax else { throw .system(EFBIG, "write a checkpoint") }
        try write(whole, to: 1 - slot, at: 0, waits: true)
        (log, slot, hasBegun) = (begun, 1 - slot, true)
    }

    /// Below this a file of checkpoints is not begun anew.
    private static let logBytesLeast = 64 << 10

    private func write(_ bytes: [UInt8], to number: Int, at offset: Int, waits: Bool) throws(StateError) {
        let slot = slots[number]
        var written = 0
        // What is longer than what is written now must not be taken for its end.
        var problem = ftruncate(slot, off_t(offset)) == 0 ? 0 : errno
        while written < bytes.count, problem == 0 {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                // Sound: the rest of the bytes is read during the call.
                unsafe pwrite(
                    slot, buffer.baseAddress.map { unsafe $0 + written }, buffer.count - written,
                    off_t(offset + written))
            }
            if count > 0 { written += count } else if errno != EINTR { problem = count == 0 ? EIO : errno }
        }
        if problem == 0, waits, fdatasync(slot) != 0 { problem = errno }
        guard problem != 0 else { return }
        // Whether it works or not: what was begun is no part of what can be read, and is written over.
        _ = ftruncate(slot, off_t(offset))
        throw .system(problem, "write a checkpoint")
    }

    /// The key's bytes, made when there are none.
    private static func secret(_ path: String) throws(StateError) -> [UInt8] {
        let file = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw .system(errno, "open its key") }
        defer { close(file) }
        let known = try readAll(file)
        // A key that was cut short was never used: it is on the disk before anything is hashed with it.
        if known.count >= FingerprintKey.secretBytes { return known }
        var generator = SystemRandomNumberGenerator()
        let secret = (0..<FingerprintKey.secretBytes).map { _ in
            UInt8.random(in: .min ... .max, using: &generator)
        }
        let count = unsafe secret.withUnsafeBytes { unsafe pwrite(file, $0.baseAddress, $0.count, 0) }
        guard count == secret.count, fsync(file) == 0 else { throw .system(errno, "write its key") }
        return secret
    }

    private static func readAll(_ file: Int32) throws(StateError) -> [UInt8] {
        var status = stat()
        guard unsafe fstat(file, &status) == 0 else { throw .system(errno, "read it") }
        // What is longer was not written here, and is found to be damaged.
        var bytes = [UInt8](repeating: 0, count: min(Int(status.st_size), Limits.stateBytesMax))
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe pread(file, $0.baseAddress, $0.count, 0) }
        guard count >= 0 else { throw .system(errno, "read it") }
        bytes.removeSubrange(count...)
        return bytes
    }

    /// What was made in a folder is there after a power failure.
    private static func sync(_ folder: String) throws(StateError) {
        let file = unsafe Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0, fsync(file) == 0 else { throw .system(errno, "write the folder") }
        close(file)
    }
}

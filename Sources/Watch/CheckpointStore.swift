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

/// A folder that holds the key and two checkpoints, of which one is always whole.
///
/// The checkpoints take turns: while one is written over, the other stands. Each ends on the disk before the next one
/// begins, so whatever moment the power fails at, the newer of the two or the one before it can be read.
public final class CheckpointStore {
    /// For the fingerprints of values; kept in the folder.
    public let fingerprintKey: FingerprintKey
    let key: WatchKey
    private let folder: String
    private let lock: Int32
    private var slots: [Int32] = []

    /// The newest checkpoint that could be read.
    package private(set) var latest = Checkpoint()

    /// Why there is none although one was written: it is damaged, or belongs to another key or version.
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
        var found: [Checkpoint] = []
        for name in ["/checkpoint.0", "/checkpoint.1"] {
            let slot = unsafe Glibc.open(folder + name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard slot >= 0 else { throw .system(errno, "open a checkpoint") }
            slots.append(slot)
            let bytes = try Self.readAll(slot)
            if let checkpoint = Checkpoint(bytes, key) {
                found.append(checkpoint)
            } else if !bytes.isEmpty {
                isDamaged = true
            }
        }
        if let newest = found.max(by: { $0.sequence < $1.sequence }) {
            latest = newest
            isDamaged = false
        }
        try Self.sync(folder)
    }

    deinit {
        for slot in slots { close(slot) }
        close(lock)
    }

    /// Writes a checkpoint, and returns when it is on the disk.
    package func save(_ entries: [CheckpointEntry], time: Int64) throws(StateError) {
        var next = Checkpoint()
        next.sequence = latest.sequence + 1
        next.time = time
        next.entries = entries
        let slot = slots[Int(next.sequence & 1)]
        let bytes = next.encoded(key)
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                // Sound: the rest of the bytes is read during the call.
                unsafe pwrite(
                    slot, buffer.baseAddress.map { unsafe $0 + written }, buffer.count - written,
                    off_t(written))
            }
            if count > 0 {
                written += count
            } else if errno != EINTR {
                throw .system(errno, "write a checkpoint")
            }
        }
        guard ftruncate(slot, off_t(bytes.count)) == 0, fdatasync(slot) == 0 else {
            throw .system(errno, "write a checkpoint")
        }
        latest = next
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

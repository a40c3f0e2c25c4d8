private import Bytes
internal import Inputs

/// The compressed files that wait until the one before them is read. Each look finds them anew, and need not open those
/// that the look before has found.
struct PackedQueue {
    /// The first of them, in the order in which the last look has found them.
    private var waiting: ArraySlice<WatchedPaths.Found> = []

    /// There are more than are kept: another look finds them.
    private var hasMore = false

    /// All that the last look has found, and the one before.
    private var found: Set<FileIdentity> = []
    private var foundBefore: Set<FileIdentity> = []

    var isEmpty: Bool { waiting.isEmpty && !hasMore }

    /// One can be read without another look.
    var hasNext: Bool { !waiting.isEmpty }

    /// A look begins.
    mutating func begin() {
        waiting = []
        hasMore = false
        foundBefore = found
        found = []
    }

    mutating func add(_ item: WatchedPaths.Found) {
        found.insert(item.status.identity)
        if waiting.count < Limits.queuedFilesMax { waiting.append(item) } else { hasMore = true }
    }

    /// Whether a file is known to be compressed, and to wait.
    func isKnown(_ identity: FileIdentity) -> Bool {
        foundBefore.contains(identity) || found.contains(identity)
    }

    /// Takes out the first.
    mutating func next() -> WatchedPaths.Found? { waiting.popFirst() }
}

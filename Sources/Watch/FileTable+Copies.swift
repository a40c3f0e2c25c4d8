internal import Inputs

/// Which file holds what another one does, or has held.
extension FileTable {
    /// A file holds another stream than it did; what it held is read on from its copy, where there is one.
    ///
    /// - Returns: The copy.
    func restart(_ file: FollowedFile, now: Double) -> FollowedFile? {
        let before = file.restart(now: now)
        if let copy = copy(of: before, now: now) { return copy }
        // It may have been made since; many logs may be cut at once, and one more look serves them all.
        if !isFoundAnew {
            isFoundAnew = true
            keep(paths.find(refused: { _, _ in }))
            if let copy = copy(of: before, now: now) { return copy }
        }
        known.lose(before)
        return nil
    }

    private func copy(of before: FollowedFile, now: Double) -> FollowedFile? {
        for item in rotated[before.stream.name] ?? [] {
            guard files[item.status.identity] == nil, let handle = try? OpenFile(path: item.path),
                let status = try? handle.status(), status.identity == item.status.identity,
                let packing = try? handle.packing(), packing != .unknown
            else { continue }
            let isPacked = packing == .known
            let isHeld =
                isPacked
                ? (try? PackedFile(handle, scratch: scratch)).map { isCopy(item, $0, of: before) } ?? false
                : isCopy(item, handle, of: before)
            guard isHeld else { continue }
            let copy = before.continued(
                by: item.status.identity, path: item.path, isPacked: isPacked, now: now)
            insert(copy)
            forgetCopy(copy.identity)
            return copy
        }
        return nil
    }

    /// Whether a file holds what another did. One that holds the beginning of it is known from now on by how much of that
    /// was told.
    private func isCopy(_ item: WatchedPaths.Found, _ bytes: some HeldBytes, of before: FollowedFile) -> Bool
    {
        if before.stream.isHeld(by: bytes, key) { return true }
        if known.isCopy(item.status.identity, of: before.stream.origin) {
            known.noteCopy(item.status.identity, bytes, size: item.status.size, of: before, key)
        }
        return false
    }

    /// The followed file that holds what this one does: the copy is of use only when that one is cut.
    func original(
        of item: WatchedPaths.Found, _ bytes: some HeldBytes, _ head: inout FileHead
    ) -> FollowedFile? {
        // Of many logs that are copied at once, each has few files to be compared with.
        (item.original.map(files(named:)) ?? Array(files.values)).first { file in
            if head.matches(file.stream.head), file.stream.isHeld(by: bytes, key) {
                return !isOvertaken(file, by: bytes)
            }
            return item.original != nil && isBeginning(bytes, of: file)
        }
    }

    /// How many bytes of the followed log that it may be a copy of a file holds; 0 when it holds none.
    func bytesHeld(by item: WatchedPaths.Found, _ bytes: some HeldBytes, _ head: inout FileHead) -> UInt64 {
        var most: UInt64 = 0
        for file in item.original.map(files(named:)) ?? [] where head.matches(file.stream.head) {
            most = max(most, file.stream.bytesHeld(by: bytes, key) ?? 0)
        }
        return most
    }

    /// Whether a file that began as another one has gone on by itself; one that was cut, or written anew, is not overtaken
    /// by what it held.
    private func isOvertaken(_ file: FollowedFile, by bytes: some HeldBytes) -> Bool {
        guard let handle = try? file.open(), let size = try? handle.status().size,
            file.stream.isHeld(by: handle, key), let reached = try? bytes.reach(size + 1)
        else { return false }
        return reached > size
    }

    /// Whether all of a file is the beginning of what a followed one holds: a copy that is being made, or was made before
    /// more was added.
    private func isBeginning(_ bytes: some HeldBytes, of file: FollowedFile) -> Bool {
        defer { rest(file) }
        guard !file.isPacked, let handle = try? file.open(), let size = try? handle.status().size,
            let first = try? bytes.read(0..<min(size, UInt64(Proof.headBytes))), !first.isEmpty,
            (try? handle.read(0..<UInt64(first.count))) == first,
            let end = try? bytes.reach(size + 1), end <= size
        else { return false }
        let tail = end - min(end, UInt64(Proof.tailBytes))..<end
        guard let last = try? bytes.read(tail), let same = try? handle.read(tail) else { return false }
        return last == same
    }
}

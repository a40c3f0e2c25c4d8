private import Bytes
internal import Inputs

/// How a file that is new to a run is followed: from where it was told of, from its first byte on, later, or not at all.
extension FileTable {
    func follow(_ item: WatchedPaths.Found, now: Double) -> FollowedFile? {
        let identity = item.status.identity
        // An empty file has not told yet what it is.
        if item.rotatedFrom != nil, item.status.size == 0 { return nil }
        if known.isRead(item.status) { return nil }
        if queue.isKnown(identity), isUnpacking {
            queue.add(item)
            return nil
        }
        guard files.count < Limits.followedFilesMax else {
            refuse(item.path, "there are \(Limits.followedFilesMax) others")
            return nil
        }
        // What is read to its end, or left out, has to be known as long as it is there.
        let hasRoom = hasRoom || known.resumable[identity] != nil
        guard hasRoom || item.original == nil else {
            refuseWithoutRoom(item)
            return nil
        }
        guard canOpen else { return nil }
        do throws(InputError) {
            let handle = try OpenFile(path: item.path)
            guard try handle.status().identity == identity else { throw FollowedFile.isMissing }
            switch try handle.packing() {
            case .none: return try begin(item, handle, handle, isPacked: false, now: now)
            case _ where !hasRoom:
                refuseWithoutRoom(item)
                return nil
            case _ where skipsPast:
                passOver(item)
                return nil
            case _ where isBeingPacked(item):
                hasUnfinished = true
                return nil
            case .known:
                if isUnpacking {
                    queue.add(item)
                    return nil
                }
                unpacking.insert(identity)
                let bytes = try PackedFile(handle, scratch: scratch)
                let file = try begin(item, handle, bytes, isPacked: true, now: now)
                file?.unpack(bytes)
                return file
            case .unknown:
                refusePacking(item)
                return nil
            }
        } catch {
            // Moved away since it was found: the next look finds it under its new name.
            if error != FollowedFile.isMissing { refuse(item.path, error.reason) }
            return nil
        }
    }

    private func refuseWithoutRoom(_ item: WatchedPaths.Found) {
        refuse(item.path, "there are \(plan.knownFilesMax) others that were read or left out")
    }

    /// Follows a file that is new to this run from where it was told of, or from its first byte on; or passes it over.
    ///
    /// - Parameter bytes: What the file holds, decoded.
    private func begin(
        _ item: WatchedPaths.Found, _ handle: OpenFile, _ bytes: some HeldBytes, isPacked: Bool, now: Double
    ) throws(InputError) -> FollowedFile? {
        let identity = item.status.identity
        let isRotated = item.original != nil || isPacked
        let name = item.original ?? item.path
        var file = FollowedFile(
            identity, path: item.path, isPacked: isPacked,
            FollowedStream(
                name: item.rotatedFrom ?? item.path,
                origin: StreamOrigin(identity: identity, generation: known.generation(of: identity))),
            now: now)
        var head = try FileHead(bytes, key)
        let bytesHeld = bytesHeld(by: item, bytes, &head)
        if let origin = known.origin(ofCopy: identity), let original = original(of: item, bytes, &head),
            original.stream.origin == origin
        {
            passOver(item, bytes, copyOf: original)
            return nil
        }
        if let entry = known.resume(identity, bytes, key) {
            file.take(FollowedStream(name: file.stream.name, resuming: entry))
        } else if let entry = known.takeCopied(
            by: bytes, &head, isRotated: isRotated, leastKnown: bytesHeld, key)
        {
            file.take(FollowedStream(name: name, resuming: entry))
        } else if isRotated {
            if waits(item) { return nil }
            if let original = original(of: item, bytes, &head) {
                guard isPacked, (try? original.open()) == nil else {
                    passOver(item, bytes, copyOf: original)
                    return nil
                }
                // It was closed, for there are too many, and is gone: what it held stands here alone.
                remove(original)
                file = original.continued(by: identity, path: item.path, isPacked: true, now: now)
            } else if let entry = known.copied(by: bytes, &head, key) {
                file.take(FollowedStream(name: name, resuming: entry))
            } else if item.rotatedFrom == nil ? skipsPast : !isMissed(item) {
                passOver(item)
                return nil
            }
        } else if skipsPast, !isPacked {
            try file.stream.skip(to: item.status.size, handle, key, scratch)
            file.commit()
        }
        file.isLeaving = item.rotatedFrom != nil || isPacked
        _ = file.notice(item.status, now: now)
        // Should it be deleted before the first step, it can be read all the same.
        file.hold(handle)
        insert(file)
        hasNewFiles = true
        rest(file)
        if file.isOpen { openFiles += 1 }
        return file
    }

    private func passOver(_ item: WatchedPaths.Found, _ bytes: some HeldBytes, copyOf file: FollowedFile) {
        passOver(item)
        known.noteCopy(item.status.identity, bytes, size: item.status.size, of: file, key)
        // When the other goes on, and is cut, nothing else tells what this one holds.
        hasNewFiles = true
    }

    /// What is there already is left unscanned.
    private var skipsPast: Bool { isFirstLook && resumedFrom == nil && plan.skipsPast }

    /// Whether a file may still be compressed into this one: it was changed shortly ago, or the other is still there.
    private func isBeingPacked(_ item: WatchedPaths.Found) -> Bool {
        if isFresh(item) { return true }
        guard let dot = item.path.lastIndex(of: "."),
            (try? FileStatus(path: String(item.path[..<dot]))) != nil
        else { return false }
        return isFresh(item, times: Limits.packingTimes)
    }

    /// Whether a file was changed so shortly ago that it may still be in the making.
    private func isFresh(_ item: WatchedPaths.Found, times: Double = 1) -> Bool {
        Double(realtimeNanoseconds() - item.status.changed) < plan.makingSeconds * times * 1e9
    }

    /// Whether a file with a rotated name was written and moved away between two looks.
    private func isMissed(_ item: WatchedPaths.Found) -> Bool {
        let since = resumedFrom ?? began
        return (!isFirstLook || resumedFrom != nil)
            && item.status.modified >= since - FollowedFile.tickNanoseconds
    }
}

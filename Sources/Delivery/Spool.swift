public import Bytes
private import Glibc
private import Synchronization

/// Lines that wait on the disk until they are delivered, in order, within a bound.
///
/// They stand in files named by rising numbers, of which the last is added to. Beside them, `delivered` says how far the
/// first was delivered. Lines are on the disk when `append` returns; what `commit` notes may be lost when the power fails,
/// and then lines are delivered again. A number is never used twice, so that an old note cannot be taken for a later file's.
///
/// One thread appends and another one takes; the lock is held for as long as the disk needs.
public final class Spool: Sendable {
    private let folder: String
    private let bytesMax: Int
    private let syncFolder: @Sendable (_ path: String) throws(SinkError) -> Void
    private let state: Mutex<State>

    private struct State {
        /// By number, the lowest first.
        var segments: [Segment] = []
        var nextNumber: UInt64 = 1

        /// Bytes of the first segment that were delivered.
        var delivered = 0
        var note: Int32 = -1

        /// Bytes of all segments, which is what the disk holds.
        var bytes: Int { segments.reduce(0) { $0 + $1.bytes } }
    }

    private struct Segment {
        var number: UInt64
        var file: Int32
        var bytes: Int
    }

    /// Lines to deliver, and what to commit when they are.
    package struct Batch: Sendable {
        package var lines: [UInt8]
        fileprivate var number: UInt64
        fileprivate var end: Int
    }

    /// Opens a spool, and goes on where the run before has come to.
    ///
    /// - Parameters:
    ///   - folder: Made, for its owner only, if it is not there; no other run may use it.
    ///   - bytesMax: Bytes of all its files, at most.
    /// - Throws: `SinkError.failed`, `.symbolicLink`.
    public convenience init(folder: String, bytesMax: Int = Limits.spoolBytesMax) throws(SinkError) {
        try self.init(folder: folder, bytesMax: bytesMax, syncFolder: syncFolder(of:))
    }

    /// - Parameter syncFolder: Makes the name at a path outlast a power failure.
    package init(
        folder: String, bytesMax: Int,
        syncFolder: @escaping @Sendable (_ path: String) throws(SinkError) -> Void
    ) throws(SinkError) {
        self.folder = folder
        self.bytesMax = bytesMax
        self.syncFolder = syncFolder
        if unsafe mkdir(folder, 0o700) != 0, errno != EEXIST { throw .failed(errno) }
        var found = State()
        do throws(SinkError) {
            try Self.load(&found, folder)
        } catch {
            Self.close(found)
            throw error
        }
        state = Mutex(found)
    }

    deinit { state.withLock { Self.close($0) } }

    /// Bytes of lines that were not delivered.
    public var bytesWaiting: Int { state.withLock { $0.bytes - $0.delivered } }

    /// Puts as many whole lines on the disk as there is room for.
    ///
    /// - Parameter lines: What is on the disk is removed.
    /// - Throws: `SinkError.spoolFull` when some are left, `.failed`.
    package func append(_ lines: inout [UInt8]) throws(SinkError) {
        var taken = 0
        defer { lines.removeFirst(taken) }
        try state.withLock { (state) throws(SinkError) in
            while taken < lines.count {
                let last = try segmentToAdd(&state)
                let room = min(bytesMax - state.bytes, lines.count - taken)
                let piece = lines[taken...].prefix(max(0, room))
                guard let end = piece.lastIndex(of: 0x0A) else { throw .spoolFull(bytesMax: bytesMax) }
                try Self.add(lines[taken...end], to: state.segments[last])
                state.segments[last].bytes += end + 1 - taken
                taken = end + 1
            }
        }
    }

    /// The next lines to deliver, at least one if there is one; the same ones until they are committed.
    ///
    /// - Parameter bytesMax: Bytes of the lines, unless the first alone is longer.
    /// - Returns: `nil` when all were delivered.
    /// - Throws: `SinkError.failed` when the disk cannot be read.
    package func next(bytesMax: Int) throws(SinkError) -> Batch? {
        try state.withLock { (state) throws(SinkError) in
            guard let first = state.segments.first, state.delivered < first.bytes else { return nil }
            let waiting = first.bytes - state.delivered
            var wanted = min(bytesMax, waiting)
            while true {
                var lines = try Self.read(first.file, state.delivered, count: wanted)
                if let end = lines.lastIndex(of: 0x0A) {
                    lines.removeSubrange((end + 1)...)
                    return Batch(lines: lines, number: first.number, end: state.delivered + lines.count)
                }
                // Lines are whole: the last one has its end.
                guard wanted < waiting else { throw .failed(EIO) }
                wanted = min(wanted * 2, waiting)
            }
        }
    }

    /// Notes that a batch was delivered, and deletes a file of which all was.
    package func commit(_ batch: Batch) {
        state.withLock { state in
            guard let first = state.segments.first, first.number == batch.number else { return }
            state.delivered = batch.end
            // An error costs a delivery a second time, and nothing else.
            let note = SpoolNote(number: batch.number, offset: batch.end).bytes
            let written = unsafe note.withUnsafeBytes {
                unsafe pwrite(state.note, $0.baseAddress, $0.count, 0)
            }
            if written == note.count { fdatasync(state.note) }
            let isAddedTo = state.segments.count == 1 && first.bytes < bytesMax / Limits.spoolSegments
            if state.delivered == first.bytes, !isAddedTo {
                Self.deleteFirst(&state, folder)
            }
        }
    }

    // MARK: Files

    /// - Returns: The index of the segment to add to, which is made if the last is long enough.
    private func segmentToAdd(_ state: inout State) throws(SinkError) -> Int {
        if let last = state.segments.last, last.bytes < bytesMax / Limits.spoolSegments {
            return state.segments.count - 1
        }
        // What does not fit makes no file.
        guard state.bytes < bytesMax else { throw .spoolFull(bytesMax: bytesMax) }
        let path = Self.path(folder, state.nextNumber)
        let file = try Self.open(path, O_EXCL)
        state.nextNumber += 1
        do throws(SinkError) {
            try syncFolder(path)
        } catch {
            // Lines in a file whose name the disk may not have are safe nowhere.
            _ = unsafe unlink(path)
            Glibc.close(file)
            throw error
        }
        state.segments.append(Segment(number: state.nextNumber - 1, file: file, bytes: 0))
        return state.segments.count - 1
    }

    private static func add(_ lines: ArraySlice<UInt8>, to segment: Segment) throws(SinkError) {
        var written = 0
        var problem: Int32 = 0
        while problem == 0, written < lines.count {
            // Sound: the rest of the lines is read during the call.
            let count = unsafe lines.dropFirst(written).withUnsafeBytes {
                unsafe pwrite(segment.file, $0.baseAddress, $0.count, off_t(segment.bytes + written))
            }
            if count > 0 { written += count } else if errno != EINTR { problem = count == 0 ? EIO : errno }
        }
        if problem == 0, fdatasync(segment.file) != 0 { problem = errno }
        guard problem != 0 else { return }
        // Whether it works or not: the next lines are written over what was begun, and a start cuts it off.
        ftruncate(segment.file, off_t(segment.bytes))
        throw .failed(problem)
    }

    private static func load(_ state: inout State, _ folder: String) throws(SinkError) {
        state.note = try open(folder + "/delivered", 0)
        let note = SpoolNote(try read(state.note, 0, count: SpoolNote.bytesCount))
        for number in try names(in: folder).compactMap(number(of:)).sorted() {
            let file = try open(path(folder, number), 0)
            state.segments.append(Segment(number: number, file: file, bytes: 0))
            state.segments[state.segments.count - 1].bytes = try wholeLines(file)
        }
        state.nextNumber = max(state.segments.last?.number ?? 0, note?.number ?? 0) + 1
        state.segments.removeAll { segment in
            guard segment.bytes == 0 else { return false }
            _ = unsafe unlink(path(folder, segment.number))
            Glibc.close(segment.file)
            return true
        }
        guard let note, let first = state.segments.first, first.number == note.number else { return }
        // A note that does not fit tells nothing.
        guard note.offset > 0, note.offset <= first.bytes,
            try read(first.file, note.offset - 1, count: 1) == [0x0A]
        else { return }
        state.delivered = note.offset
        // The run before was killed before it deleted the file, or added to it still; this one may begin another.
        if state.delivered == first.bytes { deleteFirst(&state, folder) }
    }

    /// Deletes the first file, of which all was delivered.
    private static func deleteFirst(_ state: inout State, _ folder: String) {
        let first = state.segments.removeFirst()
        state.delivered = 0
        _ = unsafe unlink(path(folder, first.number))
        Glibc.close(first.file)
    }

    private static func names(in folder: String) throws(SinkError) -> [String] {
        guard let listing = unsafe opendir(folder) else { throw .failed(errno) }
        defer { unsafe closedir(listing) }
        var names: [String] = []
        errno = 0
        while let entry = unsafe readdir(listing) {
            // Sound: the name ends with a zero byte and is copied before the next call.
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            names.append(name)
            errno = 0
        }
        guard errno == 0 else { throw .failed(errno) }
        return names
    }

    /// Cuts off what was not all on the disk when the run before ended: nobody was told that it is here.
    ///
    /// That is a line without its end; and, after a power failure, pages that were never written and are read as zeros,
    /// with all behind them.
    ///
    /// - Returns: Bytes of the lines that are whole.
    private static func wholeLines(_ file: Int32) throws(SinkError) -> Int {
        var status = stat()
        guard unsafe fstat(file, &status) == 0 else { throw .failed(errno) }
        var (offset, end) = (0, 0)
        scan: while offset < status.st_size {
            let block = try read(file, offset, count: Limits.batchBytesMax)
            guard !block.isEmpty else { break }
            for (index, byte) in block.enumerated() {
                if byte == 0 { break scan }
                if byte == 0x0A { end = offset + index + 1 }
            }
            offset += block.count
        }
        if end < status.st_size, ftruncate(file, off_t(end)) != 0 { throw .failed(errno) }
        return end
    }

    private static func path(_ folder: String, _ number: UInt64) -> String {
        let digits = String(number)
        return "\(folder)/\(String(repeating: "0", count: max(0, 10 - digits.utf8.count)))\(digits).jsonl"
    }

    private static func number(of name: String) -> UInt64? {
        guard name.hasSuffix(".jsonl"), let number = UInt64(name.dropLast(6)), number < .max else {
            return nil
        }
        return path("", number) == "/" + name ? number : nil
    }

    private static func open(_ path: String, _ flags: Int32) throws(SinkError) -> Int32 {
        let file = unsafe Glibc.open(
            path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | flags, 0o600)
        guard file >= 0 else { throw errno == ELOOP ? .symbolicLink : .failed(errno) }
        return file
    }

    /// - Returns: Fewer bytes at the end of the file.
    private static func read(_ file: Int32, _ offset: Int, count: Int) throws(SinkError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let got = unsafe bytes.withUnsafeMutableBytes {
            unsafe pread(file, $0.baseAddress, $0.count, off_t(offset))
        }
        guard got >= 0 else { throw .failed(errno) }
        bytes.removeSubrange(got...)
        return bytes
    }

    private static func close(_ state: State) {
        for segment in state.segments { Glibc.close(segment.file) }
        if state.note >= 0 { Glibc.close(state.note) }
    }
}

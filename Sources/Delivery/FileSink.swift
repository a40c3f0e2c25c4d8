public import Bytes
private import Glibc

/// A file that alerts are added to; what was written is on the disk before the call returns.
///
/// With a bound, the file that would pass it is kept as `FILE.1`, the one before as `FILE.2`, and so on; the oldest is
/// deleted. A line is never split: one that is longer than the bound has a file of its own. Whatever moment the run ends
/// at, each line stands in one of the files. While the disk fails to keep what is written, nothing is deleted.
///
/// A FIFO or a device is written to as it is, and not bounded; what a FIFO holds when nobody has it open any more is gone.
public final class FileSink: AlertSink {
    private let path: String
    private let bytesMax: Int
    private let keptMax: Int
    private var file: OpenedFile

    /// Bytes of the lines to come that stand in the file already, and are not on the disk yet.
    private var written = 0

    /// Bytes of the file before them.
    private var begunAt = 0

    /// What was written last is on the disk, or was taken back.
    private var isSettled = true

    /// Returns when what was written to a descriptor is on the disk: 0, or -1 and `errno`.
    private let sync: (Int32) -> Int32

    /// - Parameters:
    ///   - path: Made, for its owner only, if it is not there.
    ///   - bytesMax: Bytes of the file, at most; 0 for no bound.
    ///   - keptMax: Rotated files that are kept, at least one.
    /// - Throws: `SinkError`: the path leads to a symbolic link, a folder or a disk, a FIFO was to be bounded, or the
    ///   system refuses.
    public convenience init(path: String, bytesMax: Int = 0, keptMax: Int = Limits.alertsKept)
        throws(SinkError)
    {
        try self.init(path: path, bytesMax: bytesMax, keptMax: keptMax, sync: fdatasync)
    }

    package init(path: String, bytesMax: Int, keptMax: Int, sync: @escaping (Int32) -> Int32)
        throws(SinkError)
    {
        precondition(bytesMax >= 0 && keptMax >= 1, "a file that is rotated is kept")
        self.path = path
        self.bytesMax = bytesMax
        self.keptMax = keptMax
        self.sync = sync
        file = try OpenedFile(path)
        if bytesMax > 0, !file.isRegular { throw .unsuitable }
    }

    public func reopen() throws(SinkError) {
        // A reader that is there still gets the rest of what was begun; a file gets all of it again.
        guard file.isRegular || !file.isNamed(path) else { return }
        file = try OpenedFile(path)
        written = 0
    }

    public func write(_ lines: inout [UInt8]) throws(SinkError) {
        while !lines.isEmpty {
            let size = try file.size()
            if written == 0 { begunAt = size }
            let room = bytesMax == 0 ? lines.count : max(0, bytesMax - size + written)
            var end = lines.prefix(max(room, written)).lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
            if end == 0, written == 0, size > 0, room < lines.count, isSettled {
                try rotate()
                continue
            }
            // The first line, however long it is; and the end of one that was begun.
            if end < max(written, 1) {
                end = lines[max(0, written - 1)...].firstIndex(of: 0x0A).map { $0 + 1 } ?? lines.count
            }
            while written < end {
                written += try writeSome(lines[written..<end], to: file.descriptor, waits: !file.isRegular)
            }
            written = 0
            try settle(count: end)
            lines.removeFirst(end)
        }
    }

    /// Returns when what was written is on the disk.
    ///
    /// Nobody knows what the disk has after an error, and all of it is written again: so it is taken back, unless somebody
    /// else has added to the file or cut it. What cannot be taken back must not fill the file until older alerts go.
    ///
    /// - Parameter count: Bytes that were written, from `begunAt` on.
    private func settle(count: Int) throws(SinkError) {
        guard file.isRegular, sync(file.descriptor) != 0 else {
            isSettled = true
            return
        }
        let problem = errno
        isSettled = (try? file.size()) == begunAt + count && ftruncate(file.descriptor, off_t(begunAt)) == 0
        throw .failed(problem)
    }

    /// Keeps the file under another name, and goes on in a new one.
    ///
    /// Each step leaves every line in a file, and the next run may begin after any of them: a name that is free ends the
    /// moving, so that the oldest is replaced only when all names are taken.
    private func rotate() throws(SinkError) {
        // Somebody may have moved it away, or a rotation was not ended.
        if file.isNamed(path) {
            var free = 1
            while free < keptMax, exists("\(path).\(free)") { free += 1 }
            for number in stride(from: free, to: 1, by: -1) {
                try move("\(path).\(number - 1)", "\(path).\(number)")
            }
            try move(path, "\(path).1")
        }
        file = try OpenedFile(path)
    }

    private func exists(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0
    }

    private func move(_ old: String, _ new: String) throws(SinkError) {
        guard unsafe rename(old, new) == 0 else { throw .failed(errno) }
    }
}

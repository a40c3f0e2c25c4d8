internal import Bytes
private import CLinux
private import Glibc

/// What tells a file from every other one: equal for all its names, and for no file that comes later.
///
/// Systems give the number of a deleted file to the next that is made; the time of its making tells the two apart where
/// the file system keeps one.
public struct FileIdentity: Hashable, Sendable {
    public var device: UInt64
    public var inode: UInt64

    /// When the file was made, in nanoseconds since 1970; 0 where the file system does not tell.
    public var born: Int64

    public init(device: UInt64, inode: UInt64, born: Int64) {
        self.device = device
        self.inode = inode
        self.born = born
    }

    /// One number is hashed instead of three: looks ask for thousands of files, and few of those differ in the device.
    public func hash(into hasher: inout Hasher) { hasher.combine(inode ^ UInt64(bitPattern: born)) }
}

extension FileIdentity: Comparable {
    /// Any order that is the same in every run.
    public static func < (one: FileIdentity, other: FileIdentity) -> Bool {
        (one.device, one.inode, one.born) < (other.device, other.inode, other.born)
    }
}

/// What the system says of a file.
public struct FileStatus: Equatable, Sendable {
    public var identity: FileIdentity
    public var size: UInt64

    /// When its bytes, and anything about it, changed last; nanoseconds since 1970.
    public var modified: Int64
    public var changed: Int64

    /// Names that it has; 0 for a deleted file that is still open.
    public var links: UInt32
    public var isRegular: Bool

    /// Of the file that a path leads to.
    ///
    /// - Throws: `InputError.refused` with the system's error.
    public init(path: String) throws(InputError) {
        var status = seep_file_status()
        let error = unsafe seep_status_of_path(path, &status)
        guard error == 0 else { throw .refused(number: error) }
        self.init(status)
    }

    fileprivate init(_ status: seep_file_status) {
        identity = FileIdentity(device: status.device, inode: status.inode, born: status.born)
        size = status.size
        modified = status.modified
        changed = status.changed
        links = status.links
        isRegular = status.is_regular != 0
    }
}

/// A regular file that is read at any offset, while others write to it.
public final class OpenFile {
    private let file: FileDescriptor

    /// - Throws: `InputError` when it cannot be opened, or is no regular file.
    public init(path: String) throws(InputError) {
        file = try FileDescriptor(path: path)
        _ = try file.regularFileSize()
    }

    public func status() throws(InputError) -> FileStatus {
        var status = seep_file_status()
        let error = unsafe seep_status_of_file(file.number, &status)
        guard error == 0 else { throw .refused(number: error) }
        return FileStatus(status)
    }

    /// How the bytes are compressed.
    public enum Packing: Sendable {
        case none

        /// LZ4, zstd or gzip: `PackedFile` reads them.
        case known

        /// bzip2 or xz, which nothing here reads.
        case unknown
    }

    /// How the bytes are compressed: by their first ones, whatever the name.
    public func packing() throws(InputError) -> Packing {
        let head = try read(0..<6)[...]
        if (WordPattern.anyFrame + [.gzip]).contains(where: { $0.begins(head) }) { return .known }
        let magics: [[UInt8]] = [Array("BZh".utf8), [0xFD, 0x37, 0x7A, 0x58, 0x5A]]
        return magics.contains { head.starts(with: $0) } ? .unknown : .none
    }

    /// Whether the text is UTF-16: a byte order mark says so.
    public func isUTF16() throws(InputError) -> Bool {
        let mark = try read(0..<2)
        return mark == [0xFF, 0xFE] || mark == [0xFE, 0xFF]
    }

    /// Another descriptor of the file, for one who reads it from its first byte to its last; `read` needs no position.
    func duplicate() throws(InputError) -> FileDescriptor { try FileDescriptor(duplicating: file) }

    /// The bytes of a range; fewer where the file ends before it does.
    public func read(_ range: Range<UInt64>) throws(InputError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: range.count)
        var failure: InputError?
        let count = unsafe bytes.withUnsafeMutableBytes { buffer in
            do throws(InputError) {
                return unsafe try read(into: buffer, at: range.lowerBound)
            } catch {
                failure = error
                return 0
            }
        }
        if let failure { throw failure }
        bytes.removeSubrange(count...)
        return bytes
    }

    /// Fills a block with the bytes of a range, and with those before it as context.
    ///
    /// - Parameter range: At most as long as the block's capacity and `Limits.contextBytesAfter` together.
    public func load(_ range: Range<UInt64>, into block: InputBlock) throws(InputError) {
        block.reset()
        let before = min(UInt64(Limits.contextBytesBefore), range.lowerBound)
        let wanted = Int(before) + range.count
        let count = unsafe try read(
            into: block.room(before: Int(before), bytes: wanted), at: range.lowerBound - before)
        block.take(count, before: Int(before))
    }

    /// - Returns: Bytes read; fewer than there is room for only at the file's end.
    private func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(InputError) -> Int
    {
        var filled = 0
        while filled < buffer.count {
            // Sound: the rest of the buffer is the caller's for the call.
            let count = unsafe pread(
                file.number, buffer.baseAddress.map { unsafe $0 + filled }, buffer.count - filled,
                off_t(offset) + off_t(filled))
            if count > 0 {
                filled += count
            } else if count == 0 {
                break
            } else if errno != EINTR {
                throw .refused(number: errno)
            }
        }
        return filled
    }
}

internal import Glibc

/// Owns an open descriptor.
struct FileDescriptor: ~Copyable {
    let number: Int32
    private let isBorrowed: Bool

    /// Opens a file for reading, never waiting for a pipe's other end.
    init(path: String) throws(InputError) {
        number = unsafe path.withCString { unsafe open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) }
        isBorrowed = false
        guard number >= 0 else { throw .refused(number: errno) }
    }

    /// Standard input, which stays open.
    static func standardInput() -> FileDescriptor {
        FileDescriptor(borrowed: 0)
    }

    /// Another descriptor of the same open file, which stands at its first byte: both have one position.
    ///
    /// - Throws: `InputError.refused` when there are too many.
    init(duplicating other: borrowing FileDescriptor) throws(InputError) {
        number = fcntl(other.number, F_DUPFD_CLOEXEC, 0)
        isBorrowed = false
        guard number >= 0, seek(to: 0) else { throw .refused(number: errno) }
    }

    private init(borrowed: Int32) {
        number = borrowed
        isBorrowed = true
    }

    deinit {
        if !isBorrowed { _ = close(number) }
    }

    /// The size of a regular file; `nil` for what has none.
    ///
    /// - Throws: `InputError.notAFile` unless it is a regular file.
    func regularFileSize() throws(InputError) -> UInt64 {
        var status = stat()
        guard unsafe fstat(number, &status) == 0 else { throw .refused(number: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(kind: kindName(status.st_mode)) }
        return UInt64(max(0, status.st_size))
    }

    /// Reads until `buffer` is full or the end is met.
    ///
    /// - Returns: Bytes read; fewer than asked for only at the end, or before the error that comes with them.
    func fill(_ buffer: UnsafeMutableRawBufferPointer) -> (count: Int, failure: InputError?) {
        var filled = 0
        while filled < buffer.count {
            let count = unsafe read(
                number, buffer.baseAddress.map { unsafe $0 + filled }, buffer.count - filled)
            if count > 0 {
                filled += count
            } else if count == 0 {
                break
            } else if errno == EAGAIN {
                waitForBytes()
            } else if errno != EINTR {
                return (filled, .refused(number: errno))
            }
        }
        return (filled, nil)
    }

    /// Where the next byte is read; `nil` for what has no positions.
    var position: Int64? {
        let position = lseek(number, 0, SEEK_CUR)
        return position < 0 ? nil : Int64(position)
    }

    func seek(to position: Int64) -> Bool {
        lseek(number, off_t(position), SEEK_SET) >= 0
    }

    /// Somebody may have made standard input non-blocking.
    private func waitForBytes() {
        var descriptor = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        _ = unsafe poll(&descriptor, 1, -1)
    }

    /// Tells the system that the file is read once, from its beginning to its end.
    func adviseSequential() {
        _ = posix_fadvise(number, 0, 0, POSIX_FADV_SEQUENTIAL)
    }
}

func kindName(_ mode: mode_t) -> String {
    switch mode & S_IFMT {
    case S_IFDIR: "folder"
    case S_IFIFO: "pipe"
    case S_IFSOCK: "socket"
    case S_IFCHR, S_IFBLK: "device"
    default: "special file"
    }
}

func errorText(_ number: Int32) -> String {
    switch number {
    case EACCES, EPERM: "permission denied"
    case ENOENT: "no such file"
    case EISDIR: "a folder"
    case ELOOP: "too many symbolic links"
    case EIO: "input/output error"
    case EMFILE, ENFILE: "too many open files"
    case ENAMETOOLONG: "name too long"
    default: "system error \(number)"
    }
}

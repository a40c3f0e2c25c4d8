private import Glibc

/// A file that is open for adding to its end.
final class OpenedFile {
    let descriptor: Int32
    let isRegular: Bool

    /// Opens `path`, which is made, for its owner only, if it is not there; its name outlasts a power failure.
    ///
    /// A line without its end, which a run that was killed has left, gets one.
    ///
    /// - Throws: `SinkError.symbolicLink`, `.unsuitable` for a folder or a disk, `.failed`.
    init(_ path: String) throws(SinkError) {
        let flags = O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW | O_NONBLOCK
        descriptor = unsafe Glibc.open(path, flags, 0o600)
        var status = stat()
        let isKnown = unsafe descriptor >= 0 && fstat(descriptor, &status) == 0
        let problem = errno
        let kind = status.st_mode & S_IFMT
        isRegular = kind == S_IFREG
        guard isKnown else {
            switch problem {
            case ELOOP: throw .symbolicLink
            case EISDIR, ENXIO: throw .unsuitable
            default: throw .failed(problem)
            }
        }
        guard isRegular || kind == S_IFIFO || kind == S_IFCHR else { throw .unsuitable }
        guard isRegular else { return }
        try syncFolder(of: path)
        var last: UInt8 = 0x0A
        if status.st_size > 0 { _ = unsafe pread(descriptor, &last, 1, status.st_size - 1) }
        if last != 0x0A { _ = try writeSome([0x0A], to: descriptor, waits: false) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Bytes that it holds; 0 for what is no regular file.
    func size() throws(SinkError) -> Int {
        guard isRegular else { return 0 }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .failed(errno) }
        return status.st_size
    }

    /// Whether `path` leads to this file, and not to another or to none.
    func isNamed(_ path: String) -> Bool {
        var (own, named) = (stat(), stat())
        return unsafe fstat(descriptor, &own) == 0 && lstat(path, &named) == 0
            && own.st_dev == named.st_dev && own.st_ino == named.st_ino
    }
}

internal import Bytes
internal import Glibc

/// Adds bytes to a regular file, or sends them to a pipe, a terminal or a socket that somebody else opened.
///
/// - Parameter waits: It may block: then it is written to in pieces, when it has room for one.
/// - Returns: Bytes written, at least one.
/// - Throws: `SinkError.blocked` when there was no room for `Limits.sinkWaitSeconds`.
func writeSome(_ bytes: ArraySlice<UInt8>, to descriptor: Int32, waits: Bool) throws(SinkError) -> Int {
    while true {
        if waits { try awaitRoom(descriptor, seconds: Limits.sinkWaitSeconds) }
        let piece = waits ? bytes.prefix(Limits.pipeBytes) : bytes
        // Sound: the bytes are read during the call.
        let count = unsafe piece.withUnsafeBytes {
            unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
        }
        if count > 0 { return count }
        switch count == 0 ? EIO : errno {
        case EINTR: continue
        case EAGAIN: try awaitRoom(descriptor, seconds: Limits.sinkWaitSeconds)
        case EPIPE: throw .closed
        case let number: throw .failed(number)
        }
    }
}

/// Waits until something can be written.
///
/// - Throws: `SinkError.blocked` after so many seconds.
func awaitRoom(_ descriptor: Int32, seconds: Double) throws(SinkError) {
    let until = monotonicSeconds() + seconds
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    while true {
        switch unsafe poll(&request, 1, Int32(max(0, until - monotonicSeconds()) * 1000)) {
        case 0: throw .blocked
        case -1 where errno == EINTR: continue
        case -1: throw .failed(errno)
        default: return
        }
    }
}

/// Makes names in the folder of `path` outlast a power failure.
func syncFolder(of path: String) throws(SinkError) {
    let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let file = unsafe Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    // A folder that may be written to and not read can be synced by nobody.
    guard file >= 0 else { if errno == EACCES { return } else { throw .failed(errno) } }
    defer { close(file) }
    guard fsync(file) == 0 || errno == EINVAL else { throw .failed(errno) }
}

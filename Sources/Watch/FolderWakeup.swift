private import Bytes
private import Glibc

/// Wakes a watch up when something happens in a folder. A hint and no more: where the system gives none, or has lost
/// some, the next look finds all the same.
final class FolderWakeup {
    private let queue: Int32
    private var folders: Set<String> = []
    private var scratch = [UInt8](repeating: 0, count: 64 * 1024)

    init() { queue = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC)) }

    deinit { close(queue) }

    /// Is woken up by what happens in these folders, too.
    func add(_ more: Set<String>) {
        guard queue >= 0 else { return }
        for folder in more where folders.count < Limits.wakeupFoldersMax && !folders.contains(folder) {
            folders.insert(folder)
            let events = IN_CREATE | IN_MODIFY | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE
            _ = unsafe inotify_add_watch(queue, folder.isEmpty ? "." : folder, UInt32(events))
        }
    }

    /// Waits until something happens, or a signal comes.
    ///
    /// - Parameters:
    ///   - least: Seconds that pass in any case, so that a busy folder does not keep the watch from its work.
    ///   - most: Seconds after which the wait ends.
    func wait(least: Double, most: Double) {
        usleep(UInt32(least * 1e6))
        guard queue >= 0 else {
            usleep(UInt32(max(0, most - least) * 1e6))
            return
        }
        var request = pollfd(fd: queue, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&request, 1, Int32(max(0, most - least) * 1000)) > 0 else { return }
        // What happened is not asked: the next look tells.
        while unsafe scratch.withUnsafeMutableBytes({ unsafe read(queue, $0.baseAddress, $0.count) }) > 0 {}
    }
}

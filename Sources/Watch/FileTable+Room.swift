private import Bytes

/// How many files are held open.
extension FileTable {
    /// Whether a file can be opened; else it waits.
    var canOpen: Bool {
        if openFiles >= openFilesMax { waitsForRoom = true }
        return openFiles < openFilesMax
    }

    /// The rotated files that are held though there are too many.
    func pressed() -> [FollowedFile] {
        let most = min(Limits.leavingFilesMax, openFilesMax / 2)
        guard files.count > most else { return [] }
        let leaving = files.values.filter(\.isLeaving)
        guard leaving.count > most else { return [] }
        let oldest = leaving.sorted { $0.grownAt < $1.grownAt }.dropLast(most)
        for file in oldest { file.isPressed = true }
        return Array(oldest)
    }

    /// Closes a file that is still, when there are more than may be held open. Should it be deleted meanwhile, what was
    /// added since it was looked at is lost; should it be moved, it is found again.
    func rest(_ file: FollowedFile) {
        if files.count > min(Limits.openFilesMax, openFilesMax / 2), !file.isLeaving { file.close() }
    }
}

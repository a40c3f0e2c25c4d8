private import Bytes
private import Inputs

/// How many files are held open.
extension FileTable {
    /// Rotated files that may be held open until nothing is added to them for a while.
    private var leavingFilesMax: Int { min(Limits.leavingFilesMax, openFilesMax / 2) }

    /// Leaves rotated files closed of which a run before has told all, and that have not changed since: those that are
    /// still for long, and of more than may be held open the oldest. A run that is killed soon after its start comes further
    /// than the one before only when it needs no time for them.
    func passOverTold(_ found: [WatchedPaths.Found]) {
        guard let resumedFrom, isFirstLook else { return }
        let told = found.filter { $0.rotatedFrom != nil && known.isTold($0.status, before: resumedFrom) }
        let still = realtimeNanoseconds() - Int64(plan.graceSeconds * 1e9)
        let oldest = told.sorted { $0.status.changed < $1.status.changed }
        for (index, item) in oldest.enumerated()
        where index < oldest.count - leavingFilesMax || item.status.changed < still {
            known.passOver(item.status.identity)
        }
    }

    /// Whether a file can be opened; else it waits.
    var canOpen: Bool {
        if openFiles >= openFilesMax { waitsForRoom = true }
        return openFiles < openFilesMax
    }

    /// The rotated files that are held though there are too many.
    func pressed() -> [FollowedFile] {
        guard files.count > leavingFilesMax else { return [] }
        let leaving = files.values.filter(\.isLeaving)
        guard leaving.count > leavingFilesMax else { return [] }
        let oldest = leaving.sorted { $0.grownAt < $1.grownAt }.dropLast(leavingFilesMax)
        for file in oldest { file.isPressed = true }
        return Array(oldest)
    }

    /// Closes a file that is still, when there are more than may be held open. Should it be deleted meanwhile, what was
    /// added since it was looked at is lost; should it be moved, it is found again.
    func rest(_ file: FollowedFile) {
        if files.count > min(Limits.openFilesMax, openFilesMax / 2), !file.isLeaving { file.close() }
    }
}

private import Bytes
package import Detection
public import Pipeline

/// What a watch is to do.
public struct WatchPlan: Sendable {
    /// Files, folders and patterns as of a shell.
    public var paths: [String]

    /// The rules and the key; its paths and threads are not asked.
    public var scan: ScanPlan

    /// Seconds after which is told what was counted since.
    public var windowSeconds = 60.0

    /// Every finding is told, and not only the first of its rule at its place.
    public var tellsEach = false

    /// Of files that are there when the watch begins for the first time, only what is added is scanned.
    public var skipsPast = false

    /// The key outlasts the run.
    public var hasLastingKey = false

    /// Seconds for which a file that has lost its name is still read when nothing is added.
    public var graceSeconds = 30.0

    /// Files that may be held open; `nil` for as many as the system allows.
    package var openFilesMax: Int?

    /// Seconds for which a compressed file must be still before it is taken for whole.
    package var makingSeconds = Limits.makingSeconds

    /// Files that are known besides those that are followed.
    package var knownFilesMax = Limits.knownFilesMax

    /// How many rules are told of.
    public var rulesReported: Int { scan.reported?.count ?? 0 }

    public init(paths: [String], scan: ScanPlan) {
        self.paths = paths
        self.scan = scan
    }
}

extension StretchScanner {
    /// - Throws: `DetectionError.outOfMemory`.
    package convenience init(_ plan: WatchPlan) throws(DetectionError) {
        var scan = plan.scan
        scan.tellsFirstOnly = !plan.tellsEach
        try self.init(scan)
    }
}

/// How a watch ended.
public enum WatchEnd: Sendable {
    /// Somebody asked for it, or the pipe has ended; all that was read is told.
    case finished

    /// The reader of the alerts has gone.
    case nobodyListens

    /// Alerts or the state could not be written; another run tells them.
    case incomplete
}

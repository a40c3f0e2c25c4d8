public import Findings

/// What a watch tells of its work while it goes on. Told on its thread; what is made of it must not take long.
public enum WatchEvent {
    /// The watch goes on. Told at every step, and about every second while a sink takes nothing.
    case goesOn

    /// What was done in a turn.
    case turned(WatchTurn)

    /// All files were looked at once.
    case began

    /// Lines are handed to the sink, which may take its time.
    case handsOver

    /// The sink has them all, or the watch gave up to wait; after so many seconds.
    case handedOver(lines: Int, seconds: Double)

    /// Findings of a rule, in the counts of a window.
    case counted(RuleIdentity, count: UInt64)

    /// Candidates that were given up at the limit of an expression, in a window.
    case hitLimits(UInt64)

    /// A checkpoint is on the disk, after so many seconds.
    case saved(seconds: Double)
    case saveRefused

    /// Somebody asked to load anew.
    case reloads

    /// That was done: by this plan the watch goes on; `nil` when by that of before.
    case reloaded(WatchPlan?)

    /// The watch was asked to end: it tells what is there, and saves.
    case stops
}

/// What a watch has done since it told the last time.
public struct WatchTurn: Sendable {
    /// Bytes that were looked at, of them those that were counted, and those that were given up.
    public var bytesRead = 0
    public var bytesScanned = 0
    public var bytesUnreadable = 0

    /// Files that became shorter, and those that hold other bytes where they were looked at.
    public var filesTruncated = 0
    public var filesRewritten = 0

    /// Files that are followed; of them those that have lost their names.
    public var files = 0
    public var filesLeaving = 0

    /// Bytes not looked at yet of the file that is furthest behind.
    public var lagBytes: UInt64 = 0
}

private import CLinux
private import Synchronization

/// What was asked of the process from outside.
enum Signals {
    /// Somebody asked to stop; stays so.
    static var isStopping: Bool {
        take()
        return stop.load(ordering: .relaxed)
    }

    /// Whether somebody asked to open files anew since the last call.
    static func takeReload() -> Bool {
        take()
        return reload.exchange(false, ordering: .relaxed)
    }

    /// The same, and it stays asked.
    static var isReloadAsked: Bool {
        take()
        return reload.load(ordering: .relaxed)
    }

    private static func take() {
        let taken = seep_take_signals()
        if taken & UInt32(SEEP_SIGNAL_STOP) != 0 { stop.store(true, ordering: .relaxed) }
        if taken & UInt32(SEEP_SIGNAL_RELOAD) != 0 { reload.store(true, ordering: .relaxed) }
    }

    private static let stop = Atomic<Bool>(false)
    private static let reload = Atomic<Bool>(false)
}

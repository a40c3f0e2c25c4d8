internal import Detection
private import Pipeline
private import RuleBook
internal import Rules

/// The rules of the book, made ready for a scan by a thread of their own: while the arguments are read, which takes as long.
final class BookAhead: Sendable {
    /// That of the process; the thread begins with the first access.
    static let shared = BookAhead()

    private let worker: Worker

    private init() {
        let worker = Worker()
        self.worker = worker
        worker.begin()
    }

    /// Waits until the rules are ready.
    func wait() { worker.wait() }

    /// Waits for the rules.
    ///
    /// - Throws: `RulesComplaint.notCompiled`.
    func take() throws(RulesComplaint) -> CompiledRules {
        worker.wait()
        guard let rules = worker.rules else { throw .notCompiled }
        return rules
    }

    private final class Worker: @unchecked Sendable {
        // Sendable: the thread writes before it ends, and nobody reads before that.
        private(set) var rules: CompiledRules?
        private var thread: WorkerThread?
        private let monitor = Monitor()
        private var isDone = false

        func begin() {
            thread = WorkerThread(name: "rules", share: 1, of: 2) { [self] in
                rules = try? CompiledRules(RuleBook.load(), prepared: RuleBook.literals())
                monitor.lock()
                isDone = true
                monitor.broadcast()
                monitor.unlock()
            }
        }

        func wait() {
            monitor.lock()
            while !isDone { monitor.wait() }
            monitor.unlock()
        }
    }
}

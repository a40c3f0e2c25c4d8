private import Dispatch

/// Does one thing on a thread of its own, and something else meanwhile: a watch looks at its files while the disk takes
/// its time.
final class Aside {
    private let queue = DispatchQueue(label: "seep.aside")

    /// - Parameters:
    ///   - work: Done when this returns; what it uses, `meanwhile` leaves alone.
    ///   - meanwhile: Called again and again, every few milliseconds, until the work is done.
    func perform(_ work: () -> Void, meanwhile: () -> Void) {
        withoutActuallyEscaping(work) { work in
            let job = Job(work)
            let isDone = DispatchSemaphore(value: 0)
            queue.async {
                job.run()
                isDone.signal()
            }
            while isDone.wait(timeout: .now() + .milliseconds(Self.pauseMilliseconds)) == .timedOut {
                meanwhile()
            }
        }
    }

    private static let pauseMilliseconds = 3

    /// Sound: whoever made it waits until it has run.
    private final class Job: @unchecked Sendable {
        private var work: (() -> Void)?

        init(_ work: @escaping () -> Void) { self.work = work }

        /// The closure is gone when this returns.
        func run() {
            work?()
            work = nil
        }
    }
}

private import Bytes
private import CLinux
private import Foundation
private import Glibc
private import Synchronization

/// Posts what a spool holds, in order, on a thread of its own.
///
/// A batch is committed when the receiver answers with 2xx, and else posted again: nothing that waits is ever thrown away.
/// A batch whose answer was lost is posted twice, with equal ids in its lines.
final class Courier: Sendable {
    private let spool: Spool
    private let poster: Poster
    private let pace: BackOff
    private let notice: @Sendable (String) -> Void

    /// Rings when lines were added; when they are to be sent at once; when the thread has ended.
    private let (added, urged, ended): (Bell, Bell, Bell)
    private let stage = Atomic<Int>(Stage.running)

    private enum Stage {
        static let running = 0

        /// Ends when all was delivered.
        static let finishing = 1
        static let stopped = 2
    }

    /// Starts the thread, which ends after `stop`, or after `finish`.
    ///
    /// - Parameter notice: Gets what a person should know, in a sentence; called by the thread.
    init(_ spool: Spool, _ poster: Poster, _ pace: BackOff, notice: @escaping @Sendable (String) -> Void)
        throws(SinkError)
    {
        self.spool = spool
        self.poster = poster
        self.pace = pace
        self.notice = notice
        (added, urged, ended) = (try Bell(), try Bell(), try Bell())
        Thread { self.run() }.start()
    }

    /// There are lines in the spool.
    func wake() { added.ring() }

    /// Delivers for at most so long what waits, and returns when the thread has ended, or `Limits.stopSeconds` later: a
    /// process must not exit while libcurl works.
    func finish(within seconds: Double) {
        stage.store(Stage.finishing, ordering: .sequentiallyConsistent)
        urged.ring()
        added.ring()
        let hasEnded = ended.wait(seconds: seconds)
        stop()
        if !hasEnded { ended.wait(seconds: Limits.stopSeconds) }
    }

    /// Ends soon, whatever waits.
    func stop() {
        stage.store(Stage.stopped, ordering: .sequentiallyConsistent)
        poster.stop()
        urged.ring()
        added.ring()
    }

    private var now: Int { stage.load(ordering: .sequentiallyConsistent) }

    private func run() {
        unsafe seep_name_thread("webhook")
        // Signals wake up the thread that watches.
        var all = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_BLOCK, &all, nil)
        var delivery = DeliveryState(pace)
        while now != Stage.stopped {
            do throws(SinkError) {
                guard let batch = try spool.next(bytesMax: delivery.batchBytes) else {
                    if now == Stage.finishing { break }
                    added.wait(seconds: nil)
                    continue
                }
                let outcome = poster.post(batch.lines)
                if now == Stage.finishing { delivery.backOff.reset() }
                if case .answered(200..<300, _) = outcome { spool.commit(batch) }
                settle(&delivery, delivery.step(after: outcome, batch.lines))
            } catch {
                settle(&delivery, delivery.step(after: error))
            }
        }
        ended.ring()
    }

    private func settle(_ delivery: inout DeliveryState, _ step: DeliveryState.Step) {
        if let sentence = step.sentence, now != Stage.stopped { notice(sentence) }
        if step.pauseSeconds > 0, now != Stage.stopped { urged.wait(seconds: step.pauseSeconds) }
    }
}

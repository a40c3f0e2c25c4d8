private import CLinux
private import Foundation
private import Glibc
private import ServiceLifecycle
private import Synchronization

/// Runs the work of a service on a thread of its own, with the server of its status beside it, as a group: when one ends,
/// the other is asked to, and what asks first is a signal.
public enum Services {
    /// Seconds that the server has to end its connections.
    private static let shutdownSeconds = 5

    /// Keeps SIGTERM, SIGINT and SIGHUP from the calling thread and those that it makes, so that they wake up the one
    /// that does the work, and no other.
    public static func keepSignalsForWork() { seep_block_signals() }

    /// Runs `work`, and returns what it does when all have ended.
    ///
    /// - Parameters:
    ///   - work: Runs on one thread, while the caller waits; it ends soon after SIGTERM.
    ///   - server: May be none.
    ///   - log: Of the group.
    /// - Throws: What the server ended with before the work did.
    public static func run<Result: Sendable>(
        threadName: String, server: StatusServer?, log: ServiceLog, _ work: @escaping () -> Result
    ) throws -> Result {
        let worker = Worker(threadName: threadName, Lent(work: work))
        var services = [
            ServiceGroupConfiguration.ServiceConfiguration(
                service: worker, successTerminationBehavior: .gracefullyShutdownGroup, serviceName: threadName
            )
        ]
        if let server {
            services.append(
                ServiceGroupConfiguration.ServiceConfiguration(
                    service: Status(server: server), failureTerminationBehavior: .gracefullyShutdownGroup,
                    serviceName: "status"))
        }
        var configuration = ServiceGroupConfiguration(services: services, logger: log.logger)
        configuration.maximumGracefulShutdownDuration = .seconds(shutdownSeconds)
        let group = ServiceGroup(configuration: configuration)
        let failure = Mutex<(any Error)?>(nil)
        let ended = DispatchSemaphore(value: 0)
        Task.detached {
            do { try await group.run() } catch { failure.withLock { $0 = error } }
            ended.signal()
        }
        ended.wait()
        server?.removeFile()
        if let error = failure.withLock({ $0 }) { throw error }
        guard let result = worker.result.withLock({ $0 }) else {
            preconditionFailure("the group ends after its work")
        }
        return result
    }

    private struct Status: Service {
        let server: StatusServer

        func run() async throws { try await cancelWhenGracefulShutdown { try await server.run() } }
    }

    /// What one thread lends to another while it waits for it.
    private struct Lent<Result>: @unchecked Sendable {
        let work: () -> Result
    }

    private final class Worker<Result: Sendable>: Service {
        let result = Mutex<Result?>(nil)
        private let threadName: String
        private let lent: Lent<Result>

        init(threadName: String, _ lent: Lent<Result>) {
            self.threadName = threadName
            self.lent = lent
        }

        func run() async throws {
            await withTaskCancellationHandler {
                await withGracefulShutdownHandler {
                    await withCheckedContinuation { waiting in
                        Thread.detachNewThread {
                            unsafe seep_name_thread(self.threadName)
                            seep_catch_signals()
                            let outcome = self.lent.work()
                            self.result.withLock { $0 = outcome }
                            waiting.resume()
                        }
                    }
                } onGracefulShutdown: {
                    Self.askToStop()
                }
            } onCancel: {
                Self.askToStop()
            }
        }

        /// The signal goes to the only thread that has not blocked it, and wakes it up.
        private static func askToStop() { kill(getpid(), SIGTERM) }
    }
}

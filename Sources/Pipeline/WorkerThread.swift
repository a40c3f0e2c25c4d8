internal import CLinux
private import Glibc

/// A named thread that runs one body.
@safe
package final class WorkerThread {
    private var thread = pthread_t()

    @safe
    private final class Body {
        let name: String
        let run: @Sendable () -> Void

        init(name: String, run: @escaping @Sendable () -> Void) {
            self.name = name
            self.run = run
        }
    }

    /// - Parameters:
    ///   - name: What debuggers show; 15 bytes of it are kept.
    ///   - share: On which share of the processors it begins; share 0 has the caller's.
    ///   - shares: Into how many the processors are dealt, at least one.
    package init(name: String, share: Int, of shares: Int, _ run: @escaping @Sendable () -> Void) {
        // Sound: the new thread takes the body over, and releases it when it has run.
        let body = unsafe Unmanaged.passRetained(Body(name: name, run: run)).toOpaque()
        let status = unsafe seep_start_thread(
            &thread,
            { pointer in
                guard let pointer = unsafe pointer else { return nil }
                let body = unsafe Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue()
                unsafe seep_name_thread(body.name)
                body.run()
                return nil
            }, body, UInt32(share), UInt32(shares))
        precondition(status == 0, "the system gives no more threads")
    }

    /// Waits until the body has run.
    package func join() {
        _ = pthread_join(thread, nil)
    }
}

/// A lock with a condition to wait for.
@safe
package final class Monitor: @unchecked Sendable {
    // Sendable: both objects are made to be shared, and stay at one address.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>

    package init() {
        unsafe mutex = .allocate(capacity: 1)
        unsafe condition = .allocate(capacity: 1)
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(condition, nil)
    }

    deinit {
        unsafe pthread_cond_destroy(condition)
        unsafe pthread_mutex_destroy(mutex)
        unsafe condition.deallocate()
        unsafe mutex.deallocate()
    }

    package func lock() { unsafe pthread_mutex_lock(mutex) }

    package func unlock() { unsafe pthread_mutex_unlock(mutex) }

    /// Gives the lock up until somebody broadcasts.
    package func wait() { unsafe pthread_cond_wait(condition, mutex) }

    /// Waits at most so long.
    func wait(milliseconds: Int) {
        var until = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &until)
        until.tv_nsec += milliseconds * 1_000_000
        until.tv_sec += until.tv_nsec / 1_000_000_000
        until.tv_nsec %= 1_000_000_000
        _ = unsafe pthread_cond_timedwait(condition, mutex, &until)
    }

    package func broadcast() { unsafe pthread_cond_broadcast(condition) }
}

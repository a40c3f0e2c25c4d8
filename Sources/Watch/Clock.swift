private import Glibc

/// Seconds that the processor has worked for the thread.
func threadSeconds() -> Double {
    var spent = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent)
    return Double(spent.tv_sec) + Double(spent.tv_nsec) / 1e9
}

/// Nanoseconds since 1970.
func realtimeNanoseconds() -> Int64 {
    var now = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
}

private import Glibc
internal import Synchronization

/// The seed of the run that is under way, for the report of a crash.
let currentSeed = Atomic<UInt64>(0)

/// Makes a crash, and a run that does not end, tell their seed.
func installCrashReport() {
    for number in [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGALRM] {
        _ = signal(number) { number in
            // Only what a signal handler may call: no allocation, no lock.
            writeError(number == SIGALRM ? "endless, seed " : "crashed, seed ")
            var digits = 1
            let seed = currentSeed.load(ordering: .relaxed)
            while digits < 20, seed / power(digits) > 0 { digits += 1 }
            while digits > 0 {
                digits -= 1
                var digit = UInt8(0x30 + seed / power(digits) % 10)
                _ = unsafe write(2, &digit, 1)
            }
            writeError("\n")
            _exit(1)
        }
    }
}

private func power(_ exponent: Int) -> UInt64 {
    var result: UInt64 = 1
    for _ in 1..<(exponent + 1) { result *= 10 }
    return result
}

private func writeError(_ text: StaticString) {
    _ = unsafe write(2, text.utf8Start, text.utf8CodeUnitCount)
}

internal import ArgumentParser
internal import Foundation
internal import Glibc
private import Synchronization

/// Feeds the decoders and the chunker with changed input until the time is over.
@main
struct SeepFuzz: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seep-fuzz",
        abstract: "Feeds the decoders and the chunker with changed input, from seeds that reproduce it.",
        discussion: """
            Run n of a target has the seed n above the given one. A failure is reproduced by its seed \
            and --runs 1. The streams to be changed are made by lz4, gzip and zstd, which must be installed.
            """)

    @Option(help: "What to feed: \(FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")) or all.")
    var target = "all"

    @Option(help: ArgumentHelp("How long, over all targets.", valueName: "n"))
    var seconds = 10

    @Option(help: ArgumentHelp("Of the first run.", valueName: "n"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Runs of each target, however long they take.", valueName: "n"))
    var runs: Int?

    @Option(help: ArgumentHelp("Where the input of the last run is left.", valueName: "file"))
    var keep: String?

    /// Bytes of memory that the process may map: more is a failure of an allocation, and ends it.
    private static let addressBytesMax: rlim_t = 6 << 30

    /// Bytes that may be resident at the end.
    private static let residentBytesMax = 1 << 30

    func validate() throws {
        guard target == "all" || FuzzTarget(rawValue: target) != nil else {
            throw ValidationError("no target '\(target)'")
        }
        guard seconds > 0, runs.map({ $0 > 0 }) ?? true else {
            throw ValidationError("seconds and runs are above zero")
        }
    }

    func run() throws {
        var limit = rlimit(rlim_cur: Self.addressBytesMax, rlim_max: Self.addressBytesMax)
        guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 else {
            throw ValidationError("the memory cannot be bounded")
        }
        installCrashReport()
        let targets = FuzzTarget(rawValue: target).map { [$0] } ?? FuzzTarget.allCases
        var isSound = true
        for target in targets {
            let outcome = try fuzz(target, seconds: Double(seconds) / Double(targets.count))
            let speed = Double(outcome.runs) / max(outcome.seconds, 0.001)
            print(
                "\(target.rawValue): \(outcome.runs) runs, \(Int(speed)) a second, "
                    + "\(outcome.failures.count) failures")
            for failure in outcome.failures {
                print("  --target \(target.rawValue) --runs 1 --seed \(failure.seed): \(failure.reason)")
            }
            isSound = isSound && outcome.failures.isEmpty
        }
        var usage = rusage()
        _ = unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let resident = usage.ru_maxrss * 1024
        print("memory: \(resident >> 20) MiB at most")
        if !isSound || resident > Self.residentBytesMax { throw ExitCode(1) }
    }

    private struct Outcome {
        var runs = 0
        var seconds = 0.0
        var failures: [(seed: UInt64, reason: String)] = []
    }

    /// Seconds that one run may take before it counts as endless.
    private static let runSecondsMax: UInt32 = 60

    /// Failures of one target after which it is left.
    private static let failuresMax = 5

    private func fuzz(_ target: FuzzTarget, seconds: Double) throws -> Outcome {
        let file = URL(
            fileURLWithPath: keep
                ?? NSTemporaryDirectory() + "/seep-fuzz-\(ProcessInfo.processInfo.processIdentifier)")
        defer { if keep == nil { try? FileManager.default.removeItem(at: file) } }
        let body = try target.makeBody(file: file)
        let clock = ContinuousClock()
        let start = clock.now
        var outcome = Outcome()
        while outcome.failures.count < Self.failuresMax {
            if let runs {
                guard outcome.runs < runs else { break }
            } else {
                guard clock.now - start < .seconds(seconds) else { break }
            }
            let seed = seed &+ UInt64(outcome.runs)
            currentSeed.store(seed, ordering: .relaxed)
            alarm(Self.runSecondsMax)
            if let reason = try body(seed) { outcome.failures.append((seed, reason)) }
            outcome.runs += 1
        }
        alarm(0)
        outcome.seconds = (clock.now - start) / .seconds(1)
        return outcome
    }
}

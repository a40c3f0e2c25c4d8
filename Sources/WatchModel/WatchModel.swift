private import CorpusMaker
public import Detection
private import Findings
private import Ledger
private import Pipeline
private import Validation
private import Watch

/// A random sequence of what happens to logs and to the watch that follows them, beside an oracle that looks at the
/// files whenever the watch has.
///
/// What the oracle saw must have been told when the watch's turn was over, whatever happens to the files, the process
/// or the sink, and each value must have one id.
public struct WatchModel {
    /// What went wrong, in words.
    public private(set) var failures: [String] = []

    /// Values that were seen and told, and lines that were told again.
    public private(set) var valuesTold = 0
    public private(set) var linesRepeated = 0

    private var numbers: SeededNumbers
    private var folder: ModelFolder
    private let rules: CompiledRules
    private let sink = RecordingSink()
    private var watcher: Watcher?
    private let clock: Clock
    private var story: [String] = []

    /// The first value that was written when the watch had looked for the first time.
    private var firstWatched: Int?

    /// The watch's clock, which the model moves; in every other sequence it goes on by itself, so that the watch looks
    /// between its steps.
    private final class Clock {
        var seconds = 1000.0
        private let tick: Double

        init(tick: Double) { self.tick = tick }

        func read() -> Double {
            seconds += tick
            return seconds
        }
    }

    /// - Parameter rules: Some that find mail addresses.
    public init(seed: UInt64, _ rules: CompiledRules) throws {
        numbers = SeededNumbers(seed: seed)
        clock = Clock(tick: seed % 2 == 0 ? 0 : 0.003)
        folder = try ModelFolder()
        self.rules = rules
    }

    /// Lets so many things happen.
    public mutating func run(steps: Int) throws {
        defer { folder.remove() }
        try start()
        for _ in 0..<steps where failures.isEmpty { try step() }
        try turn()
        watcher = nil
        linesRepeated = sink.repeated
        valuesTold = sink.ids.count
    }

    private mutating func step() throws {
        let log = numbers.pick(ModelFolder.logs)
        switch numbers.below(17) {
        case 0...4: write(log)
        case 5: note("rename \(log)") { $0.rename(log) }
        case 6:
            note("copy \(log)") { $0.copy(log) }
            try cutCopied(log)
        case 7:
            note("cut \(log)") { $0.cut(log) }
            if numbers.below(2) == 0 { write(log) }
        case 8:
            note("delete \(log)") { $0.delete(log) }
            if numbers.below(2) == 0 { write(log) }
        case 9: note("pack \(log)") { $0.pack(log) }
        case 10: try kill()
        case 16:
            note("copy \(log), compressed") { $0.copyPacked(log) }
            try cutCopied(log)
        case 11:
            story.append("stop")
            if watcher?.finish() != .finished { failures.append("a watch that was stopped has not finished") }
            watcher = nil
            if numbers.below(2) == 0 { write(log) }
            try start()
        case 12:
            if numbers.below(2) == 0 {
                story.append("load anew")
                if try watcher?.adopt(plan()) != nil { failures.append("the watch has ended") }
            }
            clock.seconds += Double(numbers.below(60))
            try turn()
        default:
            clock.seconds += Double(numbers.below(30)) / 10
            try turn()
        }
    }

    /// A log was copied, and is cut: at once, or when more was written and seen.
    private mutating func cutCopied(_ log: String) throws {
        if numbers.below(2) == 0 { try turn() }
        // A copy that is shorter than a head, and than what was seen of the log, cannot be known by it.
        if numbers.below(3) == 0, folder.bytes(of: log) >= 256 {
            write(log)
            try turn()
        }
        note("cut \(log)") { $0.cut(log) }
    }

    private mutating func write(_ log: String) {
        let lines = numbers.below(12)
        let filler = numbers.below(8) == 0 ? numbers.below(60_000) : 0
        let endsLine = numbers.below(4) > 0
        note("write \(lines) (from \(folder.planted)) to \(log)\(endsLine ? "" : ", and a part")") {
            $0.write(log, lines: lines, fillerBytes: filler, endsLine: endsLine)
        }
    }

    private mutating func note(_ words: String, _ change: (inout ModelFolder) -> Void) {
        story.append(words)
        change(&folder)
    }

    // MARK: The watch

    private mutating func start() throws {
        let clock = clock
        watcher = try Watcher(
            plan(), CheckpointStore(folder: folder.path + "/state"), sink, clock: clock.read,
            notice: { _ in })
    }

    private func plan() -> WatchPlan {
        var scan = ScanPlan(
            paths: [], rules: rules, key: Self.key, today: CivilDate(year: 2026, month: 11, day: 25))
        scan.chunkBytes = 1 << 16
        var plan = WatchPlan(paths: [folder.path + "/*.log"], scan: scan)
        plan.tellsEach = true
        plan.windowSeconds = 5
        plan.graceSeconds = 10
        plan.makingSeconds = 0
        return plan
    }

    /// The process dies: between two turns, or while it writes.
    private mutating func kill() throws {
        if numbers.below(2) == 0 {
            sink.bytesLeft = numbers.below(3000)
            _ = watcher?.turn(atMost: .infinity)
        }
        story.append("kill")
        watcher = nil
        sink.reopen()
        try start()
    }

    /// A turn of the watch, after which all must have been told that stands in the files.
    private mutating func turn() throws {
        story.append("turn")
        guard watcher?.turn(atMost: .infinity) == nil else {
            failures.append("the watch has ended")
            return
        }
        // What was moved away before the first turn of all was never under a watched name.
        let first = firstWatched ?? folder.planted
        firstWatched = first
        let lost = folder.visible(rotatedFrom: first).filter { ids(of: $0).isEmpty }
        if !lost.isEmpty { fail("lost", lost) }
        let doubled = (0..<folder.planted).filter { ids(of: $0).count > 1 }
        if !doubled.isEmpty { fail("with two ids", Set(doubled)) }
    }

    private mutating func fail(_ how: String, _ values: Set<Int>) {
        let least = values.min() ?? 0
        failures.append(
            "\(values.count) values \(how), the first is \(least): \(story.joined(separator: "; "))")
    }

    private func ids(of number: Int) -> Set<String> {
        sink.ids[Self.key.fingerprint(of: Array(ModelFolder.address(number).utf8).span)] ?? []
    }

    private static let key = FingerprintKey(secret: [UInt8](repeating: 7, count: FingerprintKey.secretBytes))
}

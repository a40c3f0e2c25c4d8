internal import ArgumentParser
private import Bytes
internal import Detection
internal import Findings
private import Glibc
internal import Inputs
internal import Ledger
internal import Pipeline
internal import Reports
internal import RuleBook
internal import Rules
private import Validation

struct ScanCommand: ParsableCommand {
    static let name = "scan"
    static let configuration = CommandConfiguration(
        commandName: name, abstract: "Scans files, folders or standard input.",
        discussion: """
            LZ4, gzip and zstd are recognised by their content, in files and in pipes, and so is UTF-16. Values \
            are shown masked; '--reveal' shows them as they are.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case jsonl
    }

    enum When: String, ExpressibleByArgument, CaseIterable {
        case auto
        case always
        case never
    }

    @Argument(help: ArgumentHelp("Files and folders; '-', or nothing, is standard input.", valueName: "path"))
    var paths: [String] = []

    @Option(help: "How findings are written: a table for people, or JSON Lines in Elastic Common Schema.")
    var format = Format.text

    @Flag(help: "Write every finding as it is found, before the alerts (with --format jsonl).")
    var each = false

    @Flag(
        help: "List every column, path and field with the kind of data in it, or 'none', instead of alerts.")
    var inventory = false

    @Option(
        help: ArgumentHelp(
            "Threads that scan; as many as there are processors, if not given.", valueName: "n"))
    var jobs: Int?

    @Option(
        help: ArgumentHelp("Stop a source after so many decoded bytes; 10G, 500M, 64k.", valueName: "size"))
    var maxDecodedBytes: String?

    @Option(help: ArgumentHelp("Stop a source that expands more than so many times.", valueName: "n"))
    var maxRatio = UInt64(Limits.decodedRatioMax)

    @Option(
        help: ArgumentHelp(
            "The key of the fingerprints; made if it is not there. Without it they differ from run to run.",
            valueName: "file"))
    var keyFile: String?

    @Flag(help: "Show values as they are. Mind where the output goes.")
    var reveal = false

    @Flag(help: "Write nothing but findings and errors.")
    var quiet = false

    @Option(help: "Show how far the scan is, on standard error.")
    var progress = When.auto

    @Option(help: "Colour the table. NO_COLOR is heeded.")
    var color = When.auto

    @Flag(help: "Exit with 0 also when something is found.")
    var exitZero = false

    @OptionGroup var selection: SelectionOptions

    @OptionGroup var rules: RuleOptions

    @Option(help: .hidden)
    var chunkBytes = Limits.chunkBytes

    func validate() throws {
        if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs must be from 1 to 256") }
        if let maxDecodedBytes, readSize(maxDecodedBytes) == nil {
            throw ValidationError("--max-decoded-bytes must be a number with an optional k, M, G or T")
        }
        if each, inventory { throw ValidationError("--each and --inventory exclude each other") }
        if each, format != .jsonl { throw ValidationError("--each goes with --format jsonl") }
        if !(64...(64 << 20)).contains(chunkBytes) {
            throw ValidationError("--chunk-bytes must be from 64 to 67108864")
        }
        if paths.isEmpty, isatty(0) == 1 {
            throw ValidationError("name a file or a folder, or pipe something in")
        }
    }

    func run() throws {
        // The rules come last: another thread may still be making them ready.
        let key = try fingerprintKey()
        let (compiled, reported) = try readyRules()
        var plan = ScanPlan(
            paths: paths.isEmpty ? ["-"] : paths, rules: compiled, key: key, today: .today())
        plan.jobs = jobs ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        plan.chunkBytes = chunkBytes
        plan.inputLimits.ratioMax = maxRatio
        plan.inputLimits.decodedBytesMax = maxDecodedBytes.flatMap { readSize($0) } ?? .max
        plan.confidenceMin = selection.confidenceMin
        plan.reported = reported
        plan.countsPlaces = inventory
        plan.reveals = reveal
        let session = ScanSession(plan, self)
        throw try session.run()
    }

    /// The rules that the scan works with, and those that it tells of; `nil` for all.
    private func readyRules() throws -> (CompiledRules, Set<RuleID>?) {
        guard rules.areBuiltIn, selection.isAll else {
            let selected = try selection.select(complaining { try rules.load(withExamples: false) })
            return (try complaining { try compileRules(selected.rules, rules) }, selected.reported)
        }
        return (try complaining { try BookAhead.shared.take() }, nil)
    }

    private func fingerprintKey() throws -> FingerprintKey {
        guard let keyFile else { return .random() }
        do throws(KeyFileError) {
            return try readOrMakeKey(keyFile)
        } catch {
            complain("\(Sanitizer.visible(keyFile)): \(error.reason)")
            throw ExitStatus.incomplete
        }
    }
}

/// A number of bytes with an optional `k`, `M`, `G` or `T` (powers of 1024).
func readSize(_ text: String) -> UInt64? {
    let units: [Character: UInt64] = ["k": 1 << 10, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40]
    guard let last = text.last else { return nil }
    guard let unit = units[last] else { return UInt64(text) }
    guard let number = UInt64(text.dropLast()) else { return nil }
    let (size, overflow) = number.multipliedReportingOverflow(by: unit)
    return overflow ? nil : size
}

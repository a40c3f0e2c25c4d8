internal import CorpusMaker
private import Detection
private import Findings
internal import Foundation
private import Ledger
private import Pipeline
private import RuleBook
private import Validation

/// Scans random text in chunks of random sizes, and compares with one chunk.
struct ChunkerFuzz {
    private let rules: CompiledRules
    private let file: URL

    init(file: URL) throws {
        rules = try CompiledRules(RuleBook.load())
        self.file = file
    }

    /// - Returns: What is wrong; `nil` for nothing.
    func run(seed: UInt64) throws -> String? {
        var numbers = SeededNumbers(seed: seed)
        let text = makeText(&numbers)
        try Data(text).write(to: file)
        let whole = try scan(jobs: 1, chunkBytes: 1 << 20)
        let chunkBytes = numbers.pick([64, 65, 127, 1000, 4096, 5000, 20_000]) + numbers.below(200)
        let jobs = 1 + numbers.below(4)
        let cut = try scan(jobs: jobs, chunkBytes: chunkBytes)
        guard cut.findings == whole.findings else {
            let same = zip(cut.findings, whole.findings).prefix { $0 == $1 }.count
            let places = [cut, whole].map { scan in
                same < scan.findings.count ? "\(scan.findings[same].position.streamOffset)" : "the end"
            }
            return
                "chunks of \(chunkBytes), jobs \(jobs): finding \(same) at \(places[0]), not at \(places[1])"
        }
        return cut.alerts == whole.alerts ? nil : "chunks of \(chunkBytes), jobs \(jobs): other alerts"
    }

    /// Records with planted values, some of their lines joined, cut or buried in noise.
    private func makeText(_ numbers: inout SeededNumbers) -> [UInt8] {
        var writer = CorpusWriter(file: "-", seed: numbers.next(), keepsLabels: false)
        let size = 500 + numbers.below(40_000)
        var text: [UInt8] = []
        var number = 0
        while text.count < size {
            writer.putRecord(numbers.pick(CorpusKind.allCases), number: number)
            number += 1
            var record = writer.take()
            switch numbers.below(12) {
            case 0: record.removeAll { $0 == 0x0A }
            case 1: record.removeFirst(numbers.below(record.count))
            case 2: record[numbers.below(record.count)] = UInt8(truncatingIfNeeded: numbers.next())
            case 3:
                record += [UInt8](repeating: numbers.pick([0, 0x20, 0x41, 0x22]), count: numbers.below(6000))
            default: break
            }
            text += record
        }
        return text
    }

    /// The pipeline tells findings one at a time, in order.
    private final class Told: @unchecked Sendable {
        private(set) var findings: [Finding] = []

        func append(_ finding: Finding) { findings.append(finding) }
    }

    private func scan(jobs: Int, chunkBytes: Int) throws -> (findings: [Finding], alerts: [Alert]) {
        var plan = ScanPlan(
            paths: [file.path], rules: rules, key: FingerprintKey(secret: [UInt8](repeating: 7, count: 32)),
            today: CivilDate(year: 2026, month: 11, day: 23))
        plan.jobs = jobs
        plan.chunkBytes = chunkBytes
        let told = Told()
        plan.onFinding = { finding in
            told.append(finding)
            return true
        }
        let scan = Scan(plan)
        try scan.run()
        return (told.findings, scan.ledger.alerts(plan.judgement))
    }
}

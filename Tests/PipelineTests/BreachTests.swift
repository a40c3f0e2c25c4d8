import CorpusMaker
import Detection
import Findings
import Foundation
import Ledger
import Pipeline
import RuleBook
import Testing
import Validation

@Suite struct BreachTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Corpus/breach").path

    private func scan(_ path: String) throws -> [Label] {
        var plan = ScanPlan(
            paths: [path], rules: try CompiledRules(RuleBook.load()),
            key: FingerprintKey(secret: [UInt8](repeating: 7, count: 32)),
            today: CivilDate(year: 2026, month: 11, day: 23))
        let told = Told()
        plan.onFinding = { finding in
            told.labels.append(
                Label(
                    file: URL(fileURLWithPath: finding.source).lastPathComponent,
                    offset: Int(finding.position.streamOffset), length: finding.length,
                    rule: finding.rule.id.text))
            return true
        }
        let scan = Scan(plan)
        try scan.run()
        #expect(scan.ledger.coverage.isComplete)
        return told.labels
    }

    /// The pipeline tells findings one at a time, in order.
    private final class Told: @unchecked Sendable {
        var labels: [Label] = []
    }

    @Test
    func `every planted value of the breach is found, and no trap`() throws {
        let labels = try LabelFile.read(Self.folder + "/labels.jsonl")
        #expect(labels.contains { $0.rule == nil })
        // The labels are no data of the case: they hold offsets alone.
        let score = Score(labels: labels, findings: try scan(Self.folder))
        #expect(score.misses.isEmpty)
        #expect(score.wrongs.isEmpty)
        #expect(score.byRule.values.reduce(0) { $0 + $1.found } > 1000)
    }

    @Test
    func `the committed labels are those that the generator plants`() throws {
        let labels = try LabelFile.read(Self.folder + "/labels.jsonl")
        #expect(Breach.files().flatMap(\.writer.labels) == labels)
    }

    @Test(arguments: CorpusKind.allCases)
    func `counts by rule equal those that the generator planted`(kind: CorpusKind) throws {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("seep-\(kind.rawValue)-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        var writer = CorpusWriter(file: file.lastPathComponent, seed: 11, keepsLabels: true)
        var number = 0
        while writer.offset < 2_000_000 {
            writer.putRecord(kind, number: number)
            number += 1
        }
        try Data(writer.bytes).write(to: file)
        let score = Score(labels: writer.labels, findings: try scan(file.path))
        #expect(score.misses.isEmpty)
        #expect(score.wrongs.isEmpty)
        let found = score.byRule.mapValues(\.found)
        #expect(found == writer.counts)
    }
}

import CorpusMaker
import Findings
import Foundation
import NaiveScan
import RuleBook
import Rules
import Testing
import Validation

@Suite struct NaiveScanTests {
    private static let today = CivilDate(year: 2026, month: 11, day: 23)

    private func compare(_ bytes: [UInt8], chunkBytes: Int, jobs: Int) throws -> Comparison {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(
            "seep-naive-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(bytes).write(to: file)
        return try Comparison(
            file: file.path, rules: RuleBook.load(), today: Self.today,
            cut: Comparison.Cut(chunkBytes: chunkBytes, jobs: jobs))
    }

    @Test(arguments: zip(CorpusKind.allCases, [1 << 20, 65_536, 10_007, 4096, 300_001]))
    func `the scanner finds what a plain loop over the whole text finds`(kind: CorpusKind, chunkBytes: Int)
        throws
    {
        var writer = CorpusWriter(file: "-", seed: 23, keepsLabels: false)
        var number = 0
        while writer.offset < 2_000_000 {
            writer.putRecord(kind, number: number)
            number += 1
        }
        let comparison = try compare(writer.bytes, chunkBytes: chunkBytes, jobs: 2)
        #expect(comparison.missing == [])
        #expect(comparison.extra == [])
        if kind != .clean { #expect(comparison.counts.values.reduce(0, +) >= 20) }
    }

    /// Every rule's own examples, as they are, with what surrounds them in logs, and cut into each other.
    @Test(arguments: [1, 2, 3], [777, 1 << 20])
    func `the examples of all rules, mixed, are found alike`(seed: UInt64, chunkBytes: Int) throws {
        var numbers = SeededNumbers(seed: seed)
        let examples = RuleBook.loadWithExamples().rules.flatMap { $0.examples.match + $0.examples.ignore }
        let joints = [
            "\n", "\n", " ", ", ", "\t", "|", "; ", "\n2026-11-23T10:00:00Z INFO ", " the next ", "=",
            "\u{0}", "é ",
        ]
        var text: [UInt8] = []
        for example in (examples + examples).shuffled(using: &numbers) {
            text += Array(example.utf8)
            text += Array(joints[Int(numbers.next() % UInt64(joints.count))].utf8)
        }
        let comparison = try compare(text, chunkBytes: chunkBytes, jobs: 2)
        #expect(comparison.missing == [])
        #expect(comparison.extra == [])
        #expect(comparison.counts.count > 150)
    }
}

import CorpusMaker
import Findings
import Ledger
import Testing

/// Counts of different values, as alerts tell them.
@Suite struct DistinctTests {
    /// A tally in which one rule found values with these hashes.
    private func tally(_ hashes: [UInt64]) -> Tally {
        var tally = Tally()
        let name = Array("mail".utf8)
        for hash in hashes {
            tally.take(
                Tally.Occurrence(
                    rule: 0, confidence: .likely, reasons: [], position: Position(streamOffset: 0, line: 1),
                    place: 0, row: 1, isEdgeRow: false, valueHash: hash),
                name: name.span, sample: { Sample(text: "", fingerprint: "") })
        }
        return tally
    }

    private func distinct(_ parts: [Tally]) throws -> DistinctCount {
        let ledger = Ledger()
        let source = ledger.addSource("a")
        for part in parts { ledger.absorb(part, source: source) }
        let id = try #require(RuleID("contact.x"))
        let alerts = ledger.alerts(
            Judgement(identities: [RuleIdentity(id: id, title: "X", severity: .low)]))
        return try #require(alerts.first).distinct
    }

    private func hashes(_ count: Int, seed: UInt64) -> [UInt64] {
        var numbers = SeededNumbers(seed: seed)
        return (0..<count).map { _ in numbers.next() }
    }

    @Test(arguments: [1, 2, 7, 8, 9, 15, 16, 17, 100, 511, 512, 513, 1023, 1024])
    func `up to 1024 different values are counted exactly`(count: Int) throws {
        for seed in 1...5 as ClosedRange<UInt64> {
            // Nought is a hash like any other, and each value comes several times.
            let values = [0] + hashes(count - 1, seed: seed)
            let repeated = (values + values + values.reversed()).shuffled()
            let counted = try distinct([tally(repeated)])
            #expect(counted == DistinctCount(value: UInt64(Set(values).count), isEstimate: false))
        }
    }

    @Test
    func `hashes that differ in a few bits only are told apart`() throws {
        for shift in [0, 10, 20, 30, 40, 50] as [UInt64] {
            let values = (0..<1000).map { UInt64($0) << shift }
            #expect(try distinct([tally(values)]).value == 1000, "shifted by \(shift)")
        }
    }

    @Test(arguments: [
        1025, 1500, 3000, 10_000, 30_000, 40_000, 41_000, 45_000, 60_000, 100_000, 300_000, 1_000_000,
    ])
    func `beyond them the estimate is within three percent`(count: Int) throws {
        for seed in (count > 100_000 ? 1...2 : 1...8) as ClosedRange<UInt64> {
            let values = hashes(count, seed: seed &* 7919)
            let model = Double(Set(values).count)
            let counted = try distinct([tally(values + values.prefix(1000))])
            #expect(counted.isEstimate)
            #expect(
                abs(Double(counted.value) - model) / model < 0.03, "\(count), seed \(seed): \(counted.value)")
        }
    }

    @Test(arguments: [
        [300, 300, 300], [1000, 1000, 1000], [1024, 1, 0], [5000, 10, 700], [20_000, 30_000, 1],
        [0, 0, 1025],
    ])
    func `parts merged in any order count as the whole`(sizes: [Int]) throws {
        // The parts share a third of their values with their neighbour.
        let pool = hashes(sizes.reduce(0, +) + 1, seed: 31)
        var start = 0
        let parts = sizes.map { size -> [UInt64] in
            let from = max(0, start - size / 3)
            start = from + size
            return Array(pool[from..<start])
        }
        let whole = try distinct([tally(parts.flatMap { $0 })])
        // Every order of merging two by two: with `a + b = b + a` this is the associative law as well.
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let merged = try distinct(order.map { tally(parts[$0]) })
            #expect(merged == whole, "\(order)")
        }
    }

    @Test
    func `merging with itself changes nothing`() throws {
        for count in [10, 1024, 1025, 50_000] {
            let part = tally(hashes(count, seed: 3))
            #expect(try distinct([part, part, part]) == distinct([part]), "\(count)")
        }
    }
}

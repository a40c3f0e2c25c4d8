import Testing

@testable import Ledger

@Suite struct ColumnEvidenceTests {
    /// Upper tails of binomials, computed by exact fractions (`Fraction` of Python 3) from their definition.
    static let tails: [(hits: Double, trials: Double, rate: Double, tail: Double)] = [
        (8, 10, 0.5, 0.0546875),
        (3, 10, 0.1, 0.0701908264),
        (10, 10, 0.1, 1e-10),
        (30, 100, 0.1, 2.445112239390966e-08),
        (90, 1000, 1.0 / 23, 1.4825158173010738e-10),
    ]

    @Test(arguments: tails.indices)
    func `an upper tail is that of the binomial's definition`(number: Int) {
        let (hits, trials, rate, tail) = Self.tails[number]
        let computed = ColumnEvidence.upperTail(of: hits, among: trials, rate: rate)
        #expect(abs(computed / tail - 1) < 1e-9, "\(computed)")
    }

    @Test
    func `no more hits than chance gives are certain`() {
        #expect(ColumnEvidence.upperTail(of: 10, among: 100, rate: 0.1) == 1)
        #expect(ColumnEvidence.upperTail(of: 0, among: 0, rate: 0.1) == 1)
    }

    private func evidence(_ passed: UInt64, _ missed: UInt64, distinct: UInt64? = nil) -> ColumnEvidence {
        ColumnEvidence(passed: passed, missed: missed, distinct: distinct ?? passed, chanceRate: 0.1)
    }

    @Test
    func `a column whose values all pass is proof, and one that passes by chance is none`() {
        #expect(evidence(1000, 0).isProof)
        #expect(evidence(8, 0).isProof)
        #expect(evidence(950, 50).isProof)
        #expect(evidence(7, 0).verdict == .supports)
        #expect(!evidence(7, 0).isProof)
        #expect(evidence(700, 300).verdict == .supports)
        #expect(!evidence(700, 300).isProof)
        for passed in UInt64(80)...130 { #expect(evidence(passed, 1000 - passed).verdict == .contradicts) }
    }

    @Test
    func `the same value again proves nothing`() {
        #expect(!evidence(100_000, 0, distinct: 3).isProof)
        #expect(evidence(100_000, 0, distinct: 3).verdict == .open)
    }

    @Test
    func
        `few values without a failure are open, and one that fails beside one that passes speaks against both`()
    {
        #expect(evidence(1, 0).verdict == .open)
        #expect(evidence(1, 1).verdict == .contradicts)
        #expect(evidence(0, 5).verdict == .contradicts)
    }
}

internal import Detection
public import Findings
internal import Foundation
internal import Ledger
internal import Pipeline
public import Rules
public import Validation

/// What the scanner and the plain loop say of one file.
public struct Comparison: Sendable {
    /// Values that the plain loop finds, by rule.
    public private(set) var counts: [RuleID: Int] = [:]

    /// What the plain loop finds and the scanner does not.
    public private(set) var missing: [NaiveFinding] = []

    /// What the scanner finds and the plain loop does not.
    public private(set) var extra: [NaiveFinding] = []

    /// How a file is scanned for the comparison.
    public struct Cut: Sendable {
        public var chunkBytes: Int
        public var jobs: Int

        public init(chunkBytes: Int, jobs: Int) {
            self.chunkBytes = chunkBytes
            self.jobs = jobs
        }
    }

    /// Compares what the rules' expressions find, with the rules' fields left out.
    ///
    /// - Throws: An error of reading the file, or `DetectionError`.
    public init(file: String, rules: RuleSet, today: CivilDate, cut: Cut) throws {
        let patterns = rules.rules.filter { $0.pattern != nil }.map { rule in
            var rule = rule
            rule.fields = nil
            return rule
        }
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
        let naive = Set(NaiveScan(rules: patterns, today: today).findings(in: bytes))
        let scanned = try Self.scan(file, rules: RuleSet(patterns), today: today, cut: cut)
        for finding in naive { counts[finding.rule, default: 0] += 1 }
        missing = naive.subtracting(scanned).sorted()
        extra = scanned.subtracting(naive).sorted()
    }

    private static func scan(
        _ file: String, rules: RuleSet, today: CivilDate, cut: Cut
    ) throws -> Set<NaiveFinding> {
        let compiled = try CompiledRules(rules)
        var plan = ScanPlan(paths: [file], rules: compiled, key: .random(), today: today)
        plan.jobs = cut.jobs
        plan.chunkBytes = cut.chunkBytes
        let told = Told()
        plan.onFinding = { finding in
            // What stood behind an encoding is out of the plain loop's reach.
            if !finding.reasons.contains("decoded") {
                told.findings.insert(
                    NaiveFinding(
                        rule: finding.rule.id, offset: Int(finding.position.streamOffset),
                        length: finding.length))
            }
            return true
        }
        let scan = Scan(plan)
        try scan.run()
        return told.findings
    }

    /// The pipeline tells findings one at a time.
    private final class Told: @unchecked Sendable {
        var findings: Set<NaiveFinding> = []
    }
}

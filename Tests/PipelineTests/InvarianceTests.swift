import Detection
import Findings
import Foundation
import Ledger
import Pipeline
import RuleBook
import Testing
import Validation

@Suite struct InvarianceTests {
    private static let key = FingerprintKey(secret: [UInt8](repeating: 7, count: 32))

    /// Lines with values of many kinds, among them long ones and some behind encodings.
    private static func makeInput(lines: Int) -> String {
        (0..<lines).map { line in
            """
            2026-11-23T10:00:00Z INFO request \(line) user=ada\(line)@brackenfen-mail.net path=/u?mail=t.\(line)%40quillmoor-post.org
            {"ssid":"Net \(line % 7)","height":17\(line % 10),"weight":7\(line % 10).5,"card":"4539 1488 0343 6467"}
            \(String(repeating: "x y ", count: line % 97))mac 2C:AA:8E:41:7B:\(10 + line % 80)

            """
        }.joined()
    }

    private func findings(_ path: String, jobs: Int, chunkBytes: Int) throws -> (
        alerts: [Alert], each: [Finding]
    ) {
        var plan = ScanPlan(
            paths: [path], rules: try CompiledRules(RuleBook.load()), key: Self.key,
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
        #expect(scan.ledger.coverage.isComplete)
        return (scan.ledger.alerts(identities: plan.rules.identities), told.findings)
    }

    /// The pipeline tells findings one at a time, in order.
    private final class Told: @unchecked Sendable {
        private(set) var findings: [Finding] = []

        func append(_ finding: Finding) { findings.append(finding) }
    }

    @Test(arguments: [64, 1000, 4096, 65_536], [1, 2, 4])
    func `any chunk size and any number of threads give the same findings`(chunkBytes: Int, jobs: Int) throws
    {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("seep-invariance-\(chunkBytes)-\(jobs).log").path
        try Self.makeInput(lines: 60).write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let whole = try findings(path, jobs: 1, chunkBytes: 1 << 20)
        let cut = try findings(path, jobs: jobs, chunkBytes: chunkBytes)
        #expect(whole.each.count > 200)
        #expect(cut.each == whole.each)
        #expect(cut.alerts == whole.alerts)
    }
}

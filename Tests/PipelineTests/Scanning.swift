import Detection
import Findings
import Foundation
import Ledger
import Pipeline
import RuleBook
import Validation

/// A scan of a file with the shipped rules, a fixed key and a fixed day.
func makePlan(_ path: String, chunkBytes: Int, jobs: Int) throws -> ScanPlan {
    var plan = ScanPlan(
        paths: [path], rules: try CompiledRules(RuleBook.load()),
        key: FingerprintKey(secret: [UInt8](repeating: 7, count: 32)),
        today: CivilDate(year: 2026, month: 11, day: 23))
    plan.chunkBytes = chunkBytes
    plan.jobs = jobs
    return plan
}

/// The alerts of a text, whose source is `input`, and the coverage.
func scanText(_ text: String, chunkBytes: Int = 1 << 20, jobs: Int = 1) throws -> (
    alerts: [Alert], coverage: Coverage
) {
    let path = try writeTemporary(text)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let plan = try makePlan(path, chunkBytes: chunkBytes, jobs: jobs)
    let scan = Scan(plan)
    try scan.run()
    let alerts = scan.ledger.alerts(plan.judgement).map { alert in
        var alert = alert
        alert.source = "input"
        return alert
    }
    return (alerts, scan.ledger.coverage)
}

/// Writes a text to a file of its own.
///
/// - Returns: The file's path; who asks removes it.
func writeTemporary(_ text: String) throws -> String {
    let path = FileManager.default.temporaryDirectory
        .appendingPathComponent("seep-text-\(UUID().uuidString)").path
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
}

/// The alerts of a file.
///
/// - Parameter tellsEach: Who is told of each finding has them counted match by match.
func scanAlerts(_ path: String, chunkBytes: Int, jobs: Int, tellsEach: Bool) throws -> [Alert] {
    var plan = try makePlan(path, chunkBytes: chunkBytes, jobs: jobs)
    if tellsEach { plan.onFinding = { _ in true } }
    let scan = Scan(plan)
    try scan.run()
    return scan.ledger.alerts(plan.judgement)
}

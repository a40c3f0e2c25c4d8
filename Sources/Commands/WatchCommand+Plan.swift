internal import ArgumentParser
internal import Ledger
private import Pipeline
private import Rules
private import Validation
internal import Watch

extension WatchCommand {
    /// Loads and compiles the rules, and puts what is to be done together.
    ///
    /// - Parameters:
    ///   - settings: Those that the command was made of.
    ///   - key: Of the fingerprints.
    /// - Throws: `RulesComplaint`, `SettingsComplaint`, and `ValidationError` for what is wrong with the command line.
    func plan(_ settings: WatchSettings, key: FingerprintKey, hasLastingKey: Bool) throws -> WatchPlan {
        let selected = try select(rules.load(withExamples: false), settings)
        var scan = ScanPlan(
            paths: [], rules: try compileRules(selected.rules, rules), key: key, today: .today())
        scan.reported = selected.reported
        scan.confidenceMin = selection.confidenceMin
        var plan = WatchPlan(paths: paths, scan: scan)
        plan.windowSeconds = window
        plan.tellsEach = each
        plan.skipsPast = fromEnd
        plan.hasLastingKey = hasLastingKey
        return plan
    }

    private func select(_ all: RuleSet, _ settings: WatchSettings) throws -> RuleSelection {
        do {
            return try selection.select(all)
        } catch {
            let complaint = settings.complaint(about: error)
            if complaint.place == nil { throw error }
            throw complaint
        }
    }
}

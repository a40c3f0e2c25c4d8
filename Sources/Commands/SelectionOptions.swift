internal import ArgumentParser
internal import Findings
private import Reports
internal import Rules

/// Which of the rules a command tells of, and from which severity and confidence on.
struct SelectionOptions: ParsableArguments {
    @Option(
        name: .customLong("rule"), help: ArgumentHelp("Only this rule; may be repeated.", valueName: "id"))
    var wantedRules: [String] = []

    @Option(
        name: .customLong("skip-rule"), help: ArgumentHelp("Not this rule; may be repeated.", valueName: "id")
    )
    var skippedRules: [String] = []

    @Option(
        name: .customLong("category"),
        help: ArgumentHelp(
            "Only this category; may be repeated: \(Category.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "name"))
    var categories: [String] = []

    @Option(help: ArgumentHelp("Nothing less grave: low, medium, high or critical.", valueName: "severity"))
    var minSeverity = "low"

    @Option(help: ArgumentHelp("Nothing less sure: possible, likely or certain.", valueName: "confidence"))
    var minConfidence = "possible"

    func validate() throws {
        if Severity(name: minSeverity) == nil {
            throw ValidationError("--min-severity must be low, medium, high or critical")
        }
        if Confidence(name: minConfidence) == nil {
            throw ValidationError("--min-confidence must be possible, likely or certain")
        }
        if let unknown = categories.first(where: { Category(rawValue: $0) == nil }) {
            throw ValidationError("there is no category '\(Sanitizer.visible(unknown))'")
        }
    }

    var confidenceMin: Confidence { Confidence(name: minConfidence) ?? .possible }

    /// Every rule is told of.
    var isAll: Bool {
        wantedRules.isEmpty && skippedRules.isEmpty && categories.isEmpty
            && Severity(name: minSeverity) == .low
    }

    /// - Parameter all: The rules that a command has loaded.
    func select(_ all: RuleSet) throws -> RuleSelection {
        let known = all.ids
        func ids(_ texts: [String]) throws -> Set<RuleID> {
            var ids: Set<RuleID> = []
            for text in texts {
                guard let id = RuleID(text), known.contains(id) else {
                    throw ValidationError(
                        "there is no rule '\(Sanitizer.visible(text))'; 'seep rules list' shows all")
                }
                ids.insert(id)
            }
            return ids
        }
        return all.selecting(
            ids: wantedRules.isEmpty ? nil : try ids(wantedRules), skipped: try ids(skippedRules),
            categories: categories.isEmpty ? nil : Set(categories.compactMap { Category(rawValue: $0) }),
            severityMin: Severity(name: minSeverity) ?? .low)
    }
}

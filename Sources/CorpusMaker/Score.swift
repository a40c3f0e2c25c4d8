/// How well a scan's findings agree with labels.
public struct Score: Sendable {
    /// Of one rule.
    public struct Tally: Sendable {
        /// Labelled values that were found.
        public var found = 0

        /// Labelled values that were not.
        public var missed = 0

        /// Findings that no label asks for.
        public var wrong = 0

        public var precision: Double { found + wrong == 0 ? 1 : Double(found) / Double(found + wrong) }
        public var recall: Double { found + missed == 0 ? 1 : Double(found) / Double(found + missed) }
    }

    public private(set) var byRule: [String: Tally] = [:]
    public private(set) var misses: [Label] = []
    public private(set) var wrongs: [Label] = []

    /// - Parameters:
    ///   - labels: What was planted; a label without a rule is a trap, which any finding at all would touch.
    ///   - findings: What was found, in the form of labels with rules.
    public init(labels: [Label], findings: [Label]) {
        let planted = labels.filter { $0.rule != nil }
        let found = Set(findings.map(Key.init))
        let asked = Set(planted.map(Key.init))
        for label in planted {
            if found.contains(Key(label)) {
                byRule[label.rule ?? "", default: Tally()].found += 1
            } else {
                byRule[label.rule ?? "", default: Tally()].missed += 1
                misses.append(label)
            }
        }
        for finding in findings where !asked.contains(Key(finding)) {
            byRule[finding.rule ?? "", default: Tally()].wrong += 1
            wrongs.append(finding)
        }
    }

    public var isPerfect: Bool { misses.isEmpty && wrongs.isEmpty }

    private struct Key: Hashable {
        var file: String
        var offset: Int
        var length: Int
        var rule: String?

        init(_ label: Label) {
            file = label.file
            offset = label.offset
            length = label.length
            rule = label.rule
        }
    }
}

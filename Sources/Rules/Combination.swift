public import Findings

/// Findings that are graver in one record than apart: a name, a date of birth and a diagnosis in one row.
///
/// A record is a row of a table, a document, or a line.
public struct Combination: Equatable, Sendable {
    /// In the category `combo`.
    public var id: RuleID
    public var title: String

    /// How grave it is, by how many records are one of it: at least one, in rising order. Fewer than the first asks for are
    /// nothing to tell of.
    public var grades: [Grade]

    /// A record must hold something of each.
    public var members: [Member]
    public var references: [String]
    public var examples: Examples

    /// A severity, and the records from which on it holds.
    public struct Grade: Equatable, Sendable {
        public var records: UInt64
        public var severity: Severity

        public init(records: UInt64 = 1, severity: Severity) {
            self.records = records
            self.severity = severity
        }
    }

    /// Rules of which a record must hold findings.
    public struct Member: Equatable, Sendable {
        public var rules: [RulePattern]

        /// So many different ones of the rules, at least 1.
        public var least: Int

        public init(rules: [RulePattern], least: Int = 1) {
            self.rules = rules
            self.least = least
        }
    }

    /// Records, by the rules of their findings, that are one of the combination, and that only look so.
    public struct Examples: Equatable, Sendable {
        public var match: [[RuleID]]
        public var ignore: [[RuleID]]
    }

    /// Whether a record with findings of these rules is one of the combination.
    public func holds(_ found: Set<RuleID>) -> Bool {
        members.allSatisfy { member in
            found.count { id in member.rules.contains { $0.matches(id) } } >= member.least
        }
    }

    /// Whether the rule takes part.
    public func asks(for id: RuleID) -> Bool {
        members.contains { $0.rules.contains { $0.matches(id) } }
    }
}

/// One rule by its id, or all whose ids begin alike: `health.*`, `credential.hash-*`.
public struct RulePattern: Hashable, Sendable, CustomStringConvertible {
    public let text: String

    /// The rule, when it stands for one.
    public let id: RuleID?

    /// What the ids of its rules begin with, when it stands for several.
    private let prefix: String

    /// - Returns: `nil` unless `text` is a rule's id, or a category, a dot and the beginning of a name, and `*`.
    public init?(_ text: String) {
        let isPrefix = text.utf8.last == 0x2A
        id = isPrefix ? nil : RuleID(text)
        prefix = isPrefix ? String(text.dropLast()) : text
        guard id != nil || isPrefix && RuleID(prefix + "x") != nil else { return nil }
        self.text = text
    }

    public func matches(_ id: RuleID) -> Bool {
        self.id.map { $0 == id } ?? id.text.hasPrefix(prefix)
    }

    public var description: String { text }
}

public import Findings
public import Rules
public import Validation

/// A value that a rule's expression finds.
public struct NaiveFinding: Hashable, Comparable, Sendable {
    public var rule: RuleID

    /// Where the value begins, and its bytes.
    public var offset: Int
    public var length: Int

    public init(rule: RuleID, offset: Int, length: Int) {
        self.rule = rule
        self.offset = offset
        self.length = length
    }

    public static func < (left: Self, right: Self) -> Bool {
        if left.offset != right.offset { return left.offset < right.offset }
        return left.length != right.length ? left.length < right.length : left.rule < right.rule
    }
}

/// What the rules' expressions find, read off the documentation as plainly as can be.
///
/// Each expression is looked for in the whole text, from every position onward: no trigger, no chunk, no thread,
/// no state. It is slow, and is there to say whether the scanner is right. Not covered: fields, and values behind
/// an encoding.
public struct NaiveScan {
    private let rules: [Rule]
    private let today: CivilDate

    /// - Parameter rules: Those without an expression find nothing here.
    public init(rules: [Rule], today: CivilDate) {
        self.rules = rules.filter { $0.pattern != nil }
        self.today = today
    }

    /// All values, by their place.
    public func findings(in bytes: [UInt8]) -> [NaiveFinding] {
        var all: [(finding: NaiveFinding, rule: Rule)] = []
        for rule in rules { all += matches(of: rule, in: bytes).map { ($0, rule) } }
        all.sort { $0.finding < $1.finding }
        return withoutBeaten(all)
    }

    private func matches(of rule: Rule, in bytes: [UInt8]) -> [NaiveFinding] {
        guard let pattern = rule.pattern, let expression = GlobalExpression(pattern.expression) else {
            return []
        }
        var found: [NaiveFinding] = []
        var at = 0
        var takenEnd = 0
        while let match = expression.firstMatch(in: bytes, from: at) {
            at = match.start + 1
            guard match.end - match.start <= pattern.windowBytes, !match.value.isEmpty,
                // Of a rule's own values the first stands, and what overlaps it steps back.
                match.value.lowerBound >= takenEnd, passes(rule, match.value, in: bytes)
            else { continue }
            takenEnd = match.value.upperBound
            found.append(
                NaiveFinding(rule: rule.id, offset: match.value.lowerBound, length: match.value.count))
        }
        return found
    }

    private func passes(_ rule: Rule, _ range: Range<Int>, in bytes: [UInt8]) -> Bool {
        let value = Array(bytes[range])
        if isPlaceholder(value.span) { return false }
        let text = String(decoding: value, as: UTF8.self).lowercased()
        if rule.placeholders.contains(text) { return false }
        if let verdict = rule.validator?.verdict(on: value.span, today: today),
            verdict == .fails || verdict == .placeholder
        {
            return false
        }
        if let alphabet = rule.entropy, !alphabet.admits(value.span) { return false }
        if let context = rule.context, context.isRequired, !hasContext(context, around: range, in: bytes) {
            return false
        }
        guard let pattern = rule.pattern, !pattern.notIn.isEmpty else { return true }
        let name = fieldName(before: range.lowerBound, in: bytes)
        return !pattern.notIn.contains { isName(name, endingIn: $0) }
    }

    /// Leaves out each value that an overlapping one beats, whether or not that one is beaten itself.
    private func withoutBeaten(_ all: [(finding: NaiveFinding, rule: Rule)]) -> [NaiveFinding] {
        var beaten = [Bool](repeating: false, count: all.count)
        for first in all.indices {
            let end = all[first].finding.offset + all[first].finding.length
            for second in (first + 1)..<max(first + 1, all.count) {
                if all[second].finding.offset >= end { break }
                switch loser(all[first], all[second]) {
                case .first: beaten[first] = true
                case .second: beaten[second] = true
                case .neither: break
                }
            }
        }
        return all.indices.filter { !beaten[$0] }.map { all[$0].finding }
    }

    private enum Loser {
        case first, second, neither
    }

    /// Which of two overlapping values of different rules steps back.
    private func loser(
        _ first: (finding: NaiveFinding, rule: Rule), _ second: (finding: NaiveFinding, rule: Rule)
    ) -> Loser {
        if first.rule.isGeneric != second.rule.isGeneric { return first.rule.isGeneric ? .first : .second }
        let (one, other) = (first.finding, second.finding)
        if one.offset == other.offset, one.length == other.length {
            return one.rule < other.rule ? .second : .first
        }
        if first.rule.isGeneric {
            if one.length == other.length { return .second }
            return one.length < other.length ? .first : .second
        }
        guard one.rule.category == .credential, other.rule.category == .credential else { return .neither }
        let oneEnd = one.offset + one.length
        let otherEnd = other.offset + other.length
        if otherEnd <= oneEnd { return .second }
        return one.offset == other.offset ? .first : .neither
    }
}

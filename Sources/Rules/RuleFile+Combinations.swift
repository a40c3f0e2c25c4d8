private import Findings
internal import Yams

func parseCombination(_ node: Node) throws(RuleError) -> Combination {
    let fields = try Fields(
        node, known: ["id", "title", "severity", "many", "together", "references", "examples"])
    let id = try fields.converted("id", "'combo.' and lower-case words joined by dashes") { text in
        RuleID(text).flatMap { $0.category == .combo ? $0 : nil }
    }
    guard let id else { throw .missing(key: "id", line: fields.line) }
    guard let title = try fields.text("title") else { throw .missing(key: "title", line: fields.line) }
    let grades = try parseGrades(fields)
    guard let nodes = try fields.list("together"), nodes.count >= 1 else {
        throw .missing(key: "together", line: fields.line)
    }
    var members: [Combination.Member] = []
    for node in nodes { members.append(try parseMember(node)) }
    guard members.reduce(0, { $0 + $1.least }) >= 2 else {
        throw .badValue(
            key: "together", expected: "two findings at least", line: fields.line(of: "together"))
    }
    return Combination(
        id: id, title: title, grades: grades, members: members,
        references: try fields.texts("references") ?? [], examples: try parseRecords(fields))
}

private func parseGrades(_ fields: Fields) throws(RuleError) -> [Combination.Grade] {
    guard let severity = try parseSeverity(fields) else {
        throw .missing(key: "severity", line: fields.line)
    }
    let first = Combination.Grade(severity: severity)
    guard let node = fields.node("many") else { return [first] }
    let part = try Fields(node, known: ["records", "severity"])
    guard let records = try part.integer("records", in: 2...1_000_000_000) else {
        throw .missing(key: "records", line: part.line)
    }
    guard let many = try parseSeverity(part) else { throw .missing(key: "severity", line: part.line) }
    guard many > severity else {
        throw .badValue(
            key: "severity", expected: "more than '\(severity.name)', which one record has",
            line: part.line(of: "severity"))
    }
    return [first, Combination.Grade(records: UInt64(records), severity: many)]
}

/// A list of rules, or a mapping of such a list and how many of them.
private func parseMember(_ node: Node) throws(RuleError) -> Combination.Member {
    guard node.mapping != nil else {
        return Combination.Member(rules: try parsePatterns(node))
    }
    let part = try Fields(node, known: ["rules", "least"])
    guard let rules = part.node("rules") else { throw .missing(key: "rules", line: part.line) }
    return Combination.Member(
        rules: try parsePatterns(rules), least: try part.integer("least", in: 1...16) ?? 1)
}

private func parsePatterns(_ node: Node) throws(RuleError) -> [RulePattern] {
    let texts = node.sequence?.map { $0.scalar?.string ?? "" } ?? []
    let patterns = texts.compactMap { RulePattern($0) }
    guard !patterns.isEmpty, patterns.count == texts.count else {
        throw .badValue(
            key: "together", expected: "lists of rules' ids, or of beginnings of ids with '*'",
            line: Fields.line(of: node))
    }
    return patterns
}

private func parseRecords(_ fields: Fields) throws(RuleError) -> Combination.Examples {
    guard let node = fields.node("examples") else { throw .missing(key: "examples", line: fields.line) }
    let part = try Fields(node, known: ["match", "ignore"])
    let examples = Combination.Examples(
        match: try parseRecords(part, "match"), ignore: try parseRecords(part, "ignore"))
    guard examples.match.count >= 2, examples.ignore.count >= 2 else {
        throw .badValue(
            key: "examples", expected: "two records to match and two to ignore, at least", line: part.line)
    }
    return examples
}

private func parseRecords(_ part: Fields, _ key: String) throws(RuleError) -> [[RuleID]] {
    var records: [[RuleID]] = []
    for node in try part.list(key) ?? [] {
        let texts = node.sequence?.map { $0.scalar?.string ?? "" } ?? []
        let ids = texts.compactMap { RuleID($0) }
        guard !ids.isEmpty, ids.count == texts.count else {
            throw .badValue(key: key, expected: "a list of lists of rules' ids", line: Fields.line(of: node))
        }
        records.append(ids)
    }
    return records
}

internal import Findings
private import Validation
private import Yams

/// What one file holds, in its order.
public struct RuleFile: Equatable, Sendable {
    public var rules: [Rule] = []
    public var combinations: [Combination] = []

    public init() {}
}

/// Reads one rule file.
///
/// - Parameter yaml: The file's text; the schema is in `Rules/README.md`.
/// - Throws: `RuleError` for the first thing that is wrong.
public func parseRuleFile(yaml: String) throws(RuleError) -> RuleFile {
    let root: Node?
    do {
        root = try Yams.compose(yaml: yaml)
    } catch {
        var line = 1
        var reason = "syntax error"
        if let error = error as? YamlError {
            switch error {
            case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
                .composer(_, let problem, let mark, _):
                line = mark.line
                reason = problem
            default: break
            }
        }
        throw .unreadable(reason: reason, line: line)
    }
    guard let root, root.mapping != nil || root.sequence != nil else { return RuleFile() }
    let top = try Fields(root, known: ["rules", "combinations"])
    var file = RuleFile()
    var ids: Set<RuleID> = []
    func note(_ id: RuleID, _ node: Node) throws(RuleError) {
        guard ids.insert(id).inserted else { throw .duplicate(id: id.text, line: Fields.line(of: node)) }
    }
    for node in try top.list("rules") ?? [] {
        let rule = try parseRule(node)
        try note(rule.id, node)
        file.rules.append(rule)
    }
    for node in try top.list("combinations") ?? [] {
        let combination = try parseCombination(node)
        try note(combination.id, node)
        file.combinations.append(combination)
    }
    return file
}

private func parseRule(_ node: Node) throws(RuleError) -> Rule {
    let fields = try Fields(
        node,
        known: [
            "id", "title", "severity", "confidence", "expression", "literals", "caseless-literals", "shapes",
            "lead", "not-in",
            "window", "validator", "entropy", "context", "fields", "placeholders", "generic", "mask",
            "identifies", "references", "examples",
        ])
    let id = try fields.converted("id", "a category, a dot and lower-case words joined by dashes") { text in
        RuleID(text).flatMap { $0.category == .combo ? nil : $0 }
    }
    guard let id else { throw .missing(key: "id", line: fields.line) }
    guard let title = try fields.text("title") else { throw .missing(key: "title", line: fields.line) }
    guard let severity = try parseSeverity(fields) else {
        throw .missing(key: "severity", line: fields.line)
    }
    let confidence = try parseConfidence(fields) ?? .likely
    let pattern = try parsePattern(fields)
    let named = try parseFields(fields)
    guard pattern != nil || named != nil else {
        throw .missing(key: "expression' or 'fields", line: fields.line)
    }
    return Rule(
        id: id, title: title, severity: severity, confidence: confidence, pattern: pattern, fields: named,
        validator: try fields.converted("validator", "a check that Rules/README.md names") {
            Validator(rawValue: $0)
        },
        entropy: try fields.converted("entropy", "an alphabet that Rules/README.md names") {
            EntropyAlphabet(rawValue: $0)
        },
        context: try parseContext(fields),
        placeholders: (try fields.texts("placeholders") ?? []).map { $0.lowercased() },
        isGeneric: try fields.flag("generic") ?? false,
        mask: try fields.converted("mask", "one of edges, whole, email, last-four") {
            MaskStyle(rawValue: $0)
        } ?? .edges,
        identifies: try fields.converted("identifies", "one of " + PersonIdentifier.words) {
            PersonIdentifier(rawValue: $0)
        },
        references: try fields.texts("references") ?? [], examples: try parseExamples(fields))
}

func parseSeverity(_ fields: Fields) throws(RuleError) -> Severity? {
    let words = Severity.allCases.map(\.name).joined(separator: ", ")
    return try fields.converted("severity", "one of " + words) { Severity(name: $0) }
}

private func parseConfidence(_ fields: Fields) throws(RuleError) -> Confidence? {
    try fields.converted("confidence", "one of possible, likely, certain") { Confidence(name: $0) }
}

private func parsePattern(_ fields: Fields) throws(RuleError) -> Rule.Pattern? {
    guard let expression = try fields.text("expression") else {
        for key in ["literals", "caseless-literals", "shapes", "lead", "window", "not-in"]
        where fields.has(key) {
            throw .badValue(key: key, expected: "beside an 'expression'", line: fields.line(of: key))
        }
        return nil
    }
    var triggers: [Rule.Trigger] = []
    for (key, caseless) in [("literals", false), ("caseless-literals", true)] {
        guard let literals = try fields.texts(key) else { continue }
        guard !literals.isEmpty, literals.allSatisfy({ (2...64).contains($0.utf8.count) }) else {
            throw .badValue(
                key: key, expected: "a list of texts of 2 to 64 bytes", line: fields.line(of: key))
        }
        triggers.append(.literals(literals, caseless: caseless))
    }
    if let words = try fields.texts("shapes") {
        var shapes: [ByteShape] = []
        for word in words {
            guard let shape = ByteShape(rawValue: word) else {
                let known = ByteShape.allCases.map(\.rawValue).joined(separator: ", ")
                throw .badValue(
                    key: "shapes", expected: "a list of some of \(known)", line: fields.line(of: "shapes"))
            }
            shapes.append(shape)
        }
        triggers.append(.shapes(shapes))
    }
    guard triggers.count <= 1 else {
        throw .badValue(key: "expression", expected: "beside one kind of trigger", line: fields.line)
    }
    var lead: Rule.Lead?
    if let node = fields.node("lead") {
        let part = try Fields(node, known: ["bytes", "max", "holds"])
        guard let bytes = try part.text("bytes"), let countMax = try part.integer("max", in: 1...128) else {
            throw .missing(key: "bytes' and 'max", line: part.line)
        }
        let held = try part.converted("holds", "one ASCII character") { text in
            text.utf8.count == 1 ? text.utf8.first : nil
        }
        lead = Rule.Lead(bytes: bytes, countMax: countMax, held: held)
    }
    return Rule.Pattern(
        expression: expression, trigger: triggers.first ?? .everywhere, lead: lead,
        windowBytes: try fields.integer("window", in: 1...4096) ?? 512,
        notIn: try parseNames(fields, "not-in") ?? [])
}

private func parseContext(_ fields: Fields) throws(RuleError) -> Rule.Context? {
    guard let node = fields.node("context") else { return nil }
    let part = try Fields(node, known: ["words", "within", "required"])
    guard let words = try part.texts("words"), !words.isEmpty else {
        throw .missing(key: "words", line: part.line)
    }
    return Rule.Context(
        words: words.map { $0.lowercased() }, withinBytes: try part.integer("within", in: 1...128) ?? 60,
        isRequired: try part.flag("required") ?? false)
}

private func parseFields(_ fields: Fields) throws(RuleError) -> Rule.Fields? {
    guard let node = fields.node("fields") else { return nil }
    let part = try Fields(node, known: ["names", "value", "confidence", "siblings", "not-with"])
    guard let names = try parseNames(part, "names"), !names.isEmpty else {
        throw .missing(key: "names", line: part.line)
    }
    guard let value = part.node("value") else { throw .missing(key: "value", line: part.line) }
    return Rule.Fields(
        names: names, value: try parseShape(value), confidence: try parseConfidence(part) ?? .likely,
        siblings: try parseNames(part, "siblings") ?? [], notWith: try parseNames(part, "not-with") ?? [])
}

private func parseNames(_ part: Fields, _ key: String) throws(RuleError) -> [FieldName]? {
    guard let texts = try part.texts(key) else { return nil }
    var names: [FieldName] = []
    for text in texts {
        guard let name = FieldName(text) else {
            throw .badValue(key: key, expected: "a list of names of 1 to 40 bytes", line: part.line(of: key))
        }
        names.append(name)
    }
    return names
}

private func parseExamples(_ fields: Fields) throws(RuleError) -> Rule.Examples {
    guard let node = fields.node("examples") else { throw .missing(key: "examples", line: fields.line) }
    let part = try Fields(node, known: ["match", "ignore"])
    let match = try part.texts("match") ?? []
    let ignore = try part.texts("ignore") ?? []
    guard match.count >= 2, ignore.count >= 2 else {
        throw .badValue(
            key: "examples", expected: "two texts to match and two to ignore, at least", line: part.line)
    }
    return Rule.Examples(match: match, ignore: ignore)
}

private func parseShape(_ node: Node) throws(RuleError) -> ValueShape {
    let line = Fields.line(of: node)
    if let word = node.string, node.mapping == nil {
        switch word {
        case "password": return .password
        case "date": return .date
        default: throw .badValue(key: "value", expected: "a shape that Rules/README.md names", line: line)
        }
    }
    let part = try Fields(
        node,
        known: ["text", "name", "number", "digits", "alphanumeric", "hex", "token", "one-of", "expression"])
    if let bounds = try part.bounds("text") { return .text(bounds) }
    if let bounds = try part.bounds("name") { return .name(words: bounds) }
    if let bounds = try part.bounds("digits") { return .digits(bounds) }
    if let bounds = try part.bounds("alphanumeric") { return .alphanumeric(bounds) }
    if let bounds = try part.bounds("token") { return .token(bounds) }
    if let words = try part.texts("one-of") { return .oneOf(words) }
    if let expression = try part.text("expression") { return .expression(expression) }
    if let nodes = try part.list("hex") {
        let lengths = nodes.compactMap { $0.int }
        guard lengths.count == nodes.count, !lengths.isEmpty, lengths.allSatisfy({ 1...128 ~= $0 }) else {
            throw .badValue(key: "hex", expected: "a list of lengths from 1 to 128", line: line)
        }
        return .hex(lengths)
    }
    if let ranges = try part.list("number") {
        var parsed: [ClosedRange<Double>] = []
        for range in ranges {
            guard let ends = range.sequence, ends.count == 2, let low = ends[0].float,
                let high = ends[1].float,
                low <= high
            else { throw .badValue(key: "number", expected: "a list of pairs of numbers", line: line) }
            parsed.append(low...high)
        }
        guard 1...2 ~= parsed.count else {
            throw .badValue(key: "number", expected: "one or two pairs of numbers", line: line)
        }
        return .number(parsed)
    }
    throw .badValue(key: "value", expected: "a shape that Rules/README.md names", line: line)
}

internal import ArgumentParser
internal import Detection
internal import Findings
internal import Reports
private import RuleBook
internal import Rules
internal import Validation

struct RulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules", abstract: "Shows and checks rules.",
        subcommands: [List.self, Show.self, Check.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Lists the rules, one a line.")

        @OptionGroup var rules: RuleOptions

        func run() throws {
            let set = try complaining { try rules.load(withExamples: false) }
            let entries =
                set.rules.map { ($0.id.text, $0.severity.name, $0.title) }
                + set.combinations.map { ($0.id.text, $0.grades.last?.severity.name ?? "", $0.title) }
            let width = entries.map { $0.0.utf8.count }.max() ?? 0
            var text = ""
            for (id, severity, title) in entries.sorted(by: { $0.0 < $1.0 }) {
                text += id + String(repeating: " ", count: width - id.utf8.count + 2)
                text += severity + String(repeating: " ", count: 10 - severity.utf8.count)
                text += Sanitizer.visible(title) + "\n"
            }
            print(text, terminator: "")
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Shows all of one rule.")

        @Argument(help: "The rule's id, as 'seep rules list' shows it.")
        var id: String

        @OptionGroup var rules: RuleOptions

        func run() throws {
            let set = try complaining { try rules.load(withExamples: true) }
            guard let id = RuleID(id), let text = set[id].map(describe) ?? set.combination(id).map(describe)
            else {
                throw ValidationError("there is no such rule; 'seep rules list' shows all")
            }
            print(text, terminator: "")
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Compiles rules and runs their examples.",
            discussion: "Without files the rules that the program carries are checked.")

        @Argument(help: ArgumentHelp("Rule files, or folders of them.", valueName: "file"))
        var files: [String] = []

        func run() throws {
            var options = RuleOptions()
            options.files = files
            options.withoutBuiltIn = !files.isEmpty
            let set = try complaining { try options.load(withExamples: true) }
            let today = CivilDate.today()
            var problems = 0
            var slow = 0
            for rule in set.rules {
                let check = try RuleCheck(rule, today: today)
                if check.cost == .everywhere {
                    slow += 1
                    print("\(rule.id): no trigger: the expression runs at every byte")
                }
                for problem in check.problems {
                    problems += 1
                    print("\(rule.id): \(problem)")
                }
            }
            // A file's combinations may ask for rules of the book.
            let known = set.ids.union(RuleBook.load().ids)
            for combination in set.combinations {
                for problem in RuleCheck(combination, known: known).problems {
                    problems += 1
                    print("\(combination.id): \(problem)")
                }
            }
            let examples =
                set.rules.reduce(0) { $0 + $1.examples.match.count + $1.examples.ignore.count }
                + set.combinations.reduce(0) { $0 + $1.examples.match.count + $1.examples.ignore.count }
            let count = set.rules.count + set.combinations.count
            print("\(count) rules, \(examples) examples, \(problems) problems, \(slow) without a trigger")
            if problems > 0 { throw ExitStatus.found }
        }
    }
}

/// Compiles rules for a scan.
///
/// - Parameter options: Those that the rules were loaded with: the book's literals come compiled.
func compileRules(_ wanted: RuleSet, _ options: RuleOptions) throws(RulesComplaint) -> CompiledRules {
    do throws(DetectionError) {
        return try CompiledRules(wanted, prepared: options.withoutBuiltIn ? nil : RuleBook.literals())
    } catch {
        throw .notCompiled
    }
}

private func describe(_ rule: Rule) -> String {
    var lines = [
        "\(rule.id)", "  \(rule.title)", "  severity    \(rule.severity.name)",
        "  confidence  \(rule.confidence.name)",
    ]
    if let pattern = rule.pattern {
        lines.append("  expression  \(pattern.expression)")
        switch pattern.trigger {
        case .literals(let texts, let caseless):
            lines.append("  literals    \(texts.joined(separator: "  "))\(caseless ? "  (either case)" : "")")
        case .shapes(let shapes):
            lines.append("  shapes      \(shapes.map(\.rawValue).joined(separator: ", "))")
        case .everywhere: lines.append("  trigger     none: runs at every byte")
        }
    }
    if let fields = rule.fields {
        lines.append("  fields      \(fields.names.map(\.text).joined(separator: ", "))")
    }
    if let validator = rule.validator { lines.append("  check       \(validator.rawValue)") }
    if let entropy = rule.entropy { lines.append("  entropy     \(entropy.rawValue)") }
    if let context = rule.context {
        lines.append(
            "  context     \(context.words.joined(separator: ", "))\(context.isRequired ? " (required)" : "")"
        )
    }
    if let identifier = rule.identifies { lines.append("  identifies  people, by \(identifier.rawValue)") }
    if rule.isGeneric { lines.append("  generic     steps back where a specific rule finds the same bytes") }
    lines += rule.references.map { "  reference   \($0)" }
    lines += rule.examples.match.map { "  match       \($0)" }
    lines += rule.examples.ignore.map { "  ignore      \($0)" }
    return visible(lines)
}

private func describe(_ combination: Combination) -> String {
    var lines = ["\(combination.id)", "  \(combination.title)"]
    lines += combination.grades.map { grade in
        "  severity    \(grade.severity.name)"
            + (grade.records > 1 ? ", from \(grade.records) records on" : "")
    }
    for member in combination.members {
        let rules = member.rules.map(\.text).joined(separator: ", ")
        lines.append("  together    \(member.least > 1 ? "\(member.least) of " : "")\(rules)")
    }
    lines += combination.references.map { "  reference   \($0)" }
    lines += combination.examples.match.map { "  match       \($0.map(\.text).joined(separator: ", "))" }
    lines += combination.examples.ignore.map { "  ignore      \($0.map(\.text).joined(separator: ", "))" }
    return visible(lines)
}

private func visible(_ lines: [String]) -> String {
    lines.map { Sanitizer.visible($0, columnsMax: 4096) }.joined(separator: "\n") + "\n"
}

internal import ArgumentParser
internal import Detection
internal import Findings
private import Foundation
internal import RuleBook
internal import Rules

/// Which rules a command works with.
struct RuleOptions: ParsableArguments {
    @Option(
        name: .customLong("rules"),
        help: ArgumentHelp("Add the rules of a file, or of a folder's .yaml files.", valueName: "path"))
    var files: [String] = []

    @Flag(name: .customLong("no-builtin-rules"), help: "Leave the rules out that the program carries.")
    var withoutBuiltIn = false

    /// The rules are those that the program carries, and no others.
    var areBuiltIn: Bool { !withoutBuiltIn && files.isEmpty }

    func load(withExamples: Bool) throws(RulesComplaint) -> RuleSet {
        var set = withoutBuiltIn ? RuleSet() : withExamples ? RuleBook.loadWithExamples() : RuleBook.load()
        for path in files {
            for file in try Self.ruleFiles(path) { set = set.adding(try Self.read(file)) }
        }
        return set
    }

    private static func ruleFiles(_ path: String) throws(RulesComplaint) -> [String] {
        var isFolder: ObjCBool = false
        guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
        else {
            return [path]
        }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            throw RulesComplaint(file: path, "cannot be listed")
        }
        return names.filter { $0.hasSuffix(".yaml") }.sorted().map { path + "/" + $0 }
    }

    private static func read(_ file: String) throws(RulesComplaint) -> RuleFile {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw RulesComplaint(file: file, "cannot be read as UTF-8 text")
        }
        do throws(RuleError) {
            let file = try parseRuleFile(yaml: text)
            for rule in file.rules {
                do throws(DetectionError) {
                    try RuleCheck.compile(rule)
                } catch {
                    guard case .expressionRejected(_, let offset, let reason) = error else { continue }
                    throw RuleError.badValue(
                        key: "expression",
                        expected: "one that PCRE2 takes; at byte \(offset) of \(rule.id): \(reason)",
                        line: 1)
                }
            }
            return file
        } catch {
            throw RulesComplaint(file: file, line: error.line, error.message)
        }
    }
}

internal import ArgumentParser
internal import Detection
internal import Findings
private import Foundation
internal import Reports
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

    /// - Throws: `RuleFileError` with the file and the line.
    func load(withExamples: Bool) throws -> RuleSet {
        var set = withoutBuiltIn ? RuleSet() : withExamples ? RuleBook.loadWithExamples() : RuleBook.load()
        for path in files {
            for file in Self.ruleFiles(path) { set = set.adding(try Self.read(file)) }
        }
        return set
    }

    static func ruleFiles(_ path: String) -> [String] {
        var isFolder: ObjCBool = false
        guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
        else {
            return [path]
        }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasSuffix(".yaml") }.sorted().map { path + "/" + $0 }
    }

    static func read(_ file: String) throws -> RuleFile {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw RuleFileError(file: file, line: nil, message: "cannot be read as UTF-8 text")
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
            throw RuleFileError(file: file, line: error.line, message: error.message)
        }
    }
}

/// A rule file that cannot be used.
struct RuleFileError: Error, CustomStringConvertible {
    var file: String
    var line: Int?
    var message: String

    var description: String {
        Sanitizer.visible(file) + (line.map { ":\($0)" } ?? "") + ": " + message
    }
}

private import Detection
private import Foundation
private import Rules

/// Checks rule files and writes them as Swift source: `EmbedRules OUTPUT INPUT…`.
///
/// Run by the build. What is wrong with a file is said as the compiler says it, and stops the build.
@main
enum EmbedRules {
    static func main() {
        let arguments = CommandLine.arguments
        var rules: [Rule] = []
        var combinations: [Combination] = []
        for path in arguments.dropFirst(2) {
            do throws(RuleError) {
                let yaml = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
                let file = try parseRuleFile(yaml: yaml)
                rules += file.rules
                combinations += file.combinations
            } catch {
                print("\(path):\(error.line):1: error: \(error.message)")
                exit(1)
            }
        }
        let ids = rules.map(\.id) + combinations.map(\.id)
        for (index, id) in ids.enumerated() where ids[..<index].contains(id) {
            print("\(arguments.last ?? ""):1:1: error: two files have a rule '\(id)'")
            exit(1)
        }
        // In the order of the set, which then takes them as they are.
        let set = RuleSet(rules, combinations: combinations)
        guard let literals = try? PreparedLiterals(compiling: set) else {
            print("error: the literals of the rules cannot be compiled")
            exit(1)
        }
        let source = """
            let embeddedRules: StaticString = \(literal(RuleCodec.encode(set, withExamples: false)))
            let embeddedRulesWithExamples: StaticString = \(literal(RuleCodec.encode(set, withExamples: true)))
            let embeddedLiterals: StaticString = \(literal(literals.encoded()))

            """
        do {
            try source.write(toFile: arguments[1], atomically: true, encoding: .utf8)
        } catch {
            print("error: cannot write the embedded rules")
            exit(1)
        }
    }

    private static func literal(_ text: String) -> String {
        var literal = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": literal += "\\\(scalar)"
            case " "..."~": literal.unicodeScalars.append(scalar)
            default: literal += "\\u{\(String(scalar.value, radix: 16))}"
            }
        }
        return literal + "\""
    }
}

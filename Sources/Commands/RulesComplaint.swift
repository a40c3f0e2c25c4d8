private import Reports

/// Why rules cannot be used.
struct RulesComplaint: Complaint {
    let sentence: String

    /// They cannot be made ready for a scan.
    static let notCompiled = RulesComplaint(sentence: "the rules cannot be compiled")

    private init(sentence: String) { self.sentence = sentence }

    /// - Parameters:
    ///   - file: Or a folder of them.
    ///   - line: `nil` for the file as a whole.
    init(file: String, line: Int? = nil, _ message: String) {
        sentence = Sanitizer.visible(file) + (line.map { ":\($0)" } ?? "") + ": " + message
    }
}

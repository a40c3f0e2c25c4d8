private import Yams

extension SettingsFile {
    /// Reads settings: keys with a value, `true` or `false`, or a list of values.
    ///
    /// - Parameters:
    ///   - yaml: The file's text.
    ///   - file: Its name, for the settings' origins.
    ///   - known: What there may be.
    /// - Returns: In the order of the file.
    /// - Throws: `SettingsError`, with the line, for the first thing that is wrong.
    public static func settings(
        yaml: String, file: String, known: [KnownSetting]
    ) throws(SettingsError) -> [Setting] {
        // Before anything is made of the text: a few anchors make a value that no memory holds.
        if let line = lineOfAnchor(yaml) { throw .anchor(line: line) }
        guard let root = try compose(yaml), !isNull(root) else { return [] }
        guard let mapping = root.mapping else { throw .notAMapping(line: line(of: root)) }
        var settings: [Setting] = []
        for (key, value) in mapping {
            let line = line(of: key)
            guard let name = key.scalar?.string else { throw .notAMapping(line: line) }
            guard let match = known.first(where: { $0.name == name }) else {
                throw .unknown(key: name, line: line)
            }
            guard !settings.contains(where: { $0.name == name }) else {
                throw .repeated(key: name, line: line)
            }
            settings.append(Setting(match, try values(of: value, match), .file(file, line: line)))
        }
        return settings
    }

    private static func compose(_ yaml: String) throws(SettingsError) -> Node? {
        do {
            return try Yams.compose(yaml: yaml)
        } catch {
            switch error as? YamlError {
            case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
                .composer(_, let problem, let mark, _):
                throw .syntax(reason: problem, line: mark.line)
            case .reader(let problem, let offset, _, _):
                let lines = yaml.prefix(offset ?? 0).split(separator: "\n", omittingEmptySubsequences: false)
                throw .syntax(reason: problem, line: lines.count)
            case .duplicatedKeysInMapping(let keys, let context):
                throw .repeated(key: keys.first ?? "", line: context.mark.line)
            default: throw .syntax(reason: "syntax error", line: 1)
            }
        }
    }

    private static func values(of node: Node, _ known: KnownSetting) throws(SettingsError) -> [String] {
        func bad(_ expected: String, at node: Node) -> SettingsError {
            .badValue(key: known.name, expected: expected, line: line(of: node))
        }
        switch known.kind {
        case .flag:
            guard let scalar = node.scalar, scalar.style == .plain, ["true", "false"].contains(scalar.string)
            else { throw bad("true or false", at: node) }
            return [scalar.string]
        case .value:
            guard let text = text(of: node) else { throw bad("one value", at: node) }
            return [text]
        case .list, .arguments:
            guard let list = node.sequence else {
                guard let text = text(of: node) else { throw bad("a list of values", at: node) }
                return [text]
            }
            var texts: [String] = []
            for item in list {
                guard let text = text(of: item) else { throw bad("a list of values", at: item) }
                texts.append(text)
            }
            return texts
        }
    }

    /// A value as it was written; `nil` for none, and for what holds others.
    private static func text(of node: Node) -> String? {
        // A path with a zero in it would end there.
        guard let text = node.scalar?.string, !isNull(node), !text.utf8.contains(0) else { return nil }
        return text
    }

    private static func isNull(_ node: Node) -> Bool {
        guard let scalar = node.scalar, scalar.style == .plain else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    private static func line(of node: Node) -> Int { node.mark?.line ?? 1 }

    /// Where an `&` stands that may begin an anchor: behind anything that does not go on a word.
    private static func lineOfAnchor(_ yaml: String) -> Int? {
        var line = 1
        var before: UInt8 = 0x0A
        for byte in yaml.utf8 {
            if byte == UInt8(ascii: "&"), !goesOn(before) { return line }
            if byte == 0x0A { line += 1 }
            before = byte
        }
        return nil
    }

    private static func goesOn(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: "%=?/._+~-".utf8.contains(byte)
        }
    }
}

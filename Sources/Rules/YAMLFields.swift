internal import Yams

/// A YAML mapping whose keys are known.
struct Fields {
    let line: Int
    private var nodes: [String: Node] = [:]

    /// - Throws: `RuleError.unknownKey` for a key that is not among `known`.
    init(_ node: Node, known: [String]) throws(RuleError) {
        line = Self.line(of: node)
        guard let mapping = node.mapping else {
            throw .badValue(key: "rule", expected: "a mapping", line: line)
        }
        for (key, value) in mapping {
            let name = key.string ?? ""
            guard known.contains(name) else {
                throw .unknownKey(name, nearest: Self.nearest(name, known), line: Self.line(of: key))
            }
            nodes[name] = value
        }
    }

    static func line(of node: Node) -> Int {
        node.mark?.line ?? 1
    }

    func line(of key: String) -> Int {
        nodes[key].map { Self.line(of: $0) } ?? line
    }

    func has(_ key: String) -> Bool { nodes[key] != nil }

    func node(_ key: String) -> Node? { nodes[key] }

    func text(_ key: String) throws(RuleError) -> String? {
        guard let node = nodes[key] else { return nil }
        guard let text = node.scalar?.string else {
            throw .badValue(key: key, expected: "a text", line: Self.line(of: node))
        }
        return text
    }

    func texts(_ key: String) throws(RuleError) -> [String]? {
        guard let list = try list(key) else { return nil }
        var texts: [String] = []
        for node in list {
            guard let text = node.scalar?.string else {
                throw .badValue(key: key, expected: "a list of texts", line: Self.line(of: node))
            }
            texts.append(text)
        }
        return texts
    }

    func list(_ key: String) throws(RuleError) -> [Node]? {
        guard let node = nodes[key] else { return nil }
        guard let list = node.sequence else {
            throw .badValue(key: key, expected: "a list", line: Self.line(of: node))
        }
        return Array(list)
    }

    func flag(_ key: String) throws(RuleError) -> Bool? {
        guard let node = nodes[key] else { return nil }
        guard let flag = node.bool else {
            throw .badValue(key: key, expected: "true or false", line: Self.line(of: node))
        }
        return flag
    }

    func integer(_ key: String, in bounds: ClosedRange<Int>) throws(RuleError) -> Int? {
        guard let node = nodes[key] else { return nil }
        guard let number = node.int, bounds.contains(number) else {
            throw .badValue(
                key: key, expected: "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)",
                line: Self.line(of: node))
        }
        return number
    }

    /// A pair `[least, most]`.
    func bounds(_ key: String) throws(RuleError) -> ClosedRange<Int>? {
        guard let list = try list(key) else { return nil }
        guard list.count == 2, let low = list[0].int, let high = list[1].int, 0 <= low, low <= high else {
            throw .badValue(key: key, expected: "a pair of whole numbers", line: line(of: key))
        }
        return low...high
    }

    func converted<Value>(
        _ key: String, _ expected: String, _ convert: (String) -> Value?
    ) throws(RuleError) -> Value? {
        guard let text = try text(key) else { return nil }
        guard let value = convert(text) else {
            throw .badValue(key: key, expected: expected, line: line(of: key))
        }
        return value
    }

    /// The known key with the fewest edits, if they are few.
    private static func nearest(_ name: String, _ known: [String]) -> String? {
        let distances = known.map { (distance(Array(name.utf8), Array($0.utf8)), $0) }
        guard let best = distances.min(by: { $0.0 < $1.0 }), best.0 <= 3 else { return nil }
        return best.1
    }

    /// Levenshtein's distance.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (index, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, other) in right.enumerated() {
                let kept = row[column + 1]
                row[column + 1] = min(row[column] + 1, kept + 1, diagonal + (byte == other ? 0 : 1))
                diagonal = kept
            }
        }
        return row[right.count]
    }
}

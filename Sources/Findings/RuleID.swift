/// The name of a rule: its category, a dot, and lower-case words joined by dashes.
public struct RuleID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let text: String

    /// - Returns: `nil` unless `text` is `<category>.<name>` with a known category and
    ///   at most 64 bytes.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, Category(rawValue: String(parts[0])) != nil, text.utf8.count <= 64 else {
            return nil
        }
        let words = parts[1].utf8
        let allowed = words.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
        }
        guard allowed, let first = words.first, first != 0x2D, words.last != 0x2D else { return nil }
        self.text = text
    }

    public var category: Category {
        // The initialiser let only a known category in.
        Category(rawValue: String(text.prefix { $0 != "." })) ?? .identity
    }

    public var description: String { text }

    public static func < (left: Self, right: Self) -> Bool {
        left.text < right.text
    }
}

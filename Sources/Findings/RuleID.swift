/// The name of a rule: its category, a dot, and lower-case words joined by dashes.
public struct RuleID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let text: String

    /// - Returns: `nil` unless `text` is `<category>.<name>` with a known category and
    ///   at most 64 bytes.
    public init?(_ text: String) {
        // By bytes: a rule book has hundreds, and characters are slow to take apart.
        guard text.utf8.count <= 64, let dot = text.utf8.firstIndex(of: UInt8(ascii: ".")),
            Category(rawValue: String(text[..<dot])) != nil
        else { return nil }
        let words = text.utf8[dot...].dropFirst()
        let allowed = words.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
        }
        guard allowed, let first = words.first, first != 0x2D, words.last != 0x2D else { return nil }
        self.text = text
    }

    public var category: Category {
        // The initialiser let only a known category in.
        text.utf8.firstIndex(of: UInt8(ascii: ".")).flatMap { Category(rawValue: String(text[..<$0])) }
            ?? .identity
    }

    public var description: String { text }

    public static func < (left: Self, right: Self) -> Bool {
        left.text < right.text
    }
}

internal import Bytes

/// An expression read as far as `ValueScreen` asks: what each part of it consumes, and how often.
///
/// Bytes, brackets, `.`, groups without capture, look-aheads, `$`, quantifiers, and `(?i:…)` or a leading `(?i)`.
struct ExpressionSyntax {
    /// Several sequences of which any may match.
    struct Choice {
        var sequences: [[Item]]
    }

    struct Item {
        var part: Part

        /// How often it stands there; `Int.max` for no bound.
        var least = 1
        var most = 1
    }

    indirect enum Part {
        /// One byte.
        case byte(ByteSet)
        case group(Choice)
        case ahead(Choice, mustNot: Bool)

        /// The text's end, or a line feed right before it.
        case end
    }

    let choice: Choice

    /// - Returns: `nil` where something is written in another way than is read here.
    init?(_ source: String) {
        var reader = Reader(text: Array(source.utf8))
        guard let choice = reader.readChoice(depth: 0), reader.isAtEnd else { return nil }
        self.choice = choice
    }
}

private struct Reader {
    let text: [UInt8]
    private var at = 0
    private var ignoresCase = false

    private static let depthMax = 16

    init(text: [UInt8]) {
        self.text = text
        ignoresCase = take("(?i)")
    }

    var isAtEnd: Bool { at == text.count }

    private var next: UInt8? { at < text.count ? text[at] : nil }

    /// Goes on behind a text, if it stands here.
    private mutating func take(_ expected: String) -> Bool {
        guard text[at...].starts(with: expected.utf8) else { return false }
        at += expected.utf8.count
        return true
    }

    mutating func readChoice(depth: Int) -> ExpressionSyntax.Choice? {
        guard depth <= Self.depthMax else { return nil }
        var sequences: [[ExpressionSyntax.Item]] = [[]]
        while let byte = next, byte != 0x29 {
            if byte == 0x7C {
                at += 1
                sequences.append([])
            } else {
                guard let item = readItem(depth: depth) else { return nil }
                sequences[sequences.count - 1].append(item)
            }
        }
        return ExpressionSyntax.Choice(sequences: sequences)
    }

    private mutating func readItem(depth: Int) -> ExpressionSyntax.Item? {
        guard let part = readPart(depth: depth) else { return nil }
        var item = ExpressionSyntax.Item(part: part)
        guard let byte = next, "*+?{".utf8.contains(byte) else { return item }
        switch part {
        case .byte, .group: break
        case .ahead, .end: return nil
        }
        guard let (least, most) = readCount() else { return nil }
        (item.least, item.most) = (least, most)
        // Lazy or possessive, it consumes no other bytes.
        if let byte = next, byte == 0x2B || byte == 0x3F { at += 1 }
        if let byte = next, "*+?{".utf8.contains(byte) { return nil }
        return item
    }

    private mutating func readCount() -> (least: Int, most: Int)? {
        if take("*") { return (0, .max) }
        if take("+") { return (1, .max) }
        if take("?") { return (0, 1) }
        guard take("{"), let least = readNumber() else { return nil }
        if take("}") { return (least, least) }
        guard take(",") else { return nil }
        if take("}") { return (least, .max) }
        guard let most = readNumber(), take("}"), least <= most else { return nil }
        return (least, most)
    }

    private mutating func readNumber() -> Int? {
        let digits = text[at...].prefix { $0 &- 0x30 < 10 }
        guard !digits.isEmpty, digits.count < 6 else { return nil }
        at += digits.count
        return digits.reduce(0) { $0 * 10 + Int($1 &- 0x30) }
    }

    private mutating func readPart(depth: Int) -> ExpressionSyntax.Part? {
        guard let byte = next else { return nil }
        switch byte {
        case 0x28: return readGroup(depth: depth)
        case 0x5B: return readBracket()
        case 0x5C: return readEscape()
        case 0x24:
            at += 1
            return .end
        case 0x2E:
            at += 1
            return .byte(ByteSet(allBut: [0x0A]))
        case 0x2A, 0x2B, 0x3F, 0x5E, 0x7B: return nil
        default:
            at += 1
            return .byte(inBothCases(ByteSet([byte])))
        }
    }

    private mutating func readGroup(depth: Int) -> ExpressionSyntax.Part? {
        let ignoredCase = ignoresCase
        defer { ignoresCase = ignoredCase }
        let isAhead = take("(?=")
        let mustNot = !isAhead && take("(?!")
        if !isAhead, !mustNot {
            if take("(?i:") { ignoresCase = true } else if !take("(?:") { return nil }
        }
        guard let inside = readChoice(depth: depth + 1), take(")") else { return nil }
        return isAhead || mustNot ? .ahead(inside, mustNot: mustNot) : .group(inside)
    }

    private mutating func readBracket() -> ExpressionSyntax.Part? {
        guard let close = Gate.bracketEnd(text[at...]) else { return nil }
        let inside = text[(at + 1)..<close]
        guard !inside.isEmpty, Self.namesBytesInFull(inside), let set = Gate.set(inside) else { return nil }
        // Whether a byte is outside of both cases of a set is another question.
        if ignoresCase, inside.first == 0x5E { return nil }
        at = close + 1
        return .byte(inBothCases(set))
    }

    /// Whether each `\x` is followed by two digits, which is not all that PCRE2 reads.
    private static func namesBytesInFull(_ inside: ArraySlice<UInt8>) -> Bool {
        var at = inside.startIndex
        while at < inside.endIndex {
            guard inside[at] == 0x5C else {
                at += 1
                continue
            }
            if at + 1 < inside.endIndex, inside[at + 1] == 0x78 {
                let digits = inside[(at + 2)...].prefix(2)
                guard digits.count == 2, digits.allSatisfy({ hexValue($0) != nil }) else { return false }
            }
            at += 2
        }
        return true
    }

    /// A backslash before a byte that is no letter and no digit; before others it means a class, or something else.
    private mutating func readEscape() -> ExpressionSyntax.Part? {
        guard at + 1 < text.count else { return nil }
        let byte = text[at + 1]
        guard byte < 0x80, (byte | 0x20) &- 0x61 >= 26, byte &- 0x30 >= 10 else { return nil }
        at += 2
        return .byte(ByteSet([byte]))
    }

    private func inBothCases(_ set: ByteSet) -> ByteSet {
        guard ignoresCase else { return set }
        var both = set
        for letter in UInt8(0x61)...0x7A where set.contains(letter) || set.contains(letter ^ 0x20) {
            both.insert(letter)
            both.insert(letter ^ 0x20)
        }
        return both
    }
}

/// What the first bytes of a statement tell.
extension SQLReader {
    /// A head without the comments and blanks that it begins with.
    static func code(of head: [UInt8]) -> ArraySlice<UInt8> {
        var at = 0
        while at < head.count {
            if head[at] <= 0x20 {
                at += 1
            } else if head[at...].starts(with: "--".utf8) || head[at] == 0x23 {
                at = head[at...].firstIndex(of: 0x0A) ?? head.count
            } else if head[at...].starts(with: "/*".utf8), !isExecuted(head[at...]) {
                at = endOfComment(head, from: at + 2)
            } else {
                break
            }
        }
        return head[at...]
    }

    /// `/*!40101 …*/` and MariaDB's `/*M!…*/`.
    private static func isExecuted(_ comment: ArraySlice<UInt8>) -> Bool {
        comment.dropFirst(2).starts(with: "!".utf8) || comment.dropFirst(2).starts(with: "M!".utf8)
    }

    private static func endOfComment(_ head: [UInt8], from: Int) -> Int {
        var at = from
        while at + 1 < head.count {
            if head[at] == 0x2A, head[at + 1] == 0x2F { return at + 2 }
            at += 1
        }
        return head.count
    }

    /// Whether a statement's kind may tell of tables; `nil` while its first word is not whole.
    static func isWanted(_ head: [UInt8]) -> Bool? {
        let code = code(of: head)
        guard let first = code.first else { return nil }
        // The first half of what begins a comment.
        if code.count == 1, first == 0x2D || first == 0x2F { return nil }
        if first == 0x2F { return true }
        let word = code.prefix { ($0 | 0x20) &- 0x61 < 26 }
        if word.count == code.count { return nil }
        return wantedWords.contains { isWord(word, $0) }
    }

    private static let wantedWords = words([
        "insert", "replace", "copy", "create", "use", "set", "delimiter", "pragma",
    ])
    private static let verbs = words(["insert", "replace"])
    private static let valuesWords = words(["values", "value"])

    private static func words(_ words: [String]) -> [[UInt8]] { words.map { Array($0.utf8) } }

    /// Whether letters are those of a word, capital or not; the word is in small ones.
    private static func isWord(_ letters: ArraySlice<UInt8>, _ word: [UInt8]) -> Bool {
        guard letters.count == word.count else { return false }
        return word.indices.allSatisfy { letters[letters.startIndex + $0] | 0x20 == word[$0] }
    }

    /// Whether a head is that of an `INSERT` whose tuples begin with the parenthesis that is its last byte.
    static func endsInValues(_ head: [UInt8]) -> Bool {
        var end = head.count - 1
        while end > 0, head[end - 1] <= 0x20 { end -= 1 }
        var start = end
        while start > 0, (head[start - 1] | 0x20) &- 0x61 < 26 { start -= 1 }
        guard valuesWords.contains(where: { isWord(head[start..<end], $0) }) else { return false }
        let code = code(of: head)
        return code.count > 6 && verbs.contains { isWord(code.prefix($0.count), $0) }
    }

    /// Whether the last head stands here once more.
    func repeatsHead(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        lastHeadIsPlain && !lastHead.isEmpty
            && bytes.holds(lastHead, at: range.lowerBound, before: range.upperBound)
    }

    /// Whether a head means the same in every dialect: it has no strings, no comments and no lines.
    static func isPlain(_ head: [UInt8]) -> Bool { head.allSatisfy { plainInHead.contains($0) } }

    private static let plainInHead = Set(
        Array(0x30...0x39) + Array(0x41...0x5A) + Array(0x61...0x7A) + Array("_ `\".,()".utf8))

    /// What `DELIMITER` sets; `nil` for another head.
    static func delimiter(_ head: [UInt8]) -> [UInt8]? {
        guard head.count < 64, head.count > 9,
            String(decoding: head.prefix(9), as: UTF8.self).uppercased() == "DELIMITER"
        else { return nil }
        return head.dropFirst(9).filter { $0 > 0x20 }
    }

    /// The database of `\connect shop` and of `\connect -reuse-previous=on "dbname='shop'"`.
    static func connectedDatabase(_ line: [UInt8]) -> String? {
        let words = String(decoding: line, as: UTF8.self).split { $0 == " " || $0 == "\r" }
        guard let command = words.first, command == "\\connect" || command == "\\c", let last = words.last,
            words.count > 1
        else { return nil }
        let name = last.split(separator: "=").last ?? last
        return Names.identifier(name.filter { $0 != "\"" && $0 != "'" }.utf8)
    }
}

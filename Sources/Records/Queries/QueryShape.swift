internal import Bytes
internal import Findings

/// A statement without its literals: `SELECT id FROM customers WHERE email = ?`.
struct QueryShape: Equatable, Sendable {
    /// Printable; cut at `Limits.queryShapeBytesMax`.
    var text: String

    /// Of the whole shape, in either case: equal for equal shapes of any run. 64 bits of FNV-1a.
    var fingerprint: UInt64

    /// - Parameter query: The statement; what stands further inside than `Limits.statementReachBytes` is left out.
    init(_ query: QueryText, _ bytes: Span<UInt8>) {
        var query = query
        let reach = min(query.range.upperBound, query.range.lowerBound + Limits.statementReachBytes)
        query.range = query.range.lowerBound..<reach
        var tokenizer = QueryTokenizer(query)
        var words: [Word] = []
        while let token = tokenizer.next(bytes) {
            if token.kind == .mark, token.mark == 0x3B { break }
            Self.take(Self.word(token, bytes), into: &words)
        }
        let text = words.map { ($0.hasBlank ? " " : "") + $0.text }.joined()
        fingerprint = text.lowercased().utf8.reduce(0xCBF2_9CE4_8422_2325) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        let isCut = text.utf8.count > Limits.queryShapeBytesMax
        self.text = isCut ? text.prefix(Limits.queryShapeBytesMax) + "…" : text
    }

    private struct Word: Equatable {
        var text: String
        var hasBlank: Bool
    }

    private static func word(_ token: QueryToken, _ bytes: Span<UInt8>) -> Word {
        let text: String
        switch token.kind {
        case .literal, .parameter: text = "?"
        case .word: text = Self.name(bytes.extracting(token.range))
        case .name: text = Self.name(bytes.extracting(token.range))
        case .mark: text = token.mark > 0x20 && token.mark < 0x7F ? String(UnicodeScalar(token.mark)) : "?"
        }
        return Word(text: text, hasBlank: token.hasBlankBefore)
    }

    /// A name that may be shown; `*` for what may be data.
    static func name(_ name: Span<UInt8>) -> String {
        Place.isName(name) ? String(decoding: name.indices.map { name[$0] }, as: UTF8.self) : "*"
    }

    /// Appends a word; a list of values, and a list of tuples, is told by its first.
    private static func take(_ word: Word, into words: inout [Word]) {
        var word = word
        if words.isEmpty { word.hasBlank = false }
        let last = words.suffix(4).map(\.text)
        if word.text == "?" || word.text == "NULL" || word.text == "DEFAULT" {
            // `?, ?` and `?, …, ?`
            if last.suffix(2) == ["…", ","] {
                words.removeLast()
                return
            }
            if last.suffix(2) == ["?", ","] { word.text = "…" }
        } else if word.text == ")", words.count > 2, let open = words.lastIndex(where: { $0.text == "(" }),
            open >= 2
        {
            // `(?, …), (?, …)` and `(?, …), …, (?, …)`
            let tuple = words[open...].map(\.text)
            let isValues = tuple.allSatisfy { ["(", "?", ",", "…", "NULL", "DEFAULT"].contains($0) }
            if isValues, words[open - 1].text == "," {
                if words[open - 2].text == "…" {
                    words.removeSubrange((open - 1)...)
                    return
                }
                if words[open - 2].text == ")" {
                    words.removeSubrange(open...)
                    word = Word(text: "…", hasBlank: true)
                }
            }
        }
        words.append(word)
    }
}

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
            Self.take(Word(token, bytes), into: &words)
        }
        Self.endTuples(&words)
        let text = words.map { ($0.hasBlank ? " " : "") + $0.text }.joined()
        fingerprint = text.lowercased().utf8.reduce(0xCBF2_9CE4_8422_2325) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        let isCut = text.utf8.count > Limits.queryShapeBytesMax
        self.text = isCut ? text.prefix(Limits.queryShapeBytesMax) + "…" : text
    }

    private struct Word {
        enum Kind {
            case literal

            /// `NULL` and `DEFAULT`, which stand where literals may.
            case constant
            case open
            case close
            case comma

            /// More of what stands before.
            case more
            case other
        }

        var kind = Kind.other
        var text: String
        var hasBlank: Bool

        static let more = Word(.more, "…", hasBlank: true)

        private init(_ kind: Kind, _ text: String, hasBlank: Bool) {
            self.kind = kind
            self.text = text
            self.hasBlank = hasBlank
        }

        init(_ token: QueryToken, _ bytes: Span<UInt8>) {
            hasBlank = token.hasBlankBefore
            switch token.kind {
            case .literal, .parameter: (kind, text) = (.literal, "?")
            case .word, .name:
                text = QueryShape.name(bytes.extracting(token.range))
                if text == "NULL" || text == "DEFAULT" { kind = .constant }
            case .mark:
                text =
                    token.mark > 0x20 && token.mark < 0x7F ? String(UnicodeScalar(token.mark)) : "?"
                switch token.mark {
                case 0x28: kind = .open
                case 0x29: kind = .close
                case 0x2C: kind = .comma
                default: break
                }
            }
        }

        /// It may stand in a list of values.
        var isOfValues: Bool { kind != .other && kind != .open && kind != .close }
    }

    /// A name that may be shown; `*` for what may be data.
    static func name(_ name: Span<UInt8>) -> String {
        Place.isName(name) ? String(decoding: name.indices.map { name[$0] }, as: UTF8.self) : "*"
    }

    /// Appends a word; a list of values, and a list of tuples, is told by its first.
    private static func take(_ word: Word, into words: inout [Word]) {
        var word = word
        if words.isEmpty { word.hasBlank = false }
        switch word.kind {
        case .literal, .constant:
            // `?, ?` and `?, …, ?`
            guard words.last?.kind == .comma, words.count > 1 else { break }
            switch words[words.count - 2].kind {
            case .more:
                words.removeLast()
                return
            case .literal: (word.kind, word.text) = (.more, "…")
            default: break
            }
        case .close:
            if let open = tuple(before: words.count, in: words), dropTuple(from: open, &words) { return }
        default: break
        }
        words.append(word)
    }

    /// Where a tuple of values begins that goes as far as an index.
    private static func tuple(before end: Int, in words: [Word]) -> Int? {
        var at = end
        while at > 0, words[at - 1].isOfValues { at -= 1 }
        return at > 0 && words[at - 1].kind == .open ? at - 1 : nil
    }

    /// Takes a tuple away that stands behind another one.
    ///
    /// - Returns: Whether it does: `(?, …), (?, …)` and `(?, …), …, (?, …)`.
    private static func dropTuple(from open: Int, _ words: inout [Word]) -> Bool {
        guard open >= 2, words[open - 1].kind == .comma else { return false }
        switch words[open - 2].kind {
        case .more: words.removeSubrange((open - 1)...)
        case .close: words.replaceSubrange(open..., with: [.more])
        default: return false
        }
        return true
    }

    /// Where the text breaks off inside of a list of tuples makes no difference.
    private static func endTuples(_ words: inout [Word]) {
        if words.last?.kind != .close, let open = tuple(before: words.count, in: words) {
            _ = dropTuple(from: open, &words)
        } else if words.count > 2, words.last?.kind == .comma {
            let last = words[words.count - 2].kind
            if last == .more {
                words.removeLast()
            } else if last == .close, tuple(before: words.count - 2, in: words) != nil {
                words.append(.more)
            }
        }
    }
}

/// A token of a statement's head.
struct SQLToken: Equatable {
    var kind: Kind

    /// As it was written, without quotes.
    var text: String

    /// A word in capitals; empty for what stands between quotes, and for marks.
    var capitals = ""

    enum Kind {
        /// A name or a keyword.
        case word

        /// A name between `"`, backticks or brackets.
        case quoted

        /// A string between `'`.
        case text
        case mark
    }

    /// The name that the token is; `nil` for strings and marks.
    var name: String? {
        kind == .word || kind == .quoted ? Names.identifier(text.utf8) : nil
    }

    func isMark(_ mark: String) -> Bool { kind == .mark && text == mark }

    /// Splits a statement's head; comments are left out, but for those that MySQL executes.
    static func tokens(of head: [UInt8]) -> [SQLToken] {
        var reader = SQLTokenizer(head)
        var tokens: [SQLToken] = []
        while let token = reader.next() { tokens.append(token) }
        return tokens
    }
}

private struct SQLTokenizer {
    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() -> SQLToken? {
        skipBlanks()
        guard at < bytes.count else { return nil }
        switch bytes[at] {
        case 0x22, 0x60: return SQLToken(kind: .quoted, text: quoted(by: bytes[at]))
        case 0x5B: return bracketed()
        case 0x27: return SQLToken(kind: .text, text: quoted(by: 0x27))
        case let byte where Self.isWordByte(byte): return word()
        case let byte:
            at += 1
            return SQLToken(kind: .mark, text: String(decoding: [byte], as: UTF8.self))
        }
    }

    private mutating func skipBlanks() {
        while at < bytes.count {
            let two = at + 1 < bytes.count ? (bytes[at], bytes[at + 1]) : (bytes[at], 0)
            if bytes[at] <= 0x20 {
                at += 1
            } else if two == (0x2D, 0x2D) || bytes[at] == 0x23 {
                while at < bytes.count, bytes[at] != 0x0A { at += 1 }
            } else if two == (0x2F, 0x2A) {
                skipComment()
            } else if two == (0x2A, 0x2F) {
                // The end of a comment that MySQL executes.
                at += 2
            } else {
                return
            }
        }
    }

    private mutating func skipComment() {
        at += 2
        // `/*!40101 SET …*/` and MariaDB's `/*M!100100 …*/` are read as if the comment's marks were not there.
        let mark = at < bytes.count && bytes[at] == 0x4D ? at + 1 : at
        if mark < bytes.count, bytes[mark] == 0x21 {
            at = mark + 1
            while at < bytes.count, bytes[at] &- 0x30 < 10 { at += 1 }
            return
        }
        while at < bytes.count {
            if bytes[at] == 0x2A, at + 1 < bytes.count, bytes[at + 1] == 0x2F {
                at += 2
                return
            }
            at += 1
        }
    }

    /// What stands between two quotes; a doubled quote is one.
    private mutating func quoted(by quote: UInt8) -> String {
        at += 1
        var text: [UInt8] = []
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            if byte == quote {
                guard at < bytes.count, bytes[at] == quote else { break }
                at += 1
            }
            text.append(byte)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// `[name]` of SQL Server and SQLite, or a mark such as in `text[]`.
    private mutating func bracketed() -> SQLToken {
        guard let end = bytes[at...].firstIndex(of: 0x5D), end > at + 1, Self.isWordByte(bytes[at + 1]) else {
            at += 1
            return SQLToken(kind: .mark, text: "[")
        }
        let text = String(decoding: bytes[(at + 1)..<end], as: UTF8.self)
        at = end + 1
        return SQLToken(kind: .quoted, text: text)
    }

    private mutating func word() -> SQLToken {
        let start = at
        while at < bytes.count, Self.isWordByte(bytes[at]) { at += 1 }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        return SQLToken(kind: .word, text: text, capitals: text.uppercased())
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5F || byte == 0x24 || byte >= 0x80
    }
}

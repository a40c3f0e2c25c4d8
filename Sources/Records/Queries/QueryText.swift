internal import Bytes

/// A statement as it stands in a log: its bytes, and how the log writes them.
struct QueryText: Sendable {
    /// Where it stands in the span that was read.
    var range: Range<Int>
    var wrapping: Wrapping

    /// A backslash in a plain string takes the next byte's meaning away, and `"` begins a string: MySQL's syntax.
    var isMySQL: Bool

    enum Wrapping: Equatable, Sendable {
        /// The bytes are the statement's own.
        case none

        /// A field of comma separated values: a doubled `"` is one.
        case csv

        /// A JSON string.
        case json

        /// Each further line begins with these bytes.
        case lines([UInt8])
    }

    /// The statement's byte at an offset, and where its next one stands.
    ///
    /// - Parameter at: In `range`.
    @inline(__always)
    func byte(_ bytes: Span<UInt8>, at: Int) -> (byte: UInt8, next: Int) {
        let byte = bytes[at]
        switch wrapping {
        case .none: return (byte, at + 1)
        case .csv: return (byte, byte == 0x22 ? at + 2 : at + 1)
        case .json:
            guard byte == 0x5C, at + 1 < range.upperBound else { return (byte, at + 1) }
            switch bytes[at + 1] {
            case 0x6E, 0x72, 0x74: return (0x20, at + 2)
            case 0x75: return (0x3F, at + 6)
            case let escaped: return (escaped, at + 2)
            }
        case .lines(let prefix):
            return (byte, byte == 0x0A ? at + 1 + prefix.count : at + 1)
        }
    }

    /// Where the statement ends in a range that may reach beyond its field of the log.
    ///
    /// - Parameter range: From a byte between the statement's tokens on.
    func end(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        guard wrapping == .csv || wrapping == .json else { return range.upperBound }
        var at = range.lowerBound
        while at < range.upperBound {
            let isQuote = bytes[at] == 0x22
            if isQuote, wrapping == .json || at + 1 >= range.upperBound || bytes[at + 1] != 0x22 { return at }
            at += isQuote || wrapping == .json && bytes[at] == 0x5C ? 2 : 1
        }
        return range.upperBound
    }

    /// How a literal of the statement is written, for the path inside of it.
    func escaping(hasBackslashes: Bool) -> Escaping {
        switch wrapping {
        case .none, .lines: Escaping(backslashes: hasBackslashes, doubled: 0x27)
        case .csv: Escaping(backslashes: hasBackslashes, doubled: 0x22)
        case .json: Escaping(backslashes: true, doubled: 0x27)
        }
    }
}

/// A token of a statement in a log.
struct QueryToken {
    enum Kind: UInt8 {
        /// A name or a keyword.
        case word

        /// A name between quotes.
        case name

        /// A string, or a number.
        case literal

        /// `$1`: the number is in `mark`.
        case parameter
        case mark
    }

    var kind: Kind

    /// The token without its quotes, in the span.
    var range: Range<Int>

    /// The byte of a mark, the number of a parameter.
    var mark: UInt8 = 0

    /// Blanks or a comment stand before it.
    var hasBlankBefore = false

    /// Backslashes in it are escapes.
    var hasBackslashes = false
}

/// Splits a statement into tokens; comments are left out.
struct QueryTokenizer {
    let text: QueryText
    private(set) var at: Int

    init(_ text: QueryText) {
        self.text = text
        at = text.range.lowerBound
    }

    /// The next token, which is read again.
    func peek(_ bytes: Span<UInt8>) -> QueryToken? {
        var copy = self
        return copy.next(bytes)
    }

    private var end: Int { text.range.upperBound }

    mutating func next(_ bytes: Span<UInt8>) -> QueryToken? {
        let start = at
        skipBlanks(bytes)
        guard at < end else { return nil }
        let hasBlank = at > start
        var token = read(bytes)
        token.hasBlankBefore = hasBlank
        return token
    }

    private mutating func read(_ bytes: Span<UInt8>) -> QueryToken {
        let start = at
        let (byte, next) = text.byte(bytes, at: at)
        // An escape that stands for a letter is part of no word.
        let isPlain = next == at + 1
        switch byte {
        case 0x27: return quoted(bytes, by: 0x27, .literal, hasBackslashes: text.isMySQL)
        case 0x22:
            return quoted(bytes, by: 0x22, text.isMySQL ? .literal : .name, hasBackslashes: text.isMySQL)
        case 0x60: return quoted(bytes, by: 0x60, .name, hasBackslashes: false)
        case 0x30...0x39 where isPlain:
            while at < end, isWordByte(bytes[at]) || bytes[at] == 0x2E { at += 1 }
            return QueryToken(kind: .literal, range: start..<at)
        case 0x24:
            at = next
            var number = 0
            while at < end, bytes[at] &- 0x30 < 10 {
                number = min(255, number * 10 + Int(bytes[at] - 0x30))
                at += 1
            }
            return number > 0
                ? QueryToken(kind: .parameter, range: start..<at, mark: UInt8(number))
                : QueryToken(kind: .mark, range: start..<next, mark: byte)
        case _ where isPlain && isWordByte(byte):
            while at < end, isWordByte(bytes[at]) { at += 1 }
            // `E'…'`, `_binary '…'`: what introduces a string is none of its own.
            if at < end, bytes[at] == 0x27, at - start <= 2 {
                let isEscaped = text.isMySQL || bytes[start] | 0x20 == 0x65
                return quoted(bytes, by: 0x27, .literal, hasBackslashes: isEscaped)
            }
            return QueryToken(kind: .word, range: start..<at)
        default:
            at = next
            return QueryToken(kind: .mark, range: start..<min(next, end), mark: byte)
        }
    }

    /// What stands between two quotes, up to the text's end when the second is missing.
    private mutating func quoted(
        _ bytes: Span<UInt8>, by quote: UInt8, _ kind: QueryToken.Kind, hasBackslashes: Bool
    ) -> QueryToken {
        at = text.byte(bytes, at: at).next
        let start = min(at, end)
        var stop = end
        while at < end {
            let (byte, next) = text.byte(bytes, at: at)
            if byte == 0x5C, hasBackslashes {
                at = next < end ? text.byte(bytes, at: next).next : next
                continue
            }
            guard byte == quote else {
                at = next
                continue
            }
            if next < end, text.byte(bytes, at: next).byte == quote {
                at = text.byte(bytes, at: next).next
                continue
            }
            stop = at
            at = next
            break
        }
        return QueryToken(
            kind: kind, range: start..<max(start, min(stop, end)), hasBackslashes: hasBackslashes)
    }

    private mutating func skipBlanks(_ bytes: Span<UInt8>) {
        while at < end {
            let (byte, next) = text.byte(bytes, at: at)
            let second = next < end ? text.byte(bytes, at: next).byte : 0
            if byte <= 0x20 {
                at = next
            } else if byte == 0x2D && second == 0x2D || byte == 0x23 && text.isMySQL {
                while at < end, bytes[at] != 0x0A { at = text.byte(bytes, at: at).next }
            } else if byte == 0x2F, second == 0x2A {
                skipComment(bytes)
            } else {
                return
            }
        }
        at = min(at, end)
    }

    private mutating func skipComment(_ bytes: Span<UInt8>) {
        var last: UInt8 = 0
        at += 2
        while at < end {
            let (byte, next) = text.byte(bytes, at: at)
            at = next
            if last == 0x2A, byte == 0x2F { return }
            last = byte
        }
    }

    @inline(__always)
    private func isWordByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5F || byte >= 0x80
    }
}

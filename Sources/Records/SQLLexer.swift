internal import Bytes
internal import CByteScan

/// Tells the code of statements from their strings and comments, whatever the cuts.
struct SQLLexer: Sendable {
    private var state = State.code

    /// The tag of a dollar-quoted string with its dollars, and how much of it was seen.
    private var tag: [UInt8] = []
    private var tagSeen = 0

    /// The byte before is one of a name: `$` and `E'` mean nothing inside of one.
    private var isInWord = false
    private var wasE = false

    /// In plain strings a backslash takes the next byte's meaning away.
    private(set) var backslashesEscape = false

    /// The dump is SQLite's.
    private(set) var isSQLite = false

    /// A statement has said so, or the dialect is known.
    private(set) var isSettled = false

    private enum State: UInt8 {
        case code
        case dash
        case slash
        case commentHead
        case lineComment
        case comment
        case commentStar
        case string
        case stringEscape

        /// A string whose backslashes are escapes whatever the dialect: `E'…'`.
        case escapeString
        case escapeStringEscape
        case quotedName
        case backtickName
        case tag
        case dollarString
    }

    /// What follows is code, or is taken for it: bytes are missing, or were read by somebody else.
    mutating func beginCode() {
        state = .code
        isInWord = false
        wasE = false
    }

    var isInCode: Bool { state == .code }

    /// How far a step went, and why no further.
    struct Step {
        var end: Int

        /// The byte of code that ended it, its last: a parenthesis, `;` or a line feed; 0 for none.
        var mark: UInt8 = 0
        var endsComment = false
    }

    mutating func settle(backslashesEscape: Bool) {
        self.backslashesEscape = backslashesEscape
        isSettled = true
    }

    /// Learns the dialect from a statement's head: backticks and executed comments are MySQL's.
    mutating func learn(from head: [UInt8]) {
        guard !isSettled else { return }
        let code = SQLReader.code(of: head)
        if code.starts(with: "PRAGMA".utf8) {
            settle(backslashesEscape: false)
            isSQLite = true
        } else if code.first == 0x2F || code.contains(0x60) {
            settle(backslashesEscape: true)
        }
    }

    /// Reads up to the next mark of code, and over it, or to the range's end.
    mutating func next(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Step {
        var at = range.lowerBound
        while at < range.upperBound {
            at = skipPlain(bytes, at..<range.upperBound)
            guard at < range.upperBound else { break }
            let wasComment = isComment
            let mark = take(bytes[at])
            at += 1
            if mark != 0 { return Step(end: at, mark: mark, endsComment: wasComment) }
            if wasComment, state == .code { return Step(end: at, endsComment: true) }
        }
        return Step(end: at)
    }

    private var isComment: Bool { state == .lineComment || state == .comment || state == .commentStar }

    /// Passes what changes nothing.
    private mutating func skipPlain(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        let end: Int
        switch state {
        case .code:
            end = runEnd(bytes, range, of: Self.plainInCode)
            if end > range.lowerBound {
                isInWord = Self.isWordByte(bytes[end - 1])
                wasE = bytes[end - 1] | 0x20 == 0x65
            }
        case .lineComment: end = firstNewline(bytes, range)
        case .comment: end = runEnd(bytes, range, of: Self.allButStar)
        case .string:
            end = runEnd(bytes, range, of: backslashesEscape ? Self.plainInEscapedString : Self.plainInString)
        case .escapeString: end = runEnd(bytes, range, of: Self.plainInEscapedString)
        case .dollarString where tagSeen == 0: end = runEnd(bytes, range, of: Self.allButDollar)
        default: end = range.lowerBound
        }
        return end
    }

    /// Takes one byte that may change the state.
    ///
    /// - Returns: The byte when it is a mark of code; else 0.
    private mutating func take(_ byte: UInt8) -> UInt8 {
        switch state {
        case .code, .dash, .slash: return takeCode(byte)
        case .commentHead:
            if byte == 0x4D { return 0 }
            state = byte == 0x21 ? .code : byte == 0x2A ? .commentStar : .comment
        case .lineComment:
            state = .code
            return byte
        case .comment: state = byte == 0x2A ? .commentStar : .comment
        case .commentStar: state = byte == 0x2F ? .code : byte == 0x2A ? .commentStar : .comment
        case .string:
            state = byte == 0x27 ? .code : byte == 0x5C && backslashesEscape ? .stringEscape : .string
        case .stringEscape: state = .string
        case .escapeString:
            state = byte == 0x27 ? .code : byte == 0x5C ? .escapeStringEscape : .escapeString
        case .escapeStringEscape: state = .escapeString
        case .quotedName: if byte == 0x22 { state = .code }
        case .backtickName: if byte == 0x60 { state = .code }
        case .tag: return takeTag(byte)
        case .dollarString: takeDollarString(byte)
        }
        return 0
    }

    private mutating func takeCode(_ byte: UInt8) -> UInt8 {
        let before = state
        let (hadWord, hadE) = (isInWord, wasE)
        state = .code
        isInWord = Self.isWordByte(byte)
        wasE = byte | 0x20 == 0x65
        switch byte {
        case 0x27: state = hadE && hadWord ? .escapeString : .string
        case 0x22: state = .quotedName
        case 0x60: state = .backtickName
        case 0x2D: state = before == .dash ? .lineComment : .dash
        case 0x23: state = backslashesEscape ? .lineComment : .code
        case 0x2F: state = .slash
        case 0x2A where before == .slash: state = .commentHead
        case 0x24 where !hadWord:
            state = .tag
            tag = [byte]
        case 0x28, 0x29, 0x3B, 0x0A: return byte
        default: break
        }
        return 0
    }

    private mutating func takeTag(_ byte: UInt8) -> UInt8 {
        tag.append(byte)
        if byte == 0x24 {
            state = .dollarString
            tagSeen = 0
        } else if !Self.isWordByte(byte) || tag.count > Limits.fieldNameBytesMax {
            // A parameter such as `$1`, or no tag at all.
            state = .code
            return takeCode(byte)
        }
        return 0
    }

    private mutating func takeDollarString(_ byte: UInt8) {
        if byte == tag[tagSeen] {
            tagSeen += 1
            if tagSeen == tag.count {
                state = .code
                tagSeen = 0
            }
        } else {
            tagSeen = byte == 0x24 ? 1 : 0
        }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5F || byte >= 0x80
    }

    private static let plainInCode = ByteSet(allBut: "'\"`-/*#$();\n".utf8).kernelSet
    private static let plainInString = ByteSet(allBut: "'".utf8).kernelSet
    static let plainInEscapedString = ByteSet(allBut: "'\\".utf8).kernelSet
    private static let allButStar = ByteSet(allBut: "*".utf8).kernelSet
    private static let allButDollar = ByteSet(allBut: "$".utf8).kernelSet
}

internal import Bytes
private import CPCRE2

/// The bytes between which a match of an expression can begin.
///
/// Of the candidates of a dense dump every third fails by the byte before it or by its first: two look-ups tell so
/// before PCRE2 is called. Where the expression does not say, every byte is let through.
struct Gate {
    /// Bytes that may stand before the match.
    var before = ByteSet.all

    /// The match may begin with the text.
    var opensText = true

    /// Bytes that may begin the match.
    var first = ByteSet.all

    init(_ source: String) {
        readLookBehinds(source)
        readFirstBytes(source)
    }

    /// Takes the look-behinds of one byte with which the expression begins; all of them must hold.
    private mutating func readLookBehinds(_ source: String) {
        let text = Array(source.utf8)
        guard !Self.hasAlternatives(text) else { return }
        var at = 0
        while let found = Self.lookBehind(text[at...]) {
            before.formIntersection(found.mustNot ? found.set.inverted : found.set)
            if !found.mustNot { opensText = false }
            at = found.end
        }
    }

    /// The look-behind of one byte that begins `text`: `(?<![…])`, `(?<=[…])`, `(?<=;)`.
    private static func lookBehind(_ text: ArraySlice<UInt8>) -> (set: ByteSet, mustNot: Bool, end: Int)? {
        let mustNot = text.starts(with: "(?<!".utf8)
        guard mustNot || text.starts(with: "(?<=".utf8) else { return nil }
        let inside = text.dropFirst(4)
        guard let first = inside.first else { return nil }
        if first == 0x5B {
            guard let close = bracketEnd(inside), inside[close...].starts(with: "])".utf8),
                let set = set(inside[..<close].dropFirst())
            else { return nil }
            return (set, mustNot, close + 2)
        }
        guard !".\\^$|()?*+{[".utf8.contains(first), inside.dropFirst().first == 0x29 else { return nil }
        var set = ByteSet()
        set.insert(first)
        return (set, mustNot, inside.startIndex + 2)
    }

    /// Where the bracket expression that begins `text` ends.
    static func bracketEnd(_ text: ArraySlice<UInt8>) -> Int? {
        var at = text.startIndex + 1
        // A bracket that closes right behind the opening one is a byte of the set.
        if at < text.endIndex, text[at] == 0x5E { at += 1 }
        if at < text.endIndex, text[at] == 0x5D { at += 1 }
        while at < text.endIndex {
            if text[at] == 0x5D { return at }
            at += text[at] == 0x5C ? 2 : 1
        }
        return nil
    }

    /// The bytes of a bracket expression's inside; `nil` where it has a class that `ByteSet` does not know.
    static func set(_ inside: ArraySlice<UInt8>) -> ByteSet? {
        var wasEscape = false
        for byte in inside {
            // `\x` and what is no letter or digit stand for bytes; `\w` and its kin for classes.
            if wasEscape, byte != 0x78, (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 { return nil }
            if !wasEscape, byte == 0x5B || byte >= 0x80 { return nil }
            wasEscape = !wasEscape && byte == 0x5C
        }
        let isNegated = inside.first == 0x5E
        let set = ByteSet(bracket: String(decoding: isNegated ? inside.dropFirst() : inside, as: UTF8.self))
        return isNegated ? set.inverted : set
    }

    /// Whether what begins the expression may begin one of several alternatives only; `true` also where its syntax
    /// is one that this does not read.
    private static func hasAlternatives(_ text: [UInt8]) -> Bool {
        var depth = 0
        var at = 0
        while at < text.count {
            switch text[at] {
            case 0x5C:
                if at + 1 < text.count, text[at + 1] == 0x51 { return true }
                at += 1
            case 0x5B:
                guard let close = bracketEnd(text[at...]) else { return true }
                at = close
            case 0x28:
                depth += 1
                // With the flag `x` a text may hold comments.
                if text[at...].starts(with: "(?".utf8) {
                    let flags = text[(at + 2)...].prefix {
                        ($0 | 0x20) &- 0x61 < 26 || $0 == 0x5E || $0 == 0x2D
                    }
                    if flags.contains(0x78) { return true }
                }
            case 0x29: depth -= 1
            case 0x7C where depth == 0: return true
            default: break
            }
            at += 1
        }
        return false
    }

    /// Asks PCRE2, which knows the first bytes of an expression that searches, and of no anchored one.
    private mutating func readFirstBytes(_ source: String) {
        var status: Int32 = 0
        var offset = 0
        var source = source
        let options = UInt32(PCRE2_NEVER_UTF) | UInt32(PCRE2_NEVER_BACKSLASH_C)
        let code = source.withUTF8 { text in
            unsafe pcre2_compile_8(text.baseAddress, text.count, options, &status, &offset, nil)
        }
        guard let code = unsafe code else { return }
        defer { unsafe pcre2_code_free_8(code) }
        var kind: UInt32 = 0
        var unit: UInt32 = 0
        var bitmap: UnsafePointer<UInt8>?
        unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_FIRSTCODETYPE), &kind)
        if kind == 1, unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_FIRSTCODEUNIT), &unit) == 0 {
            first = ByteSet()
            let byte = UInt8(truncatingIfNeeded: unit)
            first.insert(byte)
            // PCRE2 does not tell whether the letter stands for both cases.
            if (byte | 0x20) &- 0x61 < 26 { first.insert(byte ^ 0x20) }
        } else if unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_FIRSTBITMAP), &bitmap) == 0,
            let bitmap = unsafe bitmap
        {
            first = ByteSet()
            // Sound: the table has a bit for each of 256 bytes, and lives as long as the code.
            for byte in 0..<256 where unsafe bitmap[byte >> 3] >> UInt8(byte & 7) & 1 != 0 {
                first.insert(UInt8(byte))
            }
        }
    }
}

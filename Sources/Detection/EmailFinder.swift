internal import Bytes
private import CByteScan
private import Glibc
internal import Rules
internal import Validation

/// Finds mail addresses without PCRE2.
///
/// Addresses are two values of eight in a dense dump, and finding them cost the most of all expressions. The finder
/// serves a rule whose expression is, to the letter, the one that it knows, and finds what PCRE2 finds with it: a test
/// compares both.
enum EmailFinder {
    /// The expression whose matches are found, triggered by `@` with `lead` before it.
    static let expression =
        #"(?:(?<![A-Za-z0-9._%+\-\x80-\xff\\])|"#
        + #"(?<=\\[nrtbfv])|(?<=\\0)(?![0-7]{2})|(?<=\\0[0-7]{2})|(?<=\\x[0-9A-Fa-f]{2})|(?<=\\)(?![nrtbfv0]|x[0-9A-Fa-f]{2}))"#
        + #"[A-Za-z0-9_%+\x80-\xff][A-Za-z0-9._%+\-\x80-\xff]{0,63}+(?<!\.)@"#
        + #"(?:[A-Za-z0-9\x80-\xff][A-Za-z0-9\-\x80-\xff]{0,62}+(?<!-)\.){1,8}"#
        + #"(?:xn--[A-Za-z0-9\-]{2,59}+|[A-Za-z\x80-\xff]{2,63}+)(?![A-Za-z0-9\-\x80-\xff@]|:[A-Za-z0-9~/])"#

    /// Whether a rule's match may begin behind an escape such as `\n`.
    static func beginsBehindEscapes(_ pattern: Rule.Pattern) -> Bool {
        // Sound: both live through the call. By bytes: Swift's search by characters was an eighth of a start.
        unsafe strstr(pattern.expression, #"(?<=\\[nrtbfv])"#) != nil
    }

    /// The bytes that may stand between the start of an address and its `@`.
    static let lead = #"A-Za-z0-9._%+\-\x80-\xff"#

    /// Whether the finder finds what a rule's expression finds.
    static func serves(_ pattern: Rule.Pattern) -> Bool {
        pattern.expression == expression && pattern.trigger == .shapes([.at])
            && pattern.lead?.bytes == lead && pattern.lead?.countMax == 64 && pattern.lead?.held == nil
    }

    /// Where an address begins in a run that a backslash stands before: behind the letter of an escape.
    static func start(behindBackslash start: Int, _ bytes: Span<UInt8>, end: Int) -> Int {
        guard start < end else { return start }
        switch bytes[start] {
        case 0x6E, 0x72, 0x74, 0x62, 0x66, 0x76: return start + 1
        case 0x30:
            let isOctal = start + 2 < end && isOctal(bytes[start + 1]) && isOctal(bytes[start + 2])
            return isOctal ? start + 3 : start + 1
        case 0x78:
            let isEscape = start + 2 < end && isHex(bytes[start + 1]) && isHex(bytes[start + 2])
            return isEscape ? start + 3 : start
        default: return start
        }
    }

    private static func isOctal(_ byte: UInt8) -> Bool { byte &- 0x30 < 8 }

    private static func isHex(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6 }

    /// An address, and the places that its verdict asks for.
    struct Address {
        var range: Range<Int>
        var at: Int
        var lastDot: Int

        /// The dot before the last, or the `@`.
        var secondDot: Int

        /// The local part and the labels are known to hold, and the top-level domain to be letters.
        var isWellFormed = false

        func verdict(_ bytes: Span<UInt8>) -> Verdict {
            let start = range.lowerBound
            if isWellFormed {
                return emailVerdict(
                    ofWellFormed: bytes.extracting(range), lastDot: lastDot - start,
                    secondDot: secondDot - start)
            }
            return emailVerdict(
                bytes.extracting(range), at: at - start, lastDot: lastDot - start,
                secondDot: secondDot - start)
        }
    }

    /// An address that the kernel reads.
    @inline(__always)
    private static func knownAddress(_ bytes: Span<UInt8>, start: Int, at: Int, end: Int) -> Address? {
        precondition(start >= 0 && end <= bytes.count, "an address outside of the bytes")
        var address = seep_address()
        // Sound: the kernel reads the bytes before `end`, which was just checked, during the call only.
        let isKnown = unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return false }
            return unsafe seep_match_address(base, start, at, end, &address) != 0
        }
        guard isKnown else { return nil }
        return Address(
            range: start..<address.end, at: at, lastDot: address.last_dot, secondDot: address.second_dot,
            isWellFormed: true)
    }

    /// - Parameters:
    ///   - start: The first byte of the run before the `@` at `at`.
    ///   - end: Nothing from here on is seen.
    static func address(_ bytes: Span<UInt8>, start: Int, at: Int, end: Int) -> Address? {
        guard at > start, at - start <= 64, bytes[start] != 0x2E, bytes[start] != 0x2D, bytes[at - 1] != 0x2E
        else { return nil }
        if let known = knownAddress(bytes, start: start, at: at, end: end) { return known }
        // As the expression: up to eight labels, then fewer, until what follows can end an address.
        var labels = InlineArray<9, Int>(repeating: 0)
        labels[0] = at + 1
        var count = 0
        while count < 8, let next = labelEnd(bytes, labels[count], end: end) {
            count += 1
            labels[count] = next + 1
        }
        while count > 0 {
            if let last = topLevelEnd(bytes, labels[count], end: end) {
                return Address(
                    range: start..<last, at: at, lastDot: labels[count] - 1, secondDot: labels[count - 1] - 1)
            }
            count -= 1
        }
        return nil
    }

    private static let labelBytes = ByteSet(bracket: #"A-Za-z0-9\-\x80-\xff"#).kernelSet
    private static let letters = ByteSet(bracket: #"A-Za-z\x80-\xff"#).kernelSet

    /// Where the label that begins at `start` ends, at a dot.
    @inline(__always)
    private static func labelEnd(_ bytes: Span<UInt8>, _ start: Int, end: Int) -> Int? {
        let ceiling = min(end, start + 64)
        guard start < ceiling else { return nil }
        let at = runEnd(bytes, start..<ceiling, of: labelBytes)
        guard at > start, at < ceiling, bytes[at] == 0x2E, bytes[start] != 0x2D, bytes[at - 1] != 0x2D else {
            return nil
        }
        return at
    }

    /// Where a top-level domain that begins at `start` ends.
    @inline(__always)
    private static func topLevelEnd(_ bytes: Span<UInt8>, _ start: Int, end: Int) -> Int? {
        if start + 4 < end, bytes[start] == 0x78, bytes[start + 1] == 0x6E, bytes[start + 2] == 0x2D,
            bytes[start + 3] == 0x2D, let last = punycodeEnd(bytes, start + 4, end: end)
        {
            return last
        }
        guard start < end else { return nil }
        let at = runEnd(bytes, start..<min(end, start + 63), of: letters)
        return at - start >= 2 && mayFollow(bytes, at, end: end) ? at : nil
    }

    private static func punycodeEnd(_ bytes: Span<UInt8>, _ start: Int, end: Int) -> Int? {
        let ceiling = min(end, start + 59)
        var at = start
        while at < ceiling, bytes[at] < 0x80, isLetterOrDigit(bytes[at]) || bytes[at] == 0x2D { at += 1 }
        return at - start >= 2 && mayFollow(bytes, at, end: end) ? at : nil
    }

    /// Whether an address may end before `at`.
    @inline(__always)
    private static func mayFollow(_ bytes: Span<UInt8>, _ at: Int, end: Int) -> Bool {
        guard at < end else { return true }
        let byte = bytes[at]
        if isLetterOrDigit(byte) || byte == 0x2D || byte == 0x40 { return false }
        guard byte == 0x3A, at + 1 < end else { return true }
        let next = bytes[at + 1]
        return next >= 0x80 || !isLetterOrDigit(next) && next != 0x7E && next != 0x2F
    }

    @inline(__always)
    private static func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte >= 0x80
    }

    @inline(__always)
    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isLetter(byte) || byte &- 0x30 < 10
    }
}

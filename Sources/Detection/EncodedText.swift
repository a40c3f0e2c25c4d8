internal import Bytes
internal import Findings

/// Text behind an encoding, and the bounds within which it is read.
enum EncodedText {
    /// What announces escapes that may hide a value; matched in either case.
    ///
    /// `@`, `|`, `"`, `=`, `:`, `{` and `%` themselves as percent escapes; `@`, `|`, `"` and `=` as JSON
    /// escapes; `\/`; and the ways to write `@` and `"` in HTML.
    static let triggers = [
        "%40", "%7C", "%22", "%3D", "%3A", "%7B", "%2540", "\\u0040", "\\u007c", "\\u0022", "\\u003d", "\\/",
        "&#64;", "&#x40;", "&commat;", "&quot;", "&#34;",
    ]

    /// What announces text in hexadecimal digits, with the first of them: `0x` of MySQL, `\\x` of PostgreSQL and `X'` of
    /// SQLite; matched in either case, and taken where printable text follows.
    static let hexTriggers = ["0x", "\\x", "x'"].flatMap { start in "234567".map { start + String($0) } }

    /// Bytes before a trigger in which the beginning of its text is looked for.
    static let leftMax = 1024

    /// Bytes of encoded text read at once.
    static let regionMax = 3072

    /// Characters of base64 read at once, from the beginning of a run, and hexadecimal digits.
    static let base64Max = 4096
    static let hexMax = 4096

    /// What tells text in hexadecimal digits from a number: so many bytes are printable.
    static let hexTextMin = 12

    /// The part of a text whose values were looked for last, so that many triggers in it read it once.
    struct Done {
        var region = 0..<0
    }
}

extension Detector {
    /// Reads the escapes of the text around `trigger` and looks for values in what they hide.
    func readEscapes(around trigger: Int, _ bytes: Span<UInt8>, streamOffset: UInt64) {
        guard depth < Limits.decodeDepthMax, !regionsDone.region.contains(trigger) else { return }
        guard let region = region(around: trigger, bytes, streamOffset: streamOffset) else { return }
        regionsDone.region = region.kept
        unescape(bytes, region.read, into: &unescaped)
        guard unescaped.hadEscape, let inner else { return }
        let text = unescaped
        inner.scan(text.bytes.span, owned: 0..<text.bytes.count, streamOffset: 0)
        for match in inner.matches {
            let start = Int(text.origins[Int(match.start)])
            let end = Int(text.origins[Int(match.end)])
            // Without an escape inside, the text as it stands gave the same value.
            guard region.kept.contains(start), hasEscape(text, match.range, start: start, end: end) else {
                continue
            }
            take(match, from: inner, text.bytes.span, start: start, end: end)
        }
        limitHits += inner.limitHits
        inner.limitHits = 0
    }

    private func hasEscape(_ text: Unescaped, _ range: Range<Int>, start: Int, end: Int) -> Bool {
        if end - start != range.count { return true }
        // A field's name may be the only part that was escaped.
        return range.lowerBound > 0 && start - Int(text.origins[range.lowerBound - 1]) != 1
    }

    /// The run of bytes without space, quote or angle around a trigger.
    ///
    /// A run whose beginning is too far is read in cells that begin at multiples of 1 KiB of the
    /// stream, so that it is cut the same way in every chunk.
    private func region(
        around trigger: Int, _ bytes: Span<UInt8>, streamOffset: UInt64
    ) -> (read: Range<Int>, kept: Range<Int>)? {
        let floor = max(0, trigger - EncodedText.leftMax)
        var start = trigger
        while start > floor, !endsRun(bytes, start - 1) { start -= 1 }
        var keptStart = start
        var keptEnd = start + EncodedText.leftMax
        if start == floor, start > 0 {
            let cell = UInt64(EncodedText.leftMax)
            let cellStart = (streamOffset + UInt64(trigger)) / cell * cell
            let local = Int(Int64(cellStart) - Int64(streamOffset))
            start = max(0, local - 512)
            // A cut inside of an escape would read its rest as text.
            for back in 1...5 where start >= back && start - back >= 0 {
                if bytes[start - back] == 0x25, back < 3 { start += 3 - back }
            }
            keptStart = max(0, local)
            keptEnd = local + EncodedText.leftMax
        }
        var end = trigger
        let ceiling = min(bytes.count, start + EncodedText.regionMax)
        while end < ceiling, !endsRun(bytes, end) { end += 1 }
        return end > start ? (start..<end, keptStart..<keptEnd) : nil
    }

    private func endsRun(_ bytes: Span<UInt8>, _ at: Int) -> Bool {
        switch bytes[at] {
        case 0...0x20, 0x3C, 0x3E: true
        case 0x22: at == 0 || bytes[at - 1] != 0x5C
        default: false
        }
    }

    /// Reads the run of base64 that begins at `start`, if it hides text.
    func readBase64(from start: Int, _ bytes: Span<UInt8>) {
        guard depth < Limits.decodeDepthMax else { return }
        guard looksLikeBase64Text(bytes, start), let inner else { return }
        unescaped.reset()
        let end = min(bytes.count, start + EncodedText.base64Max)
        var at = start
        var bits: UInt32 = 0
        var held = 0
        while at < end, let value = base64Value(bytes[at]) {
            bits = bits << 6 | UInt32(value)
            held += 6
            if held >= 8 {
                held -= 8
                unescaped.append(UInt8(truncatingIfNeeded: bits >> UInt32(held)), from: at)
            }
            at += 1
        }
        unescaped.origins.append(Int32(at))
        takeHidden(inner)
    }

    /// Reads the hexadecimal digits behind a trigger of three bytes, the last of which is the first digit.
    func readHex(from trigger: Int, _ bytes: Span<UInt8>) {
        guard depth < Limits.decodeDepthMax, let inner else { return }
        unescaped.reset()
        let start = trigger + 2
        let end = min(bytes.count, start + EncodedText.hexMax)
        var at = start
        while at + 1 < end, let high = hexValue(bytes[at]), let low = hexValue(bytes[at + 1]) {
            let byte = high << 4 | low
            if at < start + 2 * EncodedText.hexTextMin, !isPrintable(byte) { return }
            unescaped.append(byte, from: at)
            at += 2
        }
        guard unescaped.bytes.count >= EncodedText.hexTextMin else { return }
        unescaped.origins.append(Int32(at))
        takeHidden(inner)
    }

    /// Keeps what stands in the text that was decoded last.
    private func takeHidden(_ inner: Detector) {
        let text = unescaped
        inner.scan(text.bytes.span, owned: 0..<text.bytes.count, streamOffset: 0)
        for match in inner.matches {
            take(
                match, from: inner, text.bytes.span, start: Int(text.origins[Int(match.start)]),
                end: Int(text.origins[Int(match.end)]))
        }
        limitHits += inner.limitHits
        inner.limitHits = 0
    }

    private func isPrintable(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7F || byte == 0x0A || byte == 0x09 || byte == 0x0D
    }

    /// Whether the first 24 characters decode to printable text.
    private func looksLikeBase64Text(_ bytes: Span<UInt8>, _ start: Int) -> Bool {
        guard start + 24 <= bytes.count else { return false }
        var at = start
        while at < start + 24 {
            var bits: UInt32 = 0
            for index in 0..<4 {
                guard let value = base64Value(bytes[at + index]) else { return false }
                bits = bits << 6 | UInt32(value)
            }
            for shift in stride(from: UInt32(16), through: 0, by: -8) {
                let byte = UInt8(truncatingIfNeeded: bits >> shift)
                guard isPrintable(byte) else { return false }
            }
            at += 4
        }
        return true
    }

    /// Keeps what was found behind an encoding, at the place of the encoded text.
    private func take(_ match: Match, from inner: Detector, _ text: Span<UInt8>, start: Int, end: Int) {
        let value = decoded.count
        inner.appendValue(of: match, text, to: &decoded)
        var kept = match
        kept.nest(in: start..<end, value: value, name: decoded.count)
        inner.appendName(of: match, text, to: &decoded)
        raw.append(kept)
    }
}

extension Detector {
    /// Appends a match's value, escapes read through.
    func appendValue(of match: Match, _ bytes: Span<UInt8>, to output: inout [UInt8]) {
        if match.valueIsDecoded {
            output.append(contentsOf: decoded[match.valueRange])
        } else {
            for at in match.valueRange { output.append(bytes[at]) }
        }
    }

    func appendName(of match: Match, _ bytes: Span<UInt8>, to output: inout [UInt8]) {
        if match.nameIsDecoded {
            output.append(contentsOf: decoded[match.nameRange])
        } else {
            for at in match.nameRange { output.append(bytes[at]) }
        }
    }
}

/// The six bits of a digit of base64 or base64url (RFC 4648).
func base64Value(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x41...0x5A: byte &- 0x41
    case 0x61...0x7A: byte &- 0x47
    case 0x30...0x39: byte &+ 4
    case 0x2B, 0x2D: 62
    case 0x2F, 0x5F: 63
    default: nil
    }
}

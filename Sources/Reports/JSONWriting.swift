/// JSON (RFC 8259), written by hand: the keys have a fixed order, so equal reports are equal bytes, and a
/// stream of a million findings costs no dictionary.
extension [UInt8] {
    /// Adds text that is JSON already.
    mutating func append(json text: String) {
        append(contentsOf: text.utf8)
    }

    /// Adds `text` as a string.
    ///
    /// What `Sanitizer` would show as an escape is written as `\u…`, so that the line is the same value to a
    /// parser and harmless to a terminal.
    mutating func append(jsonString text: String) {
        append(0x22)
        append(jsonStringPart: text)
        append(0x22)
    }

    /// Adds what stands between the quotes of a string.
    mutating func append(jsonStringPart text: String) {
        if isPlain(text.utf8.span) {
            append(contentsOf: text.utf8)
        } else {
            appendEscaped(text.utf8.span)
        }
    }

    /// Adds `bytes` as a string; each byte that is no UTF-8 becomes U+FFFD.
    package mutating func append(jsonString bytes: Span<UInt8>) {
        append(0x22)
        appendEscaped(bytes)
        append(0x22)
    }

    mutating func append(jsonStrings texts: [String]) {
        append(0x5B)
        for (index, text) in texts.enumerated() {
            if index > 0 { append(0x2C) }
            append(jsonString: text)
        }
        append(0x5D)
    }

    /// Adds `number` in decimal digits.
    mutating func append(json number: UInt64) {
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var start = 20
        var rest = number
        repeat {
            start -= 1
            digits[start] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        for index in start..<20 { append(digits[index]) }
    }

    private mutating func appendEscaped(_ bytes: Span<UInt8>) {
        var offset = 0
        while offset < bytes.count {
            guard let (scalar, length) = decodeScalar(in: bytes, at: offset) else {
                append(json: "\u{FFFD}")
                offset += 1
                continue
            }
            switch scalar {
            case "\"", "\\":
                append(0x5C)
                append(bytes[offset])
            case "\n": append(json: "\\n")
            case "\r": append(json: "\\r")
            case "\t": append(json: "\\t")
            default:
                if Sanitizer.isHidden(scalar) {
                    // Beyond U+FFFF this writes both surrogates, never one alone.
                    for unit in String(scalar).utf16 { appendEscape(unit) }
                } else {
                    for index in offset..<offset + length { append(bytes[index]) }
                }
            }
            offset += length
        }
    }

    private mutating func appendEscape(_ unit: UInt16) {
        append(json: "\\u")
        for shift in stride(from: 12, through: 0, by: -4) {
            let digit = UInt8(unit >> UInt16(shift) & 0xF)
            append(digit < 10 ? 0x30 + digit : 0x57 + digit)
        }
    }
}

/// Whether `bytes` stand in a JSON string as they are: printable ASCII without `"` and `\`.
private func isPlain(_ bytes: Span<UInt8>) -> Bool {
    for offset in bytes.indices {
        let byte = bytes[offset]
        if byte &- 0x20 >= 0x5F || byte == 0x22 || byte == 0x5C { return false }
    }
    return true
}

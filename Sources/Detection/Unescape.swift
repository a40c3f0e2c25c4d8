/// Text with every escape read through, and where each of its bytes came from.
struct Unescaped {
    var bytes: [UInt8] = []

    /// For each byte of `bytes`, the offset of its escape's first byte; one more for the end.
    var origins: [Int32] = []

    /// Whether anything but plain bytes was met.
    var hadEscape = false

    mutating func reset() {
        bytes.removeAll(keepingCapacity: true)
        origins.removeAll(keepingCapacity: true)
        hadEscape = false
    }

    mutating func append(_ byte: UInt8, from origin: Int) {
        bytes.append(byte)
        origins.append(Int32(origin))
    }
}

/// Reads `range` of `bytes` through percent, JSON, and HTML escapes, one level deep.
///
/// - Percent: `%40` (RFC 3986).
/// - JSON: `\u0040`, `\/`, `\"`, `\\`, `\n`, `\t`, `\r` (RFC 8259).
/// - HTML: `&#64;`, `&#x40;`, `&commat;`, `&amp;`, `&quot;`, `&lt;`, `&gt;`, `&apos;`, `&vert;`.
func unescape(_ bytes: Span<UInt8>, _ range: Range<Int>, into output: inout Unescaped) {
    output.reset()
    var at = range.lowerBound
    while at < range.upperBound {
        let byte = bytes[at]
        let origin = at
        switch byte {
        case 0x25:
            if at + 2 < range.upperBound, let high = hexValue(bytes[at + 1]),
                let low = hexValue(bytes[at + 2])
            {
                output.append(high << 4 | low, from: origin)
                output.hadEscape = true
                at += 3
                continue
            }
        case 0x5C:
            if let count = unescapeJSON(bytes, at, end: range.upperBound, into: &output) {
                output.hadEscape = true
                at += count
                continue
            }
        case 0x26:
            if let count = unescapeHTML(bytes, at, end: range.upperBound, into: &output) {
                output.hadEscape = true
                at += count
                continue
            }
        default: break
        }
        output.append(byte, from: origin)
        at += 1
    }
    output.origins.append(Int32(range.upperBound))
}

/// - Returns: The bytes that the escape takes, or `nil` where there is none.
private func unescapeJSON(_ bytes: Span<UInt8>, _ at: Int, end: Int, into output: inout Unescaped) -> Int? {
    guard at + 1 < end else { return nil }
    switch bytes[at + 1] {
    case 0x2F, 0x22, 0x27, 0x5C: output.append(bytes[at + 1], from: at)
    case 0x6E: output.append(0x0A, from: at)
    case 0x72: output.append(0x0D, from: at)
    case 0x74: output.append(0x09, from: at)
    case 0x75:
        guard at + 5 < end else { return nil }
        var scalar: UInt32 = 0
        for index in (at + 2)...(at + 5) {
            guard let digit = hexValue(bytes[index]) else { return nil }
            scalar = scalar << 4 | UInt32(digit)
        }
        appendScalar(scalar, from: at, into: &output)
        return 6
    default: return nil
    }
    return 2
}

private func unescapeHTML(_ bytes: Span<UInt8>, _ at: Int, end: Int, into output: inout Unescaped) -> Int? {
    var semicolon = at + 1
    while semicolon < min(end, at + 10), bytes[semicolon] != 0x3B { semicolon += 1 }
    guard semicolon < end, bytes[semicolon] == 0x3B, semicolon > at + 2 else { return nil }
    if bytes[at + 1] == 0x23 {
        let isHex = bytes[at + 2] | 0x20 == 0x78
        var scalar: UInt32 = 0
        let first = at + (isHex ? 3 : 2)
        guard first < semicolon else { return nil }
        for index in first..<semicolon {
            guard let digit = hexValue(bytes[index]), isHex || digit < 10 else { return nil }
            scalar = scalar &* (isHex ? 16 : 10) &+ UInt32(digit)
        }
        appendScalar(scalar, from: at, into: &output)
        return semicolon - at + 1
    }
    let names: [(StaticString, UInt8)] = [
        ("commat", 0x40), ("amp", 0x26), ("quot", 0x22), ("lt", 0x3C), ("gt", 0x3E), ("apos", 0x27),
        ("vert", 0x7C),
        ("colon", 0x3A), ("equals", 0x3D), ("period", 0x2E),
    ]
    for (name, byte) in names where name.utf8CodeUnitCount == semicolon - at - 1 {
        // Sound: a StaticString of ASCII is a pointer to so many bytes, alive for ever.
        let matches = (0..<name.utf8CodeUnitCount).allSatisfy { index in
            unsafe name.utf8Start[index] == bytes[at + 1 + index]
        }
        guard matches else { continue }
        output.append(byte, from: at)
        return semicolon - at + 1
    }
    return nil
}

private func appendScalar(_ scalar: UInt32, from origin: Int, into output: inout Unescaped) {
    // Half of a surrogate pair says nothing to any rule; a mark keeps the length honest.
    let character = Unicode.Scalar(scalar) ?? "\u{FFFD}"
    for unit in Character(character).utf8 { output.append(unit, from: origin) }
}

func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte &- 0x30
    case 0x41...0x46: byte &- 0x37
    case 0x61...0x66: byte &- 0x57
    default: nil
    }
}

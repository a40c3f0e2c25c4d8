/// The part of `value` that a report may show.
///
/// - Parameter value: Any bytes; borrowed for the call.
/// - Returns: Printable ASCII in the form that `style` documents.
/// - Complexity: O(*n*); no allocation for masks of up to 15 bytes.
public func mask(_ value: Span<UInt8>, style: MaskStyle) -> String {
    switch style {
    case .edges: maskEdges(value)
    case .whole: maskWhole(value)
    case .email: maskEmail(value)
    case .lastFour: maskLastDigits(value)
    }
}

/// Bytes of a value that any mask tells, at most.
private let toldBytesMax = 4

/// The part of a value that any mask tells, at most.
private let toldPercentMax = 35

/// Whether a mask may tell `told` of `count` bytes.
private func mayTell(_ told: Int, of count: Int) -> Bool {
    told <= toldBytesMax && told * 100 <= count * toldPercentMax
}

private func maskWhole(_ value: Span<UInt8>) -> String {
    "****(\(value.count))"
}

private func maskEdges(_ value: Span<UInt8>) -> String {
    guard mayTell(4, of: value.count) else { return maskWhole(value) }
    var text = MaskText()
    text.append(value[0])
    text.append(value[1])
    text.hide(4)
    text.append(value[value.count - 2])
    text.append(value[value.count - 1])
    return text.string
}

private func maskEmail(_ value: Span<UInt8>) -> String {
    guard let at = lastOffset(of: 0x40, in: value, from: 0) else { return maskEdges(value) }
    var text = MaskText()
    let tellsFirst = at > 0 && isLetterOrDigit(value[0]) && mayTell(1, of: value.count)
    if tellsFirst { text.append(value[0]) } else { text.hide(1) }
    text.hide(3)
    text.append(0x40)
    text.hide(3)
    if let topLevel = topLevelDomain(of: value, after: at),
        mayTell(topLevel.count + (tellsFirst ? 1 : 0), of: value.count)
    {
        text.append(0x2E)
        for offset in topLevel { text.append(value[offset]) }
    }
    return text.string
}

/// The offsets of the two or three letters after the last dot of an address's domain.
private func topLevelDomain(of value: Span<UInt8>, after at: Int) -> Range<Int>? {
    guard let dot = lastOffset(of: 0x2E, in: value, from: at + 1) else { return nil }
    let topLevel = dot + 1..<value.count
    guard (2...3).contains(topLevel.count) else { return nil }
    for offset in topLevel where !isLetterOrDigit(value[offset]) { return nil }
    return topLevel
}

private func maskLastDigits(_ value: Span<UInt8>) -> String {
    var digits = 0
    for offset in value.indices where isDigit(value[offset]) { digits += 1 }
    guard digits >= 8 else { return maskWhole(value) }

    // The share is taken of the digits alone: separators are no secret, so they must not buy a digit more.
    let told = min(toldBytesMax, digits * toldPercentMax / 100)
    var text = MaskText()
    text.hide(4)
    var skipped = 0
    for offset in value.indices where isDigit(value[offset]) {
        if skipped >= digits - told { text.append(value[offset]) }
        skipped += 1
    }
    return text.string
}

private func lastOffset(of byte: UInt8, in value: Span<UInt8>, from start: Int) -> Int? {
    var offset = value.count
    while offset > start {
        offset -= 1
        if value[offset] == byte { return offset }
    }
    return nil
}

private func isDigit(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10
}

private func isLetterOrDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (byte | 0x20) &- 0x61 < 26
}

/// A mask as it is written: room for the longest, on the stack.
private struct MaskText {
    private var bytes = InlineArray<16, UInt8>(repeating: 0)
    private var count = 0

    /// Adds a byte of the value; one that is not visible ASCII is hidden.
    mutating func append(_ byte: UInt8) {
        bytes[count] = (0x21...0x7E).contains(byte) ? byte : 0x2A
        count += 1
    }

    mutating func hide(_ stars: Int) {
        for _ in 0..<stars { append(0x2A) }
    }

    var string: String {
        guard let text = try? UTF8Span(validating: bytes.span.extracting(first: count)) else {
            preconditionFailure("a mask that is not ASCII")
        }
        return String(copying: text)
    }
}

/// Mail addresses: local part and labels of RFC 5321 and RFC 6531, a top-level domain of two or more letters.
///
/// Reserved names (RFC 2606, RFC 6761) are placeholders. A name that is really a file (`icon@2x.png`)
/// fails by its ending.
public func emailVerdict(_ value: Span<UInt8>) -> Verdict {
    // From the end to the `@`, label by label.
    var at = value.count - 1
    var labelEnd = value.count
    var lastDot = -1
    var secondDot = -1
    while at >= 0 {
        let byte = value[at]
        if byte == 0x2E || byte == 0x40 {
            guard labelHolds(value, (at + 1)..<labelEnd) else { return .fails }
            if byte == 0x40 { break }
            if lastDot < 0 { lastDot = at } else if secondDot < 0 { secondDot = at }
            labelEnd = at
        } else if (byte | 0x20) &- 0x61 >= 26, byte &- 0x30 >= 10, byte != 0x2D, byte < 0x80 {
            return .fails
        }
        at -= 1
    }
    return at >= 1 && lastDot > 0
        ? emailVerdict(value, at: at, lastDot: lastDot, secondDot: max(secondDot, at)) : .fails
}

/// The verdict on an address whose labels, but for the last, were looked at already.
///
/// - Parameters:
///   - at: Where its last `@` stands.
///   - lastDot: Where the last dot stands.
///   - secondDot: Where the dot before it stands, or the `@`.
public func emailVerdict(_ value: Span<UInt8>, at: Int, lastDot: Int, secondDot: Int) -> Verdict {
    guard at <= 64, value.count - at - 1 <= 253, localPartHolds(value, count: at),
        labelHolds(value, (lastDot + 1)..<value.count), topLevelHolds(value, from: lastDot + 1)
    else { return .fails }
    return emailVerdict(ofWellFormed: value, lastDot: lastDot, secondDot: secondDot)
}

/// The verdict on an address of which nothing is in question but its ending, and whether its name is reserved.
///
/// - Parameters:
///   - lastDot: Where the last dot stands.
///   - secondDot: Where the dot before it stands, or the `@`.
public func emailVerdict(ofWellFormed value: Span<UInt8>, lastDot: Int, secondDot: Int) -> Verdict {
    let topLevel = packedEnding(value, from: lastDot + 1)
    if isFileEnding(topLevel) { return .fails }
    return isReserved(value, secondDot + 1, lastDot: lastDot, topLevel: topLevel)
        ? .placeholder : .holds
}

@inline(__always)
private func labelHolds(_ value: Span<UInt8>, _ label: Range<Int>) -> Bool {
    1...63 ~= label.count && value[label.lowerBound] != 0x2D && value[label.upperBound - 1] != 0x2D
}

private func localPartHolds(_ value: Span<UInt8>, count: Int) -> Bool {
    if value[0] == 0x22 { return count >= 3 && value[count - 1] == 0x22 }
    guard value[0] != 0x2E, value[count - 1] != 0x2E else { return false }
    return !hasTwoDots(value, count: count)
}

/// Whether two dots stand side by side before `count`.
private func hasTwoDots(_ value: Span<UInt8>, count: Int) -> Bool {
    var index = 0
    while index + 8 <= count {
        let dots = zeroBytes(word(value, index) ^ 0x2E2E_2E2E_2E2E_2E2E)
        // Words overlap by a byte, so that a pair lies inside of one.
        if dots & dots >> 8 != 0 { return true }
        index += 7
    }
    while index + 1 < count {
        if value[index] == 0x2E, value[index + 1] == 0x2E { return true }
        index += 1
    }
    return false
}

/// Whether the ending can be a top-level domain: letters only, or `xn--`.
private func topLevelHolds(_ value: Span<UInt8>, from start: Int) -> Bool {
    let count = value.count - start
    guard count >= 2 else { return false }
    if count > 4, lowered(value[start]) == 0x78, lowered(value[start + 1]) == 0x6E, value[start + 2] == 0x2D {
        return true
    }
    for index in start..<value.count {
        let byte = value[index]
        if (byte | 0x20) &- 0x61 >= 26, byte < 0x80 { return false }
    }
    return true
}

/// Up to eight bytes in lower case, the last in the lowest; 0 for more.
@inline(__always)
private func packed(_ value: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
    guard range.count <= 8 else { return 0 }
    var word: UInt64 = 0
    for index in range { word = word << 8 | UInt64(lowered(value[index])) }
    return word
}

/// The same of letters at the end of a value.
@inline(__always)
private func packedEnding(_ value: Span<UInt8>, from start: Int) -> UInt64 {
    let count = value.count &- start
    guard value.count >= 8, 1...8 ~= count else { return packed(value, start..<value.count) }
    let last = word(value, value.count &- 8).byteSwapped
    return (last | 0x2020_2020_2020_2020) & UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- 8 &* count)
}

@inline(__always)
private func packed(_ text: StaticString) -> UInt64 {
    var word: UInt64 = 0
    // Sound: a StaticString of ASCII is a pointer to so many bytes, alive for ever.
    for index in 0..<text.utf8CodeUnitCount { word = unsafe word << 8 | UInt64(text.utf8Start[index]) }
    return word
}

/// Endings of files, units and private networks.
private func isFileEnding(_ ending: UInt64) -> Bool {
    switch ending {
    case packed("js"), packed("ts"), packed("png"), packed("jpg"), packed("gif"), packed("svg"),
        packed("css"),
        packed("xml"), packed("lan"), packed("log"), packed("txt"), packed("jpeg"), packed("webp"),
        packed("json"), packed("html"), packed("corp"), packed("local"), packed("intra"), packed("timer"),
        packed("mount"), packed("socket"), packed("target"), packed("service"), packed("internal"):
        true
    default: false
    }
}

/// `example.com`, `.test` and their kin.
private func isReserved(_ value: Span<UInt8>, _ start: Int, lastDot: Int, topLevel: UInt64) -> Bool {
    switch topLevel {
    case packed("example"), packed("test"), packed("invalid"): true
    case packed("com"), packed("org"), packed("net"):
        lastDot &- start == 7 && packed(value, start..<lastDot) == packed("example")
    // The only ending too long to be packed.
    case 0: equalsLowered(value, from: lastDot + 1, "localhost")
    default: false
    }
}

@inline(__always)
func lowered(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
}

/// Whether the value from `start` to its end is `text`, in either case.
@inline(__always)
func equalsLowered(_ value: Span<UInt8>, from start: Int, _ text: StaticString) -> Bool {
    guard value.count - start == text.utf8CodeUnitCount else { return false }
    for index in 0..<text.utf8CodeUnitCount {
        // Sound: a StaticString of ASCII is a pointer to so many bytes, alive for ever.
        if unsafe text.utf8Start[index] != lowered(value[start + index]) { return false }
    }
    return true
}

/// Mail addresses: local part and labels of RFC 5321 and RFC 6531, a top-level domain of two or more letters.
///
/// Reserved names (RFC 2606, RFC 6761) are placeholders. A name that is really a file (`icon@2x.png`)
/// fails by its ending.
public func emailVerdict(_ value: Span<UInt8>) -> Verdict {
    var at = value.count - 1
    while at >= 0, value[at] != 0x40 { at -= 1 }
    guard at >= 1, at <= 64, value.count - at - 1 <= 253, localPartHolds(value, count: at) else {
        return .fails
    }
    var lastDot = -1
    var secondDot = -1
    var labelStart = at + 1
    for index in (at + 1)...value.count {
        let byte: UInt8 = index < value.count ? value[index] : 0x2E
        if byte == 0x2E {
            let count = index - labelStart
            guard count >= 1, count <= 63, value[labelStart] != 0x2D, value[index - 1] != 0x2D else {
                return .fails
            }
            if index < value.count {
                secondDot = lastDot
                lastDot = index
            }
            labelStart = index + 1
        } else if (byte | 0x20) &- 0x61 >= 26, byte &- 0x30 >= 10, byte != 0x2D, byte < 0x80 {
            return .fails
        }
    }
    guard lastDot > 0, topLevelHolds(value, from: lastDot + 1) else { return .fails }
    return isReserved(value, from: max(secondDot, at) + 1, lastDot: lastDot) ? .placeholder : .holds
}

private func localPartHolds(_ value: Span<UInt8>, count: Int) -> Bool {
    if value[0] == 0x22 { return count >= 3 && value[count - 1] == 0x22 }
    var wasDot = true
    for index in 0..<count {
        let byte = value[index]
        if byte == 0x2E {
            if wasDot { return false }
            wasDot = true
        } else {
            wasDot = false
        }
    }
    return !wasDot
}

/// Whether the ending can be a top-level domain: letters only, or `xn--`, and no file's ending.
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
    for ending in fileEndings(count: count) where equalsLowered(value, from: start, ending) { return false }
    return true
}

/// Endings of files, units and private networks, by their length.
private func fileEndings(count: Int) -> [StaticString] {
    switch count {
    case 2: ["js", "ts"]
    case 3: ["png", "jpg", "gif", "svg", "css", "xml", "lan", "log", "txt"]
    case 4: ["jpeg", "webp", "json", "html", "corp"]
    case 5: ["local", "intra", "timer", "mount"]
    case 6: ["socket", "target"]
    case 7: ["service"]
    case 8: ["internal"]
    default: []
    }
}

/// `example.com`, `.test` and their kin.
private func isReserved(_ value: Span<UInt8>, from start: Int, lastDot: Int) -> Bool {
    for ending in ["example", "test", "invalid", "localhost"] as [StaticString] {
        if equalsLowered(value, from: lastDot + 1, ending) { return true }
    }
    for name in ["example.com", "example.org", "example.net"] as [StaticString] {
        if equalsLowered(value, from: start, name) { return true }
    }
    return false
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

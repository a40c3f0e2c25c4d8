/// A dotted quad as a number; `nil` for leading zeros or a part over 255.
func readIPv4(_ value: Span<UInt8>) -> UInt32? {
    var address: UInt32 = 0
    var part: UInt32 = 0
    var digits = 0
    var parts = 0
    for index in 0...value.count {
        let byte: UInt8 = index < value.count ? value[index] : 0x2E
        if byte == 0x2E {
            guard digits > 0, part < 256, parts < 4 else { return nil }
            address = address << 8 | part
            parts += 1
            part = 0
            digits = 0
        } else {
            guard byte &- 0x30 < 10, digits < 3, !(digits > 0 && part == 0) else { return nil }
            part = part * 10 + UInt32(byte &- 0x30)
            digits += 1
        }
    }
    return parts == 4 ? address : nil
}

/// Public IPv4 addresses: none of IANA's special-purpose registry (RFC 6890 and its updates).
///
/// Well-known resolvers, and quads that look like versions, are placeholders.
public func publicIPv4Verdict(_ value: Span<UInt8>) -> Verdict {
    guard let address = readIPv4(value) else { return .fails }
    let first = address >> 24
    let two = address >> 16
    switch first {
    case 0, 10, 127, 224...255: return .fails
    default: break
    }
    if two == 0xA9FE || two == 0xC0A8 || address >> 20 == 0xAC1 || address >> 22 == 0x191 { return .fails }
    if address >> 17 == 0xC612 >> 1 || address >> 8 == 0xC00000 || address >> 8 == 0xC05863 { return .fails }
    switch address >> 8 {
    case 0xC00002, 0xC63364, 0xCB0071: return .placeholder
    default: break
    }
    switch address {
    case 0x0101_0101, 0x0100_0001, 0x0808_0808, 0x0808_0404, 0x0909_0909, 0x0102_0304: return .placeholder
    default: break
    }
    // Versions such as 4.18.0.1 have small parts only.
    let parts =
        [address >> 24, address >> 16 & 255, address >> 8 & 255, address & 255] as InlineArray<4, UInt32>
    var small = 0
    for index in 0..<4 where parts[index] < 32 { small += 1 }
    return small == 4 ? .placeholder : .holds
}

/// Private IPv4 addresses: RFC 1918, shared space (RFC 6598) and link-local (RFC 3927).
public func privateIPv4Verdict(_ value: Span<UInt8>) -> Verdict {
    guard let address = readIPv4(value) else { return .fails }
    switch address >> 24 {
    case 127, 0: return .placeholder
    case 10: return address & 0xFFFF == 0 && address >> 16 & 255 < 16 ? .fails : .holds
    default: break
    }
    let holds =
        address >> 16 == 0xC0A8 || address >> 20 == 0xAC1 || address >> 22 == 0x191 || address >> 16 == 0xA9FE
    return holds ? .holds : .fails
}

/// Global IPv6 addresses (RFC 4291 text form): documentation and loopback are placeholders, the rest must be 2000::/3.
public func globalIPv6Verdict(_ value: Span<UInt8>) -> Verdict {
    var groups = 0
    var digits = 0
    var group = 0
    var first = 0
    var second = 0
    var doubles = 0
    var index = 0
    while index < value.count {
        let byte = value[index]
        if byte == 0x3A {
            let isBehindGap = doubles > 0
            if index + 1 < value.count, value[index + 1] == 0x3A {
                doubles += 1
                if digits > 0 { groups += 1 }
                index += 1
            } else {
                guard digits > 0, index + 1 < value.count else { return .fails }
                groups += 1
            }
            if groups == 1, digits > 0, !isBehindGap { first = group }
            if groups == 2, digits > 0, !isBehindGap { second = group }
            digits = 0
            group = 0
        } else if let nibble = hexNibble(byte) {
            group = group << 4 | Int(nibble)
            digits += 1
            guard digits <= 4 else { return .fails }
        } else {
            return .fails
        }
        index += 1
    }
    if digits > 0 { groups += 1 }
    guard doubles == 1 ? groups <= 7 && groups >= 2 : doubles == 0 && groups == 8 else { return .fails }
    if first == 0x2001, second == 0xDB8 { return .placeholder }
    if first >> 4 == 0x3FF, first & 0xF == 0xF, second < 0x1000 { return .placeholder }
    return first >> 13 == 1 ? .holds : .fails
}

@inline(__always)
func hexNibble(_ byte: UInt8) -> UInt8? {
    let digit = byte &- 0x30
    if digit < 10 { return digit }
    let letter = (byte | 0x20) &- 0x61
    return letter < 6 ? letter + 10 : nil
}

/// Hardware addresses (IEEE 802, 48 bits): six octets with one kind of separator, or none.
///
/// Groups, broadcast, the documentation range (RFC 7042) and the redacted `02:00:00:00:00:00` are placeholders.
public func macVerdict(_ value: Span<UInt8>) -> Verdict {
    guard let address = pairedAddress(value) ?? groupedAddress(value) else { return .fails }
    if address == 0 || address == 0xFFFF_FFFF_FFFF || address == 0x0200_0000_0000 { return .placeholder }
    if address >> 40 & 1 == 1 || address >> 8 == 0x00_005E_0053 || address >> 32 == 0x0242 {
        return .placeholder
    }
    // A pattern that repeats one octet stands in documentation, not on a board.
    let octet = address & 255
    if address == octet &* 0x0101_0101_0101 || address == 0x0011_2233_4455 || address == 0xAABB_CCDD_EEFF {
        return .placeholder
    }
    return .holds
}

/// An address as nearly all are written, `00:1b:63:84:45:e6`; `nil` for any other form.
private func pairedAddress(_ value: Span<UInt8>) -> UInt64? {
    guard value.count == 17 else { return nil }
    let (start, middle, last) = (word(value, 0), word(value, 8), UInt64(value[16]))
    let joint = start >> 16 & 0xFF
    guard joint == 0x3A || joint == 0x2D || joint == 0x2E,
        // Those behind the first three pairs, and behind the next two.
        start & 0x0000_FF00_00FF_0000 == joint * 0x0000_0100_0001_0000,
        middle & 0x00FF_0000_FF00_00FF == joint * 0x0001_0000_0100_0001
    else { return nil }
    // The digits of four pairs, and of the other two, which stand for those missing as well.
    let head =
        start & 0xFFFF | start >> 8 & 0xFFFF_0000 | start >> 16 & 0xFFFF_0000_0000 | middle << 40 & ~0 << 48
    let tail = (middle >> 32 & 0xFFFF | middle >> 40 & 0xFF_0000 | last << 24) &* 0x1_0000_0001
    guard let head = hexPairs(head), let tail = hexPairs(tail) else { return nil }
    return head << 16 | tail >> 16
}

/// The number that four pairs of digits in hexadecimal write, the first in the lowest bytes; `nil` for other bytes.
@inline(__always)
private func hexPairs(_ bytes: UInt64) -> UInt64? {
    let low = 0x7F7F_7F7F_7F7F_7F7F as UInt64
    let digits = bytes ^ 0x3030_3030_3030_3030
    let letters = (bytes | 0x2020_2020_2020_2020) ^ 0x6060_6060_6060_6060
    // A byte that is ten or more, and one that is seven or more, carries into its top bit, and one that is none does not.
    let noDigits = (digits & low) &+ 0x7676_7676_7676_7676 | digits
    let noLetters = (letters & low) &+ 0x7979_7979_7979_7979 | letters | ~((letters & low) &+ low)
    guard noDigits & noLetters & ~low == 0 else { return nil }
    let values = bytes & 0x0F0F_0F0F_0F0F_0F0F &+ (bytes >> 6 & 0x0101_0101_0101_0101) &* 9
    let pairs = (values << 4 | values >> 8) & 0x00FF_00FF_00FF_00FF
    let halves = (pairs << 8 | pairs >> 16) & 0x0000_FFFF_0000_FFFF
    return (halves << 16 | halves >> 32) & 0xFFFF_FFFF
}

/// An address in groups of two, four or six digits with one kind of separator, or in one group.
private func groupedAddress(_ value: Span<UInt8>) -> UInt64? {
    var address: UInt64 = 0
    var digits = 0
    var joint: UInt8 = 0
    var group = 0
    for index in value.indices {
        let byte = value[index]
        if let nibble = hexNibble(byte) {
            address = address << 4 | UInt64(nibble)
            digits += 1
        } else {
            guard byte == 0x3A || byte == 0x2D || byte == 0x2E, joint == 0 || joint == byte else {
                return nil
            }
            // The first joint tells how long the groups are; each later one stands a group further.
            if joint == 0 { group = digits }
            guard group == 2 || group == 4 || group == 6, digits == (index - digits + 1) * group else {
                return nil
            }
            joint = byte
        }
    }
    guard digits == 12, group == 0 || value.count == 12 + 12 / group - 1 else { return nil }
    return address
}

/// Decodes standard or URL-safe base64, padding allowed, into at most `capacity` bytes.
func decodeBase64(_ value: Span<UInt8>, max capacity: Int) -> [UInt8]? {
    var output: [UInt8] = []
    output.reserveCapacity(min(capacity, value.count * 3 / 4 + 3))
    var bits: UInt32 = 0
    var held = 0
    var padding = 0
    for index in value.indices {
        let digit: UInt8
        switch value[index] {
        case 0x41...0x5A: digit = value[index] &- 0x41
        case 0x61...0x7A: digit = value[index] &- 0x47
        case 0x30...0x39: digit = value[index] &+ 4
        case 0x2B, 0x2D: digit = 62
        case 0x2F, 0x5F: digit = 63
        case 0x3D:
            padding += 1
            continue
        default: return nil
        }
        guard padding == 0 else { return nil }
        bits = bits << 6 | UInt32(digit)
        held += 6
        if held >= 8 {
            held -= 8
            output.append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
            if output.count == capacity { return output }
        }
    }
    return padding <= 2 ? output : nil
}

/// JSON Web Tokens (RFC 7519): the header is an object with `alg`, the payload an object.
///
/// The sample token of jwt.io is a placeholder.
public func jwtVerdict(_ value: Span<UInt8>) -> Verdict {
    var firstDot = 0
    while firstDot < value.count, value[firstDot] != 0x2E { firstDot += 1 }
    var secondDot = firstDot + 1
    while secondDot < value.count, value[secondDot] != 0x2E { secondDot += 1 }
    guard secondDot < value.count, let header = decodeBase64(value.extracting(0..<firstDot), max: 1024) else {
        return .fails
    }
    guard header.first == 0x7B, contains(header, "\"alg\"") else { return .fails }
    guard let payload = decodeBase64(value.extracting((firstDot + 1)..<secondDot), max: 2048),
        payload.first == 0x7B
    else { return contains(header, "\"enc\"") ? .open : .fails }
    return contains(payload, "\"1234567890\"") && contains(payload, "John Doe") ? .placeholder : .holds
}

func contains(_ bytes: [UInt8], _ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard bytes.count >= count else { return false }
    for start in 0...(bytes.count - count) {
        var index = 0
        // Sound: a StaticString of ASCII is a pointer to so many bytes, alive for ever.
        while index < count, unsafe text.utf8Start[index] == bytes[start + index] { index += 1 }
        if index == count { return true }
    }
    return false
}

/// Basic credentials (RFC 7617): base64 of `user:password`.
public func httpBasicVerdict(_ value: Span<UInt8>) -> Verdict {
    guard let text = decodeBase64(value, max: 512), let colon = text.firstIndex(of: 0x3A), colon > 0,
        colon + 1 < text.count, text.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
    else { return .fails }
    return isPlaceholder(text.span.extracting((colon + 1)..<text.count)) ? .placeholder : .holds
}

/// Elasticsearch API keys: base64 of a 20-character id, a colon and a 22-character key.
public func elasticAPIKeyVerdict(_ value: Span<UInt8>) -> Verdict {
    guard let text = decodeBase64(value, max: 64), text.count == 43, text[20] == 0x3A else { return .fails }
    let holds = text.indices.allSatisfy { index in
        let byte = text[index]
        return index == 20 || (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2D || byte == 0x5F
    }
    return holds ? .holds : .fails
}

/// Azure storage keys: base64 of 64 bytes. The key of the storage emulator is a placeholder.
public func azureStorageKeyVerdict(_ value: Span<UInt8>) -> Verdict {
    guard let key = decodeBase64(value, max: 80), key.count == 64 else { return .fails }
    return equalsPrefix(value, "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq")
        ? .placeholder : .holds
}

func equalsPrefix(_ value: Span<UInt8>, _ text: StaticString) -> Bool {
    guard value.count >= text.utf8CodeUnitCount else { return false }
    for index in 0..<text.utf8CodeUnitCount where unsafe text.utf8Start[index] != value[index] {
        return false
    }
    return true
}

/// GitHub's and npm's tokens: the last six characters are the CRC-32 of the thirty before, in base62.
///
/// Source: GitHub, "Behind GitHub's new authentication token formats" (2021).
public func prefixedCRCVerdict(_ value: Span<UInt8>, prefixCount: Int = 4) -> Verdict {
    guard value.count >= prefixCount + 36 else { return .fails }
    guard value.count == prefixCount + 36 else { return .open }
    var crc: UInt32 = 0xFFFF_FFFF
    for index in prefixCount..<(prefixCount + 30) {
        crc ^= UInt32(value[index])
        for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    crc ^= 0xFFFF_FFFF
    let alphabet: StaticString = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    for index in stride(from: prefixCount + 35, through: prefixCount + 30, by: -1) {
        // Sound: the alphabet has 62 bytes.
        guard unsafe alphabet.utf8Start[Int(crc % 62)] == value[index] else { return .fails }
        crc /= 62
    }
    return .holds
}

/// `scheme://user:password@host`: the password is no placeholder, and the host no example.
public func urlUserInfoVerdict(_ value: Span<UInt8>) -> Verdict {
    var at = 0
    while at + 2 < value.count, !(value[at] == 0x3A && value[at + 1] == 0x2F && value[at + 2] == 0x2F) {
        at += 1
    }
    let authority = at + 3
    guard authority < value.count else { return .fails }
    var end = authority
    while end < value.count, value[end] != 0x2F, value[end] != 0x3F, value[end] != 0x23 { end += 1 }
    var sign = end - 1
    while sign > authority, value[sign] != 0x40 { sign -= 1 }
    var colon = authority
    while colon < sign, value[colon] != 0x3A { colon += 1 }
    guard sign > authority, colon < sign, colon + 1 < sign else { return .fails }
    let password = value.extracting((colon + 1)..<sign)
    if isPlaceholder(password) || equalsLowered(password, from: 0, "pass") { return .placeholder }
    let host = value.extracting((sign + 1)..<end)
    for name in ["example.com", "example.org", "example.net"] as [StaticString]
    where host.count >= name.utf8CodeUnitCount
        && equalsLowered(host, from: host.count - name.utf8CodeUnitCount, name)
    {
        return .placeholder
    }
    return .open
}

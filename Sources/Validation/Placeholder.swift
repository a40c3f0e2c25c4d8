/// Whether a value stands where data would stand: masks, templates, samples, runs of one character.
///
/// Kind-independent; values of a standard's test ranges are told by the standard's own check.
public func isPlaceholder(_ value: Span<UInt8>) -> Bool {
    let count = value.count
    guard count > 0 else { return true }
    switch value[0] {
    case 0x24, 0x3C, 0x5B, 0x7B, 0x25, 0x28: if isTemplate(value) { return true }
    case 0x2A, 0x58, 0x78: if isMasked(value) { return true }
    default: break
    }
    if count >= 8 {
        if hasFewBytes(value) || isSequence(value) { return true }
    } else if count >= 4, isOneByte(value) {
        return true
    }
    if count <= 24, isSampleWord(value) { return true }
    switch value[count - 1] {
    case 0x45: return endsWith(value, "EXAMPLE")
    case 0x59: return endsWith(value, "EXAMPLEKEY")
    default: return isEmptyDigest(value)
    }
}

/// `${…}`, `$VAR`, `<…>`, `[FILTERED]`, `{{…}}`, `%s`, `%(name)s`, `(hidden)`.
private func isTemplate(_ value: Span<UInt8>) -> Bool {
    let last = value[value.count - 1]
    switch value[0] {
    case 0x24:
        guard value.count > 1 else { return true }
        if value[1] == 0x7B || value[1] == 0x28 { return true }
        // `$2b$…` and `$argon2id$…` are hashes: a variable has no second dollar.
        for index in 1..<value.count where value[index] &- 0x41 >= 26 && value[index] != 0x5F {
            if index == 1 || value[index] &- 0x30 >= 10 { return false }
        }
        return true
    case 0x3C: return last == 0x3E
    case 0x5B: return last == 0x5D
    case 0x7B: return last == 0x7D
    case 0x28: return last == 0x29
    default: return value.count <= 2 || value[1] == 0x28 || value[1] == 0x7B
    }
}

/// `xxxx…`, `****`, `****1234`: masked already.
private func isMasked(_ value: Span<UInt8>) -> Bool {
    var run = 1
    while run < value.count, value[run] == value[0] { run += 1 }
    return run == value.count || run >= 3
}

private func isOneByte(_ value: Span<UInt8>) -> Bool {
    for index in value.indices where value[index] != value[0] { return false }
    return true
}

/// At most three different bytes.
private func hasFewBytes(_ value: Span<UInt8>) -> Bool {
    // Most values have four bytes that differ among the first eight.
    let first = word(value, 0)
    let half = mark(first) | mark(first >> 8) | mark(first >> 16) | mark(first >> 24)
    let other = mark(first >> 32) | mark(first >> 40) | mark(first >> 48) | mark(first >> 56)
    return !hasFourBits(half | other) && hasFewBytesInAll(value)
}

@inline(__always)
private func mark(_ byte: UInt64) -> UInt64 { 1 &<< byte }

@inline(__always)
private func hasFourBits(_ marks: UInt64) -> Bool {
    // All bits but the three lowest.
    var rest = marks & (marks &- 1)
    rest &= rest &- 1
    return rest & (rest &- 1) != 0
}

@inline(never)
private func hasFewBytesInAll(_ value: Span<UInt8>) -> Bool {
    var seen = (value[0], value[0], value[0])
    var count = 1
    for index in 1..<value.count {
        let byte = value[index]
        if byte == seen.0 || byte == seen.1 || byte == seen.2 { continue }
        switch count {
        case 1: seen.1 = byte
        case 2: seen.2 = byte
        default: return false
        }
        count += 1
    }
    return true
}

/// Neighbouring characters that follow each other cover more than half: `0123456789`, `abcdefgh`.
@inline(__always)
private func isSequence(_ value: Span<UInt8>) -> Bool {
    let steps = value.count - 1
    // Once too many steps were missed, the rest cannot make up for them: most values end in their first words.
    var missesLeft = min(steps - value.count / 2 - 1, steps - 6)
    guard missesLeft >= 0 else { return false }
    var index = 1
    while index + 8 <= value.count {
        let hits = zeroBytes(word(value, index) ^ plusOne(word(value, index - 1)))
        missesLeft -= hits == 0 ? 8 : 8 - countTopBits(hits)
        if missesLeft < 0 { return false }
        index += 8
    }
    while index < value.count {
        if value[index] != value[index - 1] &+ 1 { missesLeft -= 1 }
        index += 1
    }
    return missesLeft >= 0
}

/// Each of eight bytes plus one; 255 becomes 0.
@inline(__always)
private func plusOne(_ bytes: UInt64) -> UInt64 {
    // The top bits are added without their carries, which would reach into the next byte.
    ((bytes & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x0101_0101_0101_0101) ^ (bytes & 0x8080_8080_8080_8080)
}

/// How many bytes have their top bit set, which are zero but for it.
@inline(__always)
private func countTopBits(_ bits: UInt64) -> Int {
    // A sum of eight top bits, without the instruction that not every machine has.
    Int(truncatingIfNeeded: ((bits >> 7) &* 0x0101_0101_0101_0101) >> 56)
}

/// Words that people write where a value should be.
private func isSampleWord(_ value: Span<UInt8>) -> Bool {
    let first = lowered(value[0])
    guard first &- 0x61 < 26 else { return false }
    for word in sampleWords(beginningWith: first) where equalsLowered(value, from: 0, word) { return true }
    // `your-api-key`, `my_secret`, `change-me`.
    switch first {
    case 0x79: return startsLowered(value, "your") && value.count > 4 && isJoint(value[4])
    case 0x6D:
        return startsLowered(value, "my") && value.count > 2 && isJoint(value[2]) && endsInKeyWord(value)
    default: return false
    }
}

private func sampleWords(beginningWith letter: UInt8) -> [StaticString] {
    switch letter {
    case 0x61: ["anonymous", "any", "abc123", "admin"]
    case 0x63: ["changeme", "change_me", "change-me"]
    case 0x64: ["dummy", "default", "deleted"]
    case 0x65: ["empty", "example", "encrypted"]
    case 0x66: ["filtered", "foobar", "foo", "false", "fake"]
    case 0x68: ["hidden"]
    case 0x6C: ["lorem"]
    case 0x6D: ["masked", "missing"]
    case 0x6E: ["null", "none", "nil", "n/a", "nan", "na", "not_set", "no"]
    case 0x70: ["password", "passwd", "placeholder", "pass"]
    case 0x71: ["qwerty"]
    case 0x72: ["redacted", "removed", "required"]
    case 0x73: ["secret", "sample", "scrubbed", "string"]
    case 0x74: ["todo", "test", "testing", "tbd", "true", "token"]
    case 0x75: ["undefined", "unknown", "unset", "username"]
    case 0x78: ["xxx"]
    default: []
    }
}

private func startsLowered(_ value: Span<UInt8>, _ text: StaticString) -> Bool {
    guard value.count >= text.utf8CodeUnitCount else { return false }
    return equalsLowered(value.extracting(0..<text.utf8CodeUnitCount), from: 0, text)
}

private func isJoint(_ byte: UInt8) -> Bool {
    byte == 0x5F || byte == 0x2D || byte == 0x20
}

private func endsInKeyWord(_ value: Span<UInt8>) -> Bool {
    for word in ["key", "secret", "token", "password"] as [StaticString]
    where value.count >= word.utf8CodeUnitCount
        && equalsLowered(value, from: value.count - word.utf8CodeUnitCount, word)
    {
        return true
    }
    return false
}

private func endsWith(_ value: Span<UInt8>, _ text: StaticString) -> Bool {
    let start = value.count - text.utf8CodeUnitCount
    guard start >= 0 else { return false }
    for index in 0..<text.utf8CodeUnitCount where unsafe text.utf8Start[index] != value[start + index] {
        return false
    }
    return true
}

/// The digests of nothing: MD5, SHA-1 and SHA-256.
private func isEmptyDigest(_ value: Span<UInt8>) -> Bool {
    // Their first letters.
    guard value[0] | 0x20 == 0x64 || value[0] | 0x20 == 0x65 else { return false }
    return switch value.count {
    case 32: equalsLowered(value, from: 0, "d41d8cd98f00b204e9800998ecf8427e")
    case 40: equalsLowered(value, from: 0, "da39a3ee5e6b4b0d3255bfef95601890afd80709")
    case 64: equalsLowered(value, from: 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    default: false
    }
}

/// Whether a value may be what somebody typed as a password: no policy word, no truth value, no small number.
public func isLikelyPassword(_ value: Span<UInt8>) -> Bool {
    guard (4...128).contains(value.count), !isPlaceholder(value) else { return false }
    var digits = 0
    for index in value.indices {
        let byte = value[index]
        if byte < 0x20 || byte == 0x7F { return false }
        if byte &- 0x30 < 10 { digits += 1 }
    }
    if digits == value.count, value.count <= 3 { return false }
    for word in [
        "required", "enabled", "disabled", "optional", "invalid", "incorrect", "expired", "reset", "changed",
        "field", "text", "mismatch", "wrong", "failed", "accepted", "authentication", "correct", "valid",
        "unchanged",
        "plain", "plaintext", "varchar", "yes", "must", "cannot", "should", "does", "with", "from", "using",
        "update",
        "updated", "policy", "incorrectly", "bytes", "function", "self", "this", "object", "char", "blob",
    ]
        as [StaticString] where equalsLowered(value, from: 0, word)
    {
        return false
    }
    return true
}

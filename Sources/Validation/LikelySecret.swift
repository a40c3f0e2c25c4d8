/// Whether a value behind a secret's name is a secret: random, and none of the shapes that fill logs.
///
/// The cheapest gates come first: length, placeholders, stop-shapes, classes of characters, entropy, and
/// how much of the value is words.
public func isLikelySecret(_ value: Span<UInt8>) -> Bool {
    guard (8...1024).contains(value.count) else { return false }
    var digits = 0
    var upper = 0
    var lower = 0
    var hex = 0
    var run = 0
    var last: UInt8 = 0
    for index in value.indices {
        let byte = value[index]
        if byte <= 0x20 || byte >= 0x7F { return false }
        // Four equal characters in a row.
        run = byte == last ? run + 1 : 1
        if run >= 4 { return false }
        last = byte
        let folded = byte | 0x20
        if byte &- 0x30 < 10 { digits += 1 }
        if byte &- 0x41 < 26 { upper += 1 }
        if byte &- 0x61 < 26 { lower += 1 }
        if folded &- 0x61 < 6 { hex += 1 }
    }
    let letters = upper + lower
    // A random value of sixteen characters without a digit is one in thirty; without a letter, never.
    guard letters > 0, digits > 0 || value.count < 12 && upper > 0 && lower > 0 else { return false }
    guard !isPlaceholder(value), !isStopShape(value) else { return false }
    let isHex = hex + digits == value.count
    if isHex { return EntropyAlphabet.hex.admits(value) }
    let alphabet: EntropyAlphabet = upper == 0 || lower == 0 ? .base36 : .base64
    return shannonEntropy(of: value) >= entropyFloor(alphabet, value.count) && !isMostlyWords(value)
}

private func entropyFloor(_ alphabet: EntropyAlphabet, _ count: Int) -> Double {
    // A value with `-`, `_` or `.` between groups repeats these; the floor of the plain alphabet is kept low for it.
    let length = Double(min(count, 64))
    let base = alphabet == .base36 ? 2.35 : 2.5
    return base + (length - 8) / 56 * 1.7
}

/// Whether runs of letters with the vowels of words cover more than two fifths of the value.
///
/// A random run of letters seldom has four letters of one case in which vowels and consonants take turns as in
/// words: at least one vowel in each four, and never four consonants in a row.
private func isMostlyWords(_ value: Span<UInt8>) -> Bool {
    var covered = 0
    var word = WordRun()
    var before: UInt8 = 0
    for index in value.indices {
        let byte = value[index]
        let isLetter = (byte | 0x20) &- 0x61 < 26
        // A capital after a small letter begins a new word.
        let isHump = byte &- 0x41 < 26 && before &- 0x61 < 26
        if !isLetter || isHump {
            covered += word.covered
            word = WordRun()
        }
        if isLetter { word.add(byte) }
        before = byte
    }
    return (covered + word.covered) * 5 > value.count * 2
}

/// A run of letters as it grows.
private struct WordRun {
    private var count = 0
    private var vowels = 0
    private var consonantsInRow = 0
    private var holds = true
    private var caseBit: UInt8 = 0

    @inline(__always)
    mutating func add(_ letter: UInt8) {
        count += 1
        // One case within a word: `aBcD` is none, `Word` and `WORD` are.
        if count == 2 { caseBit = letter & 0x20 }
        if count > 2, letter & 0x20 != caseBit { holds = false }
        switch letter | 0x20 {
        case 0x61, 0x65, 0x69, 0x6F, 0x75, 0x79:
            vowels += 1
            consonantsInRow = 0
        default:
            consonantsInRow += 1
            if consonantsInRow > 3 { holds = false }
        }
    }

    /// The letters of the run, if it reads as a word.
    @inline(__always)
    var covered: Int { holds && count >= 4 && vowels * 4 >= count ? count : 0 }
}

/// Shapes that fill logs and are no secrets: UUIDs, digests, trace contexts, times, paths, encrypted values.
public func isStopShape(_ value: Span<UInt8>) -> Bool {
    guard value.count > 0 else { return false }
    return isUUID(value) || isTimestamp(value) || isTraceContext(value) || startsWithStopPrefix(value)
        || isPath(value)
}

/// `8-4-4-4-12` hex digits.
func isUUID(_ value: Span<UInt8>) -> Bool {
    guard value.count == 36 else { return false }
    for index in 0..<36 {
        let isDash = index == 8 || index == 13 || index == 18 || index == 23
        guard isDash ? value[index] == 0x2D : hexNibble(value[index]) != nil else { return false }
    }
    return true
}

/// Digits and the joints of ISO 8601 only.
private func isTimestamp(_ value: Span<UInt8>) -> Bool {
    guard value.count >= 8, value[0] &- 0x30 < 10 else { return false }
    for index in value.indices {
        switch value[index] {
        case 0x30...0x39, 0x2D, 0x3A, 0x2E, 0x54, 0x5A, 0x2B, 0x20: break
        default: return false
        }
    }
    return true
}

/// W3C trace context: `00-` 32 hex `-` 16 hex `-` 2 hex.
private func isTraceContext(_ value: Span<UInt8>) -> Bool {
    value.count == 55 && value[2] == 0x2D && value[35] == 0x2D && value[52] == 0x2D
}

/// References to secrets, media, and values that are encrypted at rest.
private func startsWithStopPrefix(_ value: Span<UInt8>) -> Bool {
    switch value[0] {
    case 0x41: equalsPrefix(value, "AQICAH")
    case 0x45: equalsPrefix(value, "ENC(") || equalsPrefix(value, "ENC[")
    case 0x48: equalsPrefix(value, "H4sI")
    case 0x4A: equalsPrefix(value, "JVBERi0")
    case 0x52: equalsPrefix(value, "R0lGOD")
    case 0x24: equalsPrefix(value, "$ANSIBLE_VAULT")
    case 0x2F: equalsPrefix(value, "/9j/")
    case 0x61: equalsPrefix(value, "arn:aws:")
    case 0x64: equalsPrefix(value, "data:")
    case 0x67: equalsPrefix(value, "gAAAAA")
    case 0x68: equalsPrefix(value, "http://") || equalsPrefix(value, "https://")
    case 0x69: equalsPrefix(value, "iVBORw0KGgo")
    case 0x73:
        equalsPrefix(value, "sha256:") || equalsPrefix(value, "sha512-") || equalsPrefix(value, "sha1-")
    case 0x76: equalsPrefix(value, "vault:")
    default: false
    }
}

/// `/var/lib/…`, `com.example.Service`, `application/json`: words joined by slashes or dots.
private func isPath(_ value: Span<UInt8>) -> Bool {
    var joints = 0
    for index in value.indices where value[index] == 0x2F || value[index] == 0x2E { joints += 1 }
    guard joints > 0 else { return false }
    var digits = 0
    for index in value.indices where value[index] &- 0x30 < 10 { digits += 1 }
    if value[0] == 0x2F, joints >= 2, digits * 8 < value.count { return true }
    return digits == 0
}

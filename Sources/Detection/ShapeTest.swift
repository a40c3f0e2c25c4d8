private import CByteScan
internal import Validation

extension FieldIndex {
    /// Whether a field's whole value has a shape; expressions, which the rule knows, are tested elsewhere.
    func hasShape(_ shape: FieldShape, _ value: Span<UInt8>, today: CivilDate) -> Bool {
        switch shape {
        case .text(let bounds): bounds.contains(value.count) && isPrintable(value)
        case .name(let words): isName(value, words: words)
        case .number(let ranges): readNumber(value).map { shapeLists.holds($0, ranges) } ?? false
        case .digits(let bounds): countDigits(value).map { bounds.contains($0) } ?? false
        case .alphanumeric(let bounds): countAlphanumerics(value).map { bounds.contains($0) } ?? false
        case .hex(let lengths): shapeLists.holds(length: value.count, lengths) && isHex(value)
        case .token(let bounds): bounds.contains(value.count) && isToken(value)
        case .password: isLikelyPassword(value)
        case .date: Validator.date.verdict(on: value, today: today) == .holds
        case .oneOf(let words): shapeLists.holds(word: value, words)
        case .expression: false
        }
    }
}

private func isPrintable(_ value: Span<UInt8>) -> Bool {
    for index in value.indices where value[index] < 0x20 || value[index] == 0x7F { return false }
    return true
}

/// Words of letters, `.`, `'` and `-`, one space or a comma and a space between.
private func isName(_ value: Span<UInt8>, words: Bounds) -> Bool {
    guard value.count <= 100 else { return false }
    var count = 0
    var lettersOfWord = 0
    for index in value.indices {
        let byte = value[index]
        if (byte | 0x20) &- 0x61 < 26 || byte >= 0x80 {
            if lettersOfWord == 0 { count += 1 }
            lettersOfWord += 1
        } else if byte == 0x20 {
            if lettersOfWord == 0 { return false }
            lettersOfWord = 0
        } else if byte == 0x2E || byte == 0x27 || byte == 0x2D || byte == 0x2C {
            if lettersOfWord == 0 { return false }
        } else {
            return false
        }
    }
    return words.contains(count) && value.count >= 2 && lettersOfWord > 0
}

/// A decimal number with an optional unit of up to five letters, or `%`.
func readNumber(_ value: Span<UInt8>) -> Double? {
    var number = 0.0
    // Sound: the kernel reads the value during the call only.
    let isNumber = unsafe value.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return false }
        return unsafe seep_read_number(base, buffer.count, &number) != 0
    }
    return isNumber ? number : nil
}

private func countDigits(_ value: Span<UInt8>) -> Int? {
    guard value.count <= 64 else { return nil }
    var count = 0
    for index in value.indices {
        switch value[index] {
        case 0x30...0x39: count += 1
        case 0x20, 0x2D, 0x2E, 0x2F, 0x28, 0x29: break
        case 0x2B where index == 0: break
        default: return nil
        }
    }
    return count
}

private func countAlphanumerics(_ value: Span<UInt8>) -> Int? {
    guard value.count <= 96 else { return nil }
    var count = 0
    var hasDigit = false
    for index in value.indices {
        let byte = value[index]
        if byte &- 0x30 < 10 {
            hasDigit = true
            count += 1
        } else if (byte | 0x20) &- 0x61 < 26 {
            count += 1
        } else if byte != 0x2D, byte != 0x2E, byte != 0x2F, byte != 0x5F, byte != 0x20 {
            return nil
        }
    }
    return hasDigit ? count : nil
}

private func isHex(_ value: Span<UInt8>) -> Bool {
    for index in value.indices where hexValue(value[index]) == nil { return false }
    return true
}

private func isToken(_ value: Span<UInt8>) -> Bool {
    for index in value.indices where value[index] <= 0x20 || value[index] >= 0x7F { return false }
    return true
}

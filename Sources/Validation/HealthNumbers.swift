/// National provider identifiers: Luhn over `80840` and ten digits that begin with 1 or 2 (CMS-0045-F).
public func npiVerdict(_ value: Span<UInt8>) -> Verdict {
    guard let digits = Digits(value), digits.count == 10, digits[0] == 1 || digits[0] == 2 else {
        return .fails
    }
    // 80840 adds 24 to the sum of any ten digits.
    var sum = 24
    for index in 0..<10 {
        var digit = digits[index]
        if index % 2 == 0 {
            digit *= 2
            if digit > 9 { digit -= 9 }
        }
        sum += digit
    }
    guard sum % 10 == 0 else { return .fails }
    return digits.number(0..<10) == 1_234_567_893 ? .placeholder : .holds
}

/// DEA registration numbers: two letters (or a letter and 9), six digits and a check digit (21 CFR 1301).
public func deaVerdict(_ value: Span<UInt8>) -> Verdict {
    guard value.count == 9, value[0] &- 0x41 < 26, value[1] &- 0x41 < 26 || value[1] == 0x39 else {
        return .fails
    }
    guard let digits = Digits(value.extracting(2..<9)), digits.count == 7 else { return .fails }
    let sum = digits[0] + digits[2] + digits[4] + 2 * (digits[1] + digits[3] + digits[5])
    guard sum % 10 == digits[6] else { return .fails }
    return digits.number(0..<7) == 1_234_563 ? .placeholder : .holds
}

/// Medicare beneficiary identifiers (CMS, "Understanding the MBI format"): eleven characters, each of its class.
public func mbiVerdict(_ value: Span<UInt8>) -> Verdict {
    let classes: StaticString = "CAMNAMNAANN"
    var position = 0
    for index in value.indices where value[index] != 0x2D {
        let byte = lowered(value[index])
        guard position < 11 else { return .fails }
        let isDigit = byte &- 0x30 < 10
        let isLetter = byte &- 0x61 < 26 && !"slobiz".utf8.contains(byte)
        let holds =
            switch unsafe classes.utf8Start[position] {
            case 0x43: isDigit && byte != 0x30
            case 0x41: isLetter
            case 0x4D: isLetter || isDigit
            default: isDigit
            }
        guard holds else { return .fails }
        position += 1
    }
    guard position == 11 else { return .fails }
    return equalsPrefix(value, "1EG4-TE5-MK7") || equalsPrefix(value, "1EG4TE5MK7") ? .placeholder : .open
}

/// ICD-10 codes: a letter, a digit, a digit or letter, and up to four more behind a dot (WHO, ICD-10 volume 2).
public func icd10Verdict(_ value: Span<UInt8>) -> Verdict {
    guard value.count >= 3, value.count <= 8 else { return .fails }
    let letter = value[0] & 0xDF
    guard letter &- 0x41 < 26, value[1] &- 0x30 < 10 else { return .fails }
    // Chapter U holds emergency codes only.
    if letter == 0x55, value[1] != 0x30 && value[1] != 0x38 { return .fails }
    guard isAlphanumeric(value[2]) else { return .fails }
    guard value.count > 3 else { return .open }
    let from = value[3] == 0x2E ? 4 : 3
    guard value.count > from, value.count - from <= 4 else { return .fails }
    for index in from..<value.count where !isAlphanumeric(value[index]) { return .fails }
    return .open
}

func isAlphanumeric(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
}

/// Blood groups: A, B, AB or O, with the Rhesus factor.
public func bloodTypeVerdict(_ value: Span<UInt8>) -> Verdict {
    var letters = 0
    while letters < value.count, letters < 2, [0x61, 0x62, 0x6F].contains(value[letters] | 0x20) {
        letters += 1
    }
    guard letters >= 1, letters == 1 || value[0] | 0x20 == 0x61 && value[1] | 0x20 == 0x62 else {
        return .fails
    }
    var rest = letters
    while rest < value.count, value[rest] == 0x20 || value[rest] == 0x5F { rest += 1 }
    let factor = value.extracting(rest..<value.count)
    for word in ["+", "-", "pos", "neg", "positive", "negative", "rh+", "rh-"] as [StaticString] {
        if equalsLowered(factor, from: 0, word) { return .holds }
    }
    return .fails
}

/// Mobile equipment identities: 15 digits, Luhn, a known reporting body (3GPP TS 23.003).
public func imeiVerdict(_ value: Span<UInt8>) -> Verdict {
    guard let digits = Digits(value), digits.count == 15, !digits.isRepeated else { return .fails }
    switch digits.number(0..<2) {
    case 1, 10, 30, 33, 35, 44, 45, 49, 50...54, 86, 91, 98, 99: break
    default: return .fails
    }
    guard luhnHolds(digits) else { return .fails }
    return digits.number(0..<15) == 490_154_203_237_518 ? .placeholder : .holds
}

/// Vehicle identification numbers: 17 characters, check digit at the ninth place (ISO 3779; 49 CFR 565).
///
/// The check digit binds North American makers only: elsewhere it may be wrong, and the verdict is `.open`.
public func vinVerdict(_ value: Span<UInt8>) -> Verdict {
    guard value.count == 17 else { return .fails }
    let values: StaticString = "12345678.12345.7.923456789"
    let weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2] as InlineArray<17, Int>
    var sum = 0
    var digits = 0
    for index in 0..<17 {
        let byte = value[index] &- 0x61 < 26 ? value[index] & 0xDF : value[index]
        if byte &- 0x30 < 10 {
            sum += Int(byte &- 0x30) * weights[index]
            digits += 1
        } else {
            guard byte &- 0x41 < 26, byte != 0x49, byte != 0x4F, byte != 0x51 else { return .fails }
            let letter = unsafe values.utf8Start[Int(byte &- 0x41)]
            guard letter != 0x2E else { return .fails }
            sum += Int(letter &- 0x30) * weights[index]
        }
    }
    guard digits >= 4, digits < 17 else { return .fails }
    let check = value[8] & 0xDF == 0x58 ? 10 : Int(value[8] &- 0x30)
    if sum % 11 == check { return .holds }
    return (0x31...0x35).contains(value[0]) ? .fails : .open
}

/// Two decimal degrees joined by a comma, with three decimals at least; `0,0` is nowhere.
public func latitudeLongitudeVerdict(_ value: Span<UInt8>) -> Verdict {
    var comma = 0
    while comma < value.count, value[comma] != 0x2C { comma += 1 }
    guard comma < value.count else { return degreesHold(value, bound: 180) ? .open : .fails }
    var second = comma + 1
    while second < value.count, value[second] == 0x20 { second += 1 }
    return degreesHold(value.extracting(0..<comma), bound: 90)
        && degreesHold(value.extracting(second..<value.count), bound: 180) ? .holds : .fails
}

private func degreesHold(_ value: Span<UInt8>, bound: Int) -> Bool {
    var at = value.count > 0 && (value[0] == 0x2D || value[0] == 0x2B) ? 1 : 0
    var whole = 0
    var decimals = 0
    var isZero = true
    while at < value.count, value[at] &- 0x30 < 10, whole < 1000 {
        whole = whole * 10 + Int(value[at] &- 0x30)
        at += 1
    }
    guard at < value.count, value[at] == 0x2E, whole <= bound else { return false }
    at += 1
    while at < value.count {
        guard value[at] &- 0x30 < 10 else { return false }
        if value[at] != 0x30 { isZero = false }
        decimals += 1
        at += 1
    }
    // The pole itself is a place, and nothing lies beyond it.
    return decimals >= 3 && (whole < bound || isZero) && !(whole == 0 && isZero)
}

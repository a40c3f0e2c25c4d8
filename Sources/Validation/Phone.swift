/// International numbers: country code and total length of ITU-T E.164 (2010), with the national lengths
/// of the larger numbering plans.
public func e164Verdict(_ value: Span<UInt8>) -> Verdict {
    guard let digits = phoneDigits(value), (8...15).contains(digits.count), digits[0] != 0 else {
        return .fails
    }
    guard let country = countryCode(digits) else { return .fails }
    let national = digits.count - country.count
    if country.code == 1 { return nanpVerdict(digits, from: 1) }
    if country.code == 44 { return ukVerdict(digits, from: 2) }
    if country.code == 61, national == 9, isAustralianFiction(digits.number(2..<11)) { return .placeholder }
    let bounds: ClosedRange<Int> =
        switch country.code {
        case 33, 31, 34, 41, 48, 351, 353: 7...9
        case 49: 6...12
        case 39: 8...12
        case 91: 10...10
        case 86: 11...11
        case 81: 9...10
        case 61: 9...9
        case 55: 10...11
        case 45, 47, 65: 8...8
        default: 6...12
        }
    return bounds.contains(national) ? .holds : .fails
}

/// National numbers for fiction (ACMA, "Phone numbers for use in TV shows, films and creative works").
private func isAustralianFiction(_ national: Int) -> Bool {
    switch national {
    case 491_570_006, 491_570_156...491_570_159, 491_570_313, 491_570_737, 491_570_110: return true
    default: break
    }
    // `(0x) 5550 xxxx` and `(0x) 7010 xxxx` in the four areas.
    let exchange = national / 10_000 % 10_000
    return [2, 3, 7, 8].contains(national / 100_000_000) && (exchange == 5550 || exchange == 7010)
}

/// Numbers of the North American plan (NANPA): area and exchange 2 to 9, neither N11; 555-01xx is for fiction.
public func nanpVerdict(_ value: Span<UInt8>) -> Verdict {
    guard let digits = phoneDigits(value) else { return .fails }
    if digits.count == 11, digits[0] == 1 { return nanpVerdict(digits, from: 1) }
    return nanpVerdict(digits, from: 0)
}

private func nanpVerdict(_ digits: Digits, from start: Int) -> Verdict {
    guard digits.count - start == 10 else { return .fails }
    let area = digits.number(start..<(start + 3))
    let exchange = digits.number((start + 3)..<(start + 6))
    guard area >= 200, exchange >= 200, area % 100 != 11, exchange % 100 != 11, area / 10 % 10 != 9 else {
        return .fails
    }
    let line = digits.number((start + 6)..<(start + 10))
    return exchange == 555 && 100...199 ~= line ? .placeholder : .holds
}

/// National numbers of the United Kingdom (Ofcom numbering plan): 01, 02, 03, 07, 08; drama numbers are placeholders.
public func ukPhoneVerdict(_ value: Span<UInt8>) -> Verdict {
    guard let digits = phoneDigits(value), digits.count > 2 else { return .fails }
    if digits[0] == 4, digits[1] == 4 { return ukVerdict(digits, from: 2) }
    guard digits[0] == 0 else { return .fails }
    return ukVerdict(digits, from: 1)
}

private func ukVerdict(_ digits: Digits, from start: Int) -> Verdict {
    let count = digits.count - start
    guard count == 9 || count == 10 else { return .fails }
    let text = digits.number(start..<digits.count)
    switch digits[start] {
    case 1, 2, 3, 8: break
    case 7:
        guard count == 10, digits[start + 1] != 0, digits[start + 1] != 6 else { return .fails }
    default: return .fails
    }
    guard count == 10 else { return .holds }
    return isDrama(thousand: text / 1000) ? .placeholder : .holds
}

/// Ofcom, "Telephone numbers for use in TV and radio drama programmes": each thousand by its first seven digits.
private func isDrama(thousand: Int) -> Bool {
    switch thousand {
    case 1_134_960, 1_144_960, 1_154_960, 1_164_960, 1_174_960, 1_184_960, 1_214_960, 1_314_960, 1_414_960,
        1_514_960, 1_614_960, 1_632_960, 1_914_980, 2_079_460, 2_896_496, 2_920_180, 3_069_990, 7_700_900,
        8_081_570:
        true
    default: false
    }
}

/// The digits of a number as people write it: with spaces, `-`, `.`, `(`, `)`, and a `+` before.
private func phoneDigits(_ value: Span<UInt8>) -> Digits? {
    guard value.count <= 32 else { return nil }
    let isSigned = !value.isEmpty && value[0] == 0x2B
    return Digits(value, from: isSigned ? 1 : 0, skipsParentheses: true)
}

/// ITU-T E.164 assigned country codes: one digit for zones 1 and 7, two where assigned so, else three.
private func countryCode(_ digits: Digits) -> (code: Int, count: Int)? {
    if digits[0] == 1 || digits[0] == 7 { return (digits[0], 1) }
    let two = digits.number(0..<2)
    switch two {
    case 20, 27, 30...34, 36, 39, 40, 41, 43...49, 51...58, 60...66, 81, 82, 84, 86, 90...95, 98:
        return (two, 2)
    default: break
    }
    let three = digits.number(0..<3)
    switch three {
    case 210, 214, 215, 217, 219, 259, 280...289, 292...296, 384, 388, 422, 424...429, 671, 684, 693...699,
        801...807, 809, 830...839, 851, 854, 857...859, 871...879, 884, 885, 887, 889, 890...899, 969, 978,
        990,
        997, 999:
        return nil
    default: return (three, 3)
    }
}

/// International bank account numbers: country and length of the SWIFT registry (release 101), then
/// ISO 13616-1:2020, clause 6 (mod 97-10). Spaces between groups are allowed, either case.
public func ibanVerdict(_ value: Span<UInt8>) -> Verdict {
    // Country and check digits, which the check takes last.
    var head = InlineArray<4, UInt8>(repeating: 0)
    var count = 0
    var number = 0
    var index = 0
    if value.count >= 4, value[0] &- 0x41 < 26, value[1] &- 0x41 < 26, value[2] &- 0x30 < 10,
        value[3] &- 0x30 < 10
    {
        head = [value[0], value[1], value[2], value[3]]
        (count, index) = (4, 4)
    }
    while index < value.count {
        // Most are digits behind their head, of which a run is taken at once.
        if count >= 4, count <= 26 {
            let bytes = wordOrRest(value, index)
            let run = digitRun(bytes)
            if run > 0 {
                number = number % 97 * powersOfTen[run] + decimal(bytes, count: run)
                count += run
                index += run
                continue
            }
        }
        var byte = value[index]
        index += 1
        if byte == 0x20 { continue }
        if byte &- 0x61 < 26 { byte &= 0xDF }
        guard byte &- 0x30 < 10 || byte &- 0x41 < 26, count < 34 else { return .fails }
        if count < 4 { head[count] = byte } else { append(byte, to: &number) }
        count += 1
    }
    guard count >= 15, ibanLength(head[0], head[1]) == count else { return .fails }
    guard head[2] &- 0x30 < 10, head[3] &- 0x30 < 10 else { return .fails }
    // 98 less a remainder of 0 to 96: 00, 01 and 99 have the remainders of 97, 98 and 02, and nobody gets them.
    let check = Int(head[2] &- 0x30) * 10 + Int(head[3] &- 0x30)
    guard 2...98 ~= check else { return .fails }
    for index in 0..<4 { append(head[index], to: &number) }
    guard number % 97 == 1 else { return .fails }
    return isIBANSample(value, check: check) ? .placeholder : .holds
}

private let powersOfTen: InlineArray<9, Int> = [
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000,
]

/// Writes a digit, or a letter's two, behind a number, of which only the remainder by 97 is kept.
@inline(__always)
private func append(_ byte: UInt8, to number: inout Int) {
    if number >= 10_000_000_000_000_000 { number %= 97 }
    number = byte &- 0x30 < 10 ? number * 10 + Int(byte &- 0x30) : number * 100 + Int(byte) - 55
}

/// Country codes and lengths, five bytes each, in order.
private let ibanLengths: StaticString = """
    AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 \
    ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 \
    LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 \
    PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 \
    YE30
    """

/// The lengths of `ibanLengths` by their two letters; 0 for none.
private let ibanLengthOfCountry: [UInt8] = {
    var lengths = [UInt8](repeating: 0, count: 26 * 26)
    ibanLengths.withUTF8Buffer { table in
        for at in stride(from: 0, to: table.count - 3, by: 5) {
            // Sound: a row has four bytes, and the last begins four before the end.
            let country = unsafe Int(table[at] &- 0x41) * 26 + Int(table[at + 1] &- 0x41)
            lengths[country] = unsafe (table[at + 2] &- 0x30) * 10 + table[at + 3] &- 0x30
        }
    }
    return lengths
}()

private func ibanLength(_ first: UInt8, _ second: UInt8) -> Int? {
    guard first &- 0x41 < 26, second &- 0x41 < 26 else { return nil }
    return Int(ibanLengthOfCountry[Int(first &- 0x41) * 26 + Int(second &- 0x41)])
}

/// The registry's own examples, which documentation everywhere repeats.
private func isIBANSample(_ value: Span<UInt8>, check: Int) -> Bool {
    // The check digits alone tell nearly all others apart.
    switch check {
    case 82: isText(value, "GB82WEST12345698765432")
    case 29: isText(value, "GB29NWBK60161331926819")
    case 89: isText(value, "DE89370400440532013000")
    case 14: isText(value, "FR1420041010050500013M02606")
    case 91: isText(value, "NL91ABNA0417164300") || isText(value, "ES9121000418450200051332")
    case 93: isText(value, "CH9300762011623852957")
    case 68: isText(value, "BE68539007547034")
    case 60: isText(value, "IT60X0542811101000000123456")
    case 61: isText(value, "AT611904300234573201")
    case 16: isText(value, "GR1601101250000000012300695")
    default: false
    }
}

/// Whether a value is `sample`, in either case and with any spaces.
private func isText(_ value: Span<UInt8>, _ sample: StaticString) -> Bool {
    var count = 0
    for index in value.indices where value[index] != 0x20 {
        let byte = value[index] &- 0x61 < 26 ? value[index] & 0xDF : value[index]
        // Sound: a StaticString of ASCII is a pointer to so many bytes, alive for ever.
        guard count < sample.utf8CodeUnitCount, unsafe sample.utf8Start[count] == byte else { return false }
        count += 1
    }
    return count == sample.utf8CodeUnitCount
}

/// United States routing numbers: weights 3, 7, 1 and the Federal Reserve's ranges of the first two digits
/// (ABA Routing Number Policy).
public func abaVerdict(_ value: Span<UInt8>) -> Verdict {
    guard let digits = Digits(value), digits.count == 9, !digits.isRepeated else { return .fails }
    let sum = digits.weighted([3, 7, 1, 3, 7, 1, 3, 7, 1])
    switch digits.number(0..<2) {
    case 0...12, 21...32, 61...72, 80: return sum % 10 == 0 ? .holds : .fails
    default: return .fails
    }
}

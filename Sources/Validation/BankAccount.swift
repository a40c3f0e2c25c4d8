/// International bank account numbers: country and length of the SWIFT registry (release 101), then
/// ISO 13616-1:2020, clause 6 (mod 97-10). Spaces between groups are allowed, either case.
public func ibanVerdict(_ value: Span<UInt8>) -> Verdict {
    var text = InlineArray<36, UInt8>(repeating: 0)
    var count = 0
    for index in value.indices where value[index] != 0x20 {
        var byte = value[index]
        if byte &- 0x61 < 26 { byte &= 0xDF }
        guard byte &- 0x30 < 10 || byte &- 0x41 < 26, count < 34 else { return .fails }
        text[count] = byte
        count += 1
    }
    guard count >= 15, ibanLength(text[0], text[1]) == count else { return .fails }
    guard text[2] &- 0x30 < 10, text[3] &- 0x30 < 10 else { return .fails }
    // 98 less a remainder of 0 to 96: 00, 01 and 99 have the remainders of 97, 98 and 02, and nobody gets them.
    guard 2...98 ~= Int(text[2] &- 0x30) * 10 + Int(text[3] &- 0x30) else { return .fails }
    var remainder = 0
    for offset in 0..<count {
        let byte = text[(offset + 4) % count]
        remainder =
            byte &- 0x30 < 10
            ? (remainder * 10 + Int(byte &- 0x30)) % 97 : (remainder * 100 + Int(byte) - 55) % 97
    }
    guard remainder == 1 else { return .fails }
    return isIBANSample(text, count) ? .placeholder : .holds
}

/// Country codes and lengths, five bytes each, in order.
private let ibanLengths: StaticString = """
    AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 \
    ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 \
    LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 \
    PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 \
    YE30
    """

private func ibanLength(_ first: UInt8, _ second: UInt8) -> Int? {
    ibanLengths.withUTF8Buffer { table in
        for at in stride(from: 0, to: table.count - 3, by: 5) {
            // Sound: a row has four bytes, and the last begins four before the end.
            if unsafe table[at] == first, unsafe table[at + 1] == second {
                return unsafe Int(table[at + 2] &- 0x30) * 10 + Int(table[at + 3] &- 0x30)
            }
        }
        return nil
    }
}

/// The registry's own examples, which documentation everywhere repeats.
private func isIBANSample(_ text: InlineArray<36, UInt8>, _ count: Int) -> Bool {
    let samples: [StaticString] = [
        "GB82WEST12345698765432", "GB29NWBK60161331926819", "DE89370400440532013000",
        "FR1420041010050500013M02606",
        "NL91ABNA0417164300", "ES9121000418450200051332", "CH9300762011623852957", "BE68539007547034",
        "IT60X0542811101000000123456", "AT611904300234573201", "GR1601101250000000012300695",
    ]
    return samples.contains { sample in
        sample.withUTF8Buffer { bytes in
            guard bytes.count == count else { return false }
            for index in 0..<count where unsafe bytes[index] != text[index] { return false }
            return true
        }
    }
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

/// United States social security numbers: no area 000, 666 or 9xx, no group 00, no serial 0000 (SSA, answer 425).
///
/// The rules leave seven in eight nine-digit numbers standing: `.open`. Numbers printed on sample
/// cards are placeholders.
public func ssnVerdict(_ value: Span<UInt8>) -> Verdict {
    guard let digits = Digits(value), digits.count == 9 else { return .fails }
    let number = digits.number(0..<9)
    let area = number / 1_000_000
    guard area != 0, area != 666, area < 900, number / 10_000 % 100 != 0, number % 10_000 != 0 else {
        return .fails
    }
    switch number {
    case 78_051_120, 219_099_999, 457_555_462, 123_456_789: return .placeholder
    default: return digits.isRepeated ? .placeholder : .open
    }
}

/// National insurance numbers of the United Kingdom (HMRC, NIM39110): letters only, no check digit.
public func ninoVerdict(_ value: Span<UInt8>) -> Verdict {
    var text = InlineArray<9, UInt8>(repeating: 0)
    var count = 0
    for index in value.indices where value[index] != 0x20 && value[index] != 0x2D {
        guard count < 9 else { return .fails }
        text[count] = value[index] &- 0x61 < 26 ? value[index] & 0xDF : value[index]
        count += 1
    }
    guard count == 9 else { return .fails }
    for index in 2..<8 where text[index] &- 0x30 >= 10 { return .fails }
    guard text[8] &- 0x41 < 4, isLetter(text[0], not: "DFIQUV"), isLetter(text[1], not: "DFIOQUV") else {
        return text[0] == 0x51 && text[1] == 0x51 ? .placeholder : .fails
    }
    for pair in ["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"] as [StaticString] {
        if unsafe pair.utf8Start[0] == text[0], unsafe pair.utf8Start[1] == text[1] { return .fails }
    }
    return .holds
}

private func isLetter(_ byte: UInt8, not refused: StaticString) -> Bool {
    guard byte &- 0x41 < 26 else { return false }
    return refused.withUTF8Buffer { letters in unsafe !letters.contains(byte) }
}

/// NHS numbers: weights 10 to 2, mod 11 (NHS Data Dictionary). 999 begins test numbers.
public func nhsVerdict(_ value: Span<UInt8>) -> Verdict {
    guard let digits = Digits(value), digits.count == 10, !digits.isRepeated else { return .fails }
    let check = (11 - digits.weighted([10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11
    guard check == digits[9] else { return .fails }
    return digits.number(0..<3) == 999 || digits.number(0..<10) == 9_434_765_919 ? .placeholder : .holds
}

/// Canadian social insurance numbers: Luhn, no leading 0 or 8.
public func sinVerdict(_ value: Span<UInt8>) -> Verdict {
    guard let digits = Digits(value), digits.count == 9, digits[0] != 0, digits[0] != 8, luhnHolds(digits)
    else {
        return .fails
    }
    return digits.number(0..<9) == 46_454_286 || digits.isRepeated ? .placeholder : .holds
}

/// Aadhaar numbers: Verhoeff's check digit over the dihedral group D5, first digit 2 to 9 (UIDAI).
public func aadhaarVerdict(_ value: Span<UInt8>) -> Verdict {
    guard let digits = Digits(value), digits.count == 12, digits[0] >= 2, verhoeffHolds(digits) else {
        return .fails
    }
    var isPalindrome = true
    for index in 0..<6 where digits[index] != digits[11 - index] { isPalindrome = false }
    switch digits.number(0..<12) {
    case 999_941_057_058, 999_971_633_083, 999_933_119_405, 999_955_183_433, 999_990_501_894:
        return .placeholder
    default: return isPalindrome ? .fails : .holds
    }
}

/// Check digit: J. Verhoeff, "Error Detecting Decimal Codes" (1969).
func verhoeffHolds(_ digits: Digits) -> Bool {
    let permutation: [[Int]] = [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 5, 7, 6, 2, 8, 3, 0, 9, 4], [5, 8, 0, 3, 7, 9, 6, 1, 4, 2],
        [8, 9, 1, 6, 0, 4, 3, 5, 2, 7], [9, 4, 5, 3, 1, 2, 6, 8, 7, 0], [4, 2, 8, 6, 5, 7, 3, 9, 0, 1],
        [2, 7, 9, 3, 8, 0, 6, 4, 1, 5], [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
    ]
    var state = 0
    for index in 0..<digits.count {
        state = dihedralProduct(state, permutation[index % 8][digits[digits.count - 1 - index]])
    }
    return state == 0
}

/// The product in D5: 0 to 4 are rotations, 5 to 9 reflections.
private func dihedralProduct(_ left: Int, _ right: Int) -> Int {
    switch (left < 5, right < 5) {
    case (true, true): (left + right) % 5
    case (true, false): 5 + (left + right) % 5
    case (false, true): 5 + (left - right) % 5
    case (false, false): (left - right + 5) % 5
    }
}

/// Brazilian CPF: two mod 11 digits (Receita Federal). Repeated digits would pass.
public func cpfVerdict(_ value: Span<UInt8>) -> Verdict {
    guard let digits = Digits(value), digits.count == 11, !digits.isRepeated else { return .fails }
    let first = digits.weighted([10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10 % 11 % 10
    let second = digits.weighted([11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10 % 11 % 10
    guard first == digits[9], second == digits[10] else { return .fails }
    return digits.number(0..<9) == 123_456_789 ? .placeholder : .holds
}

/// Spanish DNI and NIE: number mod 23 chooses the letter (Real Decreto 1553/2005).
public func dniVerdict(_ value: Span<UInt8>) -> Verdict {
    var number = 0
    var digits = 0
    var letter: UInt8 = 0
    for index in value.indices {
        let byte = value[index] &- 0x61 < 26 ? value[index] & 0xDF : value[index]
        if byte == 0x2D || byte == 0x2E || byte == 0x20 { continue }
        guard letter == 0 else { return .fails }
        if byte &- 0x30 < 10 {
            number = number * 10 + Int(byte &- 0x30)
            digits += 1
        } else if digits == 0, byte &- 0x58 < 3 {
            number = Int(byte &- 0x58)
            digits = 1
        } else if digits == 8 {
            letter = byte
        } else {
            return .fails
        }
        guard digits <= 8 else { return .fails }
    }
    let letters: StaticString = "TRWAGMYFPDXBNJZSQVHLCKE"
    guard digits == 8, letter != 0, unsafe letters.utf8Start[number % 23] == letter else { return .fails }
    return number == 12_345_678 ? .placeholder : .holds
}

/// French NIR: key 97 - (number mod 97), Corsica's 2A and 2B as 19 and 18 (INSEE).
public func nirVerdict(_ value: Span<UInt8>) -> Verdict {
    var number = 0
    var count = 0
    var correction = 0
    var month = 0
    var key = 0
    for index in value.indices {
        var byte = value[index]
        if byte == 0x20 || byte == 0x2D || byte == 0x2E { continue }
        if count == 6, number % 10 == 2, byte | 0x20 == 0x61 || byte | 0x20 == 0x62 {
            // 2A counts as 19 and 2B as 18: the letter reads as 0, and the difference is taken off.
            correction = byte | 0x20 == 0x61 ? 1_000_000 : 2_000_000
            byte = 0x30
        }
        guard byte &- 0x30 < 10, count < 15 else { return .fails }
        let digit = Int(byte &- 0x30)
        if count < 13 { number = number * 10 + digit } else { key = key * 10 + digit }
        if count == 3 || count == 4 { month = month * 10 + digit }
        if count == 0, !(1...4).contains(digit), digit != 7, digit != 8 { return .fails }
        count += 1
    }
    guard count == 15, 1...12 ~= month || month == 20 || 30...42 ~= month || 50...99 ~= month else {
        return .fails
    }
    return 97 - (number - correction) % 97 == key ? .holds : .fails
}

/// Dutch BSN: weights 9 to 2 and -1, mod 11 (Logisch Ontwerp BSN). Nine percent of all numbers pass.
public func bsnVerdict(_ value: Span<UInt8>) -> Verdict {
    guard let digits = Digits(value), digits.count == 9, !digits.isRepeated else { return .fails }
    let sum = digits.weighted([9, 8, 7, 6, 5, 4, 3, 2, -1])
    return sum % 11 == 0 && digits.number(0..<9) != 0 ? .holds : .fails
}

/// Polish PESEL: weights 1, 3, 7, 9, a date, mod 10 (Rozporządzenie MSWiA).
public func peselVerdict(_ value: Span<UInt8>) -> Verdict {
    guard let digits = Digits(value), digits.count == 11 else { return .fails }
    let check = (10 - digits.weighted([1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10) % 10
    // Each century has its own twenty months, those of the nineteenth come last.
    let month = digits.number(2..<4)
    let centuries = [1900, 2000, 2100, 2200, 1800] as InlineArray<5, Int>
    let birth = CivilDate(
        year: centuries[month / 20] + digits.number(0..<2), month: month % 20, day: digits.number(4..<6))
    return check == digits[10] && birth.exists ? .holds : .fails
}

/// Check digits: ISO/IEC 7812-1:2017, annex B (Luhn, mod 10), over all digits.
public func luhnHolds(_ value: Span<UInt8>) -> Bool {
    guard let digits = Digits(value), digits.count > 1 else { return false }
    return luhnHolds(digits)
}

func luhnHolds(_ digits: Digits) -> Bool {
    var sum = 0
    var doubles = false
    for index in stride(from: digits.count - 1, through: 0, by: -1) {
        var digit = digits[index]
        if doubles {
            digit *= 2
            if digit > 9 { digit -= 9 }
        }
        sum += digit
        doubles.toggle()
    }
    return sum % 10 == 0
}

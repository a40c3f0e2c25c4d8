/// Check digits: ISO/IEC 7812-1:2017, annex B (Luhn, mod 10), over all digits.
public func luhnHolds(_ value: Span<UInt8>) -> Bool {
    guard let digits = Digits(value), digits.count > 1 else { return false }
    return luhnHolds(digits)
}

func luhnHolds(_ digits: Digits) -> Bool {
    var sum = 0
    var index = digits.count - 1
    while index > 0 {
        let doubled = digits[index - 1] * 2
        sum += digits[index] + doubled - (doubled > 9 ? 9 : 0)
        index -= 2
    }
    if index == 0 { sum += digits[0] }
    return sum % 10 == 0
}

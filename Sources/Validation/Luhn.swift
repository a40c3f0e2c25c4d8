/// Check digits: ISO/IEC 7812-1:2017, annex B (Luhn, mod 10), over all digits.
public func luhnHolds(_ value: Span<UInt8>) -> Bool {
    guard let digits = Digits(value), digits.count > 1 else { return false }
    return luhnHolds(digits)
}

func luhnHolds(_ digits: Digits) -> Bool {
    digits.luhnSum % 10 == 0
}

extension Validator {
    /// The share of values that pass the check by chance, among those that have the shape of the rules which name it;
    /// `nil` where so few do, or so many, that a column's pass rate tells nothing.
    ///
    /// Check digits alone: one in ten for mod 10, one in eleven for mod 11, one in 97 for mod 97, one in 23 for the
    /// letter of a DNI. CPF has two digits; ABA, PESEL and NIR have ranges and dates besides, counted over random
    /// digits.
    public var chanceRate: Double? {
        switch self {
        case .pan, .luhn, .imei, .caSIN, .usNPI, .inAadhaar, .usDEA: 0.1
        case .ukNHS, .nlBSN, .vin: 1.0 / 11
        case .usABA: 0.038
        case .esDNI: 1.0 / 23
        case .plPESEL: 0.02
        case .brCPF, .frNIR, .iban: 0.01
        default: nil
        }
    }

    /// Digits of a value that is written without anything between them, for numbers with a check that nothing else
    /// tells from other numbers; `nil` for all else.
    public var bareDigits: Int? {
        switch self {
        case .caSIN, .nlBSN, .usABA: 9
        case .ukNHS, .usNPI: 10
        case .brCPF, .plPESEL: 11
        case .inAadhaar: 12
        case .imei, .frNIR: 15
        default: nil
        }
    }
}

import Testing
import Validation

/// What each scheme's definition promises of its check digit, over seeded numbers.
@Suite struct CheckDigitTests {
    /// A number whose last digit is its check digit.
    enum Scheme: String, CaseIterable, Sendable {
        case luhn, npi, imei, sin, card, aadhaar, nhs, bsn, pesel, aba, dea

        var validator: Validator {
            switch self {
            case .luhn: .luhn
            case .npi: .usNPI
            case .imei: .imei
            case .sin: .caSIN
            case .card: .pan
            case .aadhaar: .inAadhaar
            case .nhs: .ukNHS
            case .bsn: .nlBSN
            case .pesel: .plPESEL
            case .aba: .usABA
            case .dea: .usDEA
            }
        }

        /// All but the check digit, inside the ranges that are issued.
        func body(_ numbers: inout SeededBytes) -> String {
            switch self {
            case .luhn: numbers.digits(15)
            case .npi: numbers.text(1, of: "12") + numbers.digits(8)
            case .imei: "35" + numbers.digits(12)
            case .sin: numbers.text(1, of: "1245679") + numbers.digits(7)
            case .card: "4" + numbers.digits(14)
            case .aadhaar: numbers.text(1, of: "23456789") + numbers.digits(10)
            case .nhs: numbers.text(1, of: "12345678") + numbers.digits(8)
            case .bsn: numbers.text(1, of: "12345678") + numbers.digits(7)
            case .pesel: numbers.digits(2) + "0" + numbers.text(1, of: "123456789") + "1" + numbers.digits(5)
            case .aba: "0" + numbers.text(1, of: "123456789") + numbers.digits(6)
            case .dea: numbers.text(1, of: "ABFGMPR") + numbers.text(1, of: "ABCDEFGHIJ9") + numbers.digits(6)
            }
        }

        /// How many of the ten last digits hold: one, or none where the remainder would be ten.
        func holding(_ body: String) -> Int {
            let digits = body.utf8.map { Int($0) - 0x30 }
            switch self {
            case .nhs: return sum(digits, (2...10).reversed()) % 11 == 1 ? 0 : 1
            case .bsn: return sum(digits, (2...9).reversed()) % 11 == 10 ? 0 : 1
            default: return 1
            }
        }

        private func sum(_ digits: [Int], _ weights: [Int]) -> Int {
            zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 }
        }

        /// Doubling without a digit sum cannot tell a digit from the one five away.
        var catchesEveryDigit: Bool { self != .dea }

        /// Whether the scheme's definition lets this swap of neighbours through.
        func misses(_ left: Int, _ right: Int) -> Bool {
            switch self {
            case .luhn, .npi, .imei, .sin, .card: [left, right].sorted() == [0, 9]
            case .pesel, .aba, .dea: abs(left - right) == 5
            case .aadhaar, .nhs, .bsn: false
            }
        }
    }

    private func holds(_ scheme: Scheme, _ value: String) -> Bool {
        scheme.validator.verdict(on: value) != .fails
    }

    /// Valid numbers of the scheme.
    private func valid(_ scheme: Scheme, _ count: Int, _ numbers: inout SeededBytes) -> [String] {
        var found: [String] = []
        while found.count < count {
            let body = scheme.body(&numbers)
            if let digit = (0...9).first(where: { holds(scheme, body + "\($0)") }) {
                found.append(body + "\(digit)")
            }
        }
        return found
    }

    @Test(arguments: Scheme.allCases)
    func `of the ten last digits exactly one holds`(scheme: Scheme) {
        var numbers = SeededBytes(seed: 1)
        for _ in 0..<500 {
            let body = scheme.body(&numbers)
            let holding = (0...9).filter { holds(scheme, body + "\($0)") }
            #expect(holding.count == scheme.holding(body), "\(scheme) \(body): \(holding)")
        }
    }

    @Test(arguments: Scheme.allCases.filter(\.catchesEveryDigit))
    func `every single wrong digit is caught`(scheme: Scheme) {
        var numbers = SeededBytes(seed: 2)
        for value in valid(scheme, 60, &numbers) {
            let characters = Array(value)
            for place in characters.indices where characters[place].isNumber {
                for digit in "0123456789" where digit != characters[place] {
                    var wrong = characters
                    wrong[place] = digit
                    #expect(
                        !holds(scheme, String(wrong)), "\(scheme) \(value), place \(place), digit \(digit)")
                }
            }
        }
    }

    @Test(arguments: Scheme.allCases)
    func `swapped neighbours are caught as the scheme promises`(scheme: Scheme) {
        var numbers = SeededBytes(seed: 3)
        var swaps = 0
        for value in valid(scheme, 300, &numbers) {
            let characters = Array(value)
            for place in characters.indices.dropLast() {
                guard let left = characters[place].wholeNumberValue,
                    let right = characters[place + 1].wholeNumberValue,
                    left != right, !scheme.misses(left, right)
                else { continue }
                // The two weights of 2 and 1 differ by one, and of DEA's last pair by nothing.
                if scheme == .dea, place == characters.count - 2 { continue }
                var wrong = characters
                wrong.swapAt(place, place + 1)
                swaps += 1
                #expect(!holds(scheme, String(wrong)), "\(scheme) \(value), place \(place)")
            }
        }
        #expect(swaps > 1000)
    }

    @Test
    func `Verhoeff's digit is that of his own example`() {
        // J. Verhoeff, "Error Detecting Decimal Codes" (1969): 236 has the digit 3; here behind an issued number.
        let holding = (0...9).filter { Validator.inAadhaar.verdict(on: "23412341234\($0)") != .fails }
        #expect(holding == [6])
    }

    @Test
    func `all noughts pass Luhn, and no rule's number`() {
        #expect(Validator.luhn.verdict(on: "0000000000000000") == .holds)
        for validator in [Validator.pan, .imei, .usNPI, .caSIN, .usABA, .brCPF, .nlBSN, .ukNHS] {
            for count in 8...19 {
                let verdict = validator.verdict(on: String(repeating: "0", count: count))
                #expect(verdict == .fails, "\(validator) \(count)")
            }
        }
    }
}

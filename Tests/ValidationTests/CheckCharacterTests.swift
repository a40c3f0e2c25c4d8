import Testing
import Validation

/// Schemes with more than one check digit, with letters, or with a whole checksum.
@Suite struct CheckCharacterTests {
    private func holding(_ validator: Validator, _ values: [String]) -> [String] {
        values.filter { validator.verdict(on: $0) != .fails }
    }

    private func pairs(_ range: ClosedRange<Int> = 0...99) -> [String] {
        range.map { $0 < 10 ? "0\($0)" : "\($0)" }
    }

    @Test
    func `of a hundred pairs of check digits one holds`() {
        var numbers = SeededBytes(seed: 4)
        for _ in 0..<200 {
            let account = numbers.text(4, of: "ABCDEFGHIJKLMNOPQRSTUVWXYZ") + numbers.digits(14)
            #expect(holding(.iban, pairs().map { "GB\($0)\(account)" }).count == 1, "\(account)")
            let cpf = numbers.digits(9)
            #expect(holding(.brCPF, pairs().map { cpf + $0 }).count == 1, "\(cpf)")
            let nir = numbers.text(1, of: "12") + numbers.digits(2) + "07" + numbers.digits(8)
            #expect(holding(.frNIR, pairs().map { nir + $0 }).count == 1, "\(nir)")
        }
    }

    @Test
    func `of all letters one holds behind an identity number`() {
        var numbers = SeededBytes(seed: 5)
        for _ in 0..<200 {
            let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".map(String.init)
            let dni = numbers.digits(8)
            #expect(holding(.esDNI, letters.map { dni + $0 }).count == 1, "\(dni)")
            let nie = numbers.text(1, of: "XYZ") + numbers.digits(7)
            #expect(holding(.esDNI, letters.map { nie + $0 }).count == 1, "\(nie)")
        }
    }

    @Test
    func `of eleven check characters one holds in a North American vehicle's number`() {
        var numbers = SeededBytes(seed: 6)
        for _ in 0..<200 {
            let front = "1" + numbers.text(7, of: "ABCDEFGHJKLMNPRSTUVWXYZ0123456789")
            let back = numbers.text(4, of: "ABCDEFGHJKLMNPRSTUVWXYZ0123456789") + numbers.digits(4)
            let values = "0123456789X".map { front + String($0) + back }
            #expect(holding(.vin, values).count == 1, "\(front)_\(back)")
        }
    }

    @Test(arguments: [
        (Validator.iban, "DE44500105175407324931"), (.frNIR, "295109912611193"), (.frNIR, "253072B07300470"),
        (.esDNI, "54362315K"), (.esDNI, "X2482300W"), (.vin, "1M8GDM9AXKP042788"),
    ])
    func `every single wrong digit is caught`(validator: Validator, value: String) {
        #expect(validator.verdict(on: value) == .holds)
        let characters = Array(value)
        for place in characters.indices where characters[place].isNumber {
            for digit in "0123456789" where digit != characters[place] {
                var wrong = characters
                wrong[place] = digit
                // A vehicle's maker outside of North America is not bound to the check digit.
                let verdict = validator.verdict(on: String(wrong))
                #expect(
                    verdict == .fails || validator == .vin && place == 0 && verdict == .open,
                    "\(String(wrong))")
            }
        }
    }

    @Test
    func `swapped neighbours in an account number are caught`() {
        let value = Array("DE44500105175407324931")
        for place in 2..<(value.count - 1) where value[place] != value[place + 1] {
            var wrong = value
            wrong.swapAt(place, place + 1)
            #expect(Validator.iban.verdict(on: String(wrong)) == .fails, "\(String(wrong))")
        }
    }

    @Test(arguments: [
        ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "qpzry9x8gf2tvdw0s3jn54khce6mua7l", 4),
        (
            "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
            "qpzry9x8gf2tvdw0s3jn54khce6mua7l", 4
        ),
        (
            "1NEDqZPvTWRaoho48qXuLLsrYomMXPABfD",
            "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz",
            1
        ),
    ])
    func `a wrong character in an address is caught`(address: String, alphabet: String, prefixCount: Int) {
        #expect(Validator.btcAddress.verdict(on: address) == .holds)
        let characters = Array(address)
        // BIP-173 promises to catch up to four wrong characters; base58check misses one in 2^32.
        for place in prefixCount..<characters.count {
            for letter in alphabet where letter != characters[place] {
                var wrong = characters
                wrong[place] = letter
                #expect(Validator.btcAddress.verdict(on: String(wrong)) == .fails, "\(String(wrong))")
            }
        }
        var numbers = SeededBytes(seed: 8)
        for _ in 0..<2000 {
            var wrong = characters
            for _ in 0..<Int.random(in: 2...4, using: &numbers) {
                let place = Int.random(in: prefixCount..<wrong.count, using: &numbers)
                wrong[place] = Character(numbers.text(1, of: alphabet))
            }
            guard wrong != characters else { continue }
            #expect(Validator.btcAddress.verdict(on: String(wrong)) == .fails, "\(String(wrong))")
        }
    }

    @Test
    func `every letter's case counts in an Ethereum address`() {
        let address = Array("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")
        for place in 2..<address.count where address[place].isLetter {
            var wrong = address
            let letter = String(address[place])
            wrong[place] = Character(address[place].isUppercase ? letter.lowercased() : letter.uppercased())
            #expect(Validator.ethAddress.verdict(on: String(wrong)) == .fails, "\(String(wrong))")
        }
    }

    @Test
    func `every wrong character in a token is caught`() {
        let token = Array("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")
        for place in 4..<token.count {
            for letter in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
            where letter != token[place] {
                var wrong = token
                wrong[place] = letter
                #expect(Validator.githubCRC.verdict(on: String(wrong)) == .fails, "\(String(wrong))")
            }
        }
    }
}

import Testing
import Validation

/// What is read eight bytes at a time, against its definition byte by byte.
@Suite struct WholeWordTests {
    @Test func `a digit counts the same wherever separators stand`() {
        var numbers = SeededBytes(seed: 17)
        for turn in 0..<4000 {
            let digits = numbers.digits(Int.random(in: 0...26, using: &numbers))
            var text = ""
            for digit in digits {
                if Int.random(in: 0..<4, using: &numbers) == 0 { text += numbers.text(1, of: " -./") }
                text.append(digit)
            }
            let plain = digits.utf8.map { Int($0) - 0x30 }
            let doubled = plain.reversed().enumerated().map { place, digit in
                place % 2 == 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2
            }
            let expected = 2...24 ~= plain.count && doubled.reduce(0, +) % 10 == 0
            let holds = ask(text) { luhnHolds($0) }
            #expect(holds == expected, "turn \(turn)")
            for validator in [Validator.pan, .usSSN, .phoneE164, .ukNHS, .usABA, .imei] {
                let bare = ask(digits) { validator.verdict(on: $0, today: CivilDate.today()) }
                let separated = ask(text) { validator.verdict(on: $0, today: CivilDate.today()) }
                // A phone number is no longer than people write one.
                guard validator != .phoneE164 || text.utf8.count <= 32 else { continue }
                #expect(bare == separated, "turn \(turn) of \(validator)")
            }
        }
    }

    @Test(arguments: [" ", "/", ":", "a", "@", "\u{7F}", "\u{E9}", "\u{0}"])
    func `what is no digit is none at any place of a number`(stranger: String) {
        let number = "4539137335318087"
        for place in 0...16 {
            let text = String(number.prefix(place)) + stranger + String(number.dropFirst(place))
            let holds = ask(text) { luhnHolds($0) }
            #expect(holds == (stranger == " " || stranger == "/"))
        }
    }

    @Test func `an IBAN holds as its definition says, wherever its letters and spaces stand`() {
        var numbers = SeededBytes(seed: 18)
        for turn in 0..<4000 {
            let body =
                turn % 2 == 0
                ? numbers.digits(18)
                : numbers.text(18, of: "0123456789012345678901234567890123456789ABCXYZ")
            let checks = numbers.digits(2)
            var remainder = 0
            for byte in (body + "DE" + checks).utf8 {
                remainder =
                    byte < 0x40
                    ? (remainder * 10 + Int(byte) - 0x30) % 97 : (remainder * 100 + Int(byte) - 55) % 97
            }
            let isIssued = checks != "00" && checks != "01" && checks != "99"
            var text = ""
            for letter in "DE" + checks + body {
                if Int.random(in: 0..<5, using: &numbers) == 0 { text += " " }
                text.append(letter)
            }
            let verdict = ask(text) { ibanVerdict($0) }
            #expect((verdict == .holds) == (isIssued && remainder == 1), "turn \(turn)")
        }
    }

    @Test func `few bytes and sequences are told as by their definitions`() {
        var numbers = SeededBytes(seed: 19)
        for turn in 0..<20_000 {
            // Letters that begin no word of those that stand for a value, nor a digest.
            let alphabet = ["bcb", "bgij", "bgijkoqvwz", "0123456789"][turn % 4]
            var text = Array(numbers.text(Int.random(in: 8...40, using: &numbers), of: alphabet).utf8)
            let stepShare = Int.random(in: 0...10, using: &numbers)
            for index in text.indices.dropFirst()
            where Int.random(in: 0..<10, using: &numbers) < stepShare {
                text[index] = text[index - 1] &+ 1
            }
            let steps = zip(text, text.dropFirst()).count { $1 == $0 &+ 1 }
            let expected = Set(text).count <= 3 || steps >= max(6, text.count / 2 + 1)
            guard text.last != 0x45, text.last != 0x59 else { continue }
            let answer = isPlaceholder(text.span)
            #expect(answer == expected, "turn \(turn)")
        }
    }

    private func ask<Answer>(_ text: String, _ question: (Span<UInt8>) -> Answer) -> Answer {
        let bytes = Array(text.utf8)
        return question(bytes.span)
    }
}

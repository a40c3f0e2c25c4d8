import CorpusMaker
import Testing

@testable import Validation

/// Hardware addresses, whose digits are read many at once, against a reader of one after the other.
@Suite struct HardwareAddressTests {
    /// The number that six pairs of digits write with one kind of joint between them.
    private func naive(_ text: [UInt8]) -> UInt64? {
        guard text.count == 17, ":-.".utf8.contains(text[2]) else { return nil }
        var number: UInt64 = 0
        for (index, byte) in text.enumerated() {
            if index % 3 == 2 {
                if byte != text[2] { return nil }
            } else {
                guard let digit = Character(UnicodeScalar(byte)).hexDigitValue, byte < 0x80 else {
                    return nil
                }
                number = number << 4 | UInt64(digit)
            }
        }
        return number
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `pairs of digits are an address, and nothing else in their place is`(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        let digits = Array("0123456789abcdefABCDEF".utf8)
        var failed = 0
        for _ in 0..<20_000 {
            let joint = numbers.pick(Array(":-.".utf8))
            var text = (0..<17).map { $0 % 3 == 2 ? joint : numbers.pick(digits) }
            if numbers.below(2) == 0 { text[numbers.below(17)] = UInt8(numbers.below(256)) }
            // No group, and nothing that stands for an address.
            text[0] = UInt8(ascii: "4")
            text[1] = UInt8(ascii: "8")
            let expected = naive(text)
            let verdict = macVerdict(text.span)
            if expected == nil { failed += 1 }
            #expect((verdict == .fails) == (expected == nil), "\(text)")
        }
        #expect(failed > 1000)
    }

    @Test(arguments: [
        ("48:2C:AA:8E:8A:A5", Verdict.holds), ("00:00:00:00:00:00", .placeholder),
        ("ff:FF:ff:FF:ff:FF", .placeholder), ("02:42:ac:11:00:02", .placeholder),
        ("00-11-22-33-44-55", .placeholder), ("48:48:48:48:48:48", .placeholder),
        ("48:2C:AA:8E:8A-A5", .fails), ("48:2C:AA:8E:8A:G5", .fails), ("48:2C:AA:8E:8A:A`", .fails),
    ])
    func `every digit counts in its place`(text: String, verdict: Verdict) {
        let value = Array(text.utf8)
        #expect(macVerdict(value.span) == verdict)
    }
}

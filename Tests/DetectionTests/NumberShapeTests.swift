import CorpusMaker
import Testing

@testable import Detection

/// The number that a field's value is.
@Suite struct NumberShapeTests {
    @Test(
        arguments: [
            ("175.7", 175.7), ("-0,5", -0.5), ("+30", 30), ("82 kg", 82), ("22%", 22), ("120/80", nil),
            ("7.", 7), (".5", 0.5),
            ("1.2.3", nil), ("", nil), ("-", nil), ("kg", nil), ("1 kilograms", nil),
            ("123456789012345", 123_456_789_012_345),
            ("000000000000000000000001", 1), ("0000000000000000000000001", nil),
        ] as [(String, Double?)])
    func `a value is a number with a short unit, or none`(text: String, number: Double?) {
        let bytes = Array(text.utf8)
        #expect(readNumber(bytes.span) == number)
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `digits are read as their sum of products`(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<2000 {
            let digits = (0...numbers.next() % 22).map { _ in UInt8(0x30 + numbers.next() % 10) }
            let point = Int(numbers.next() % UInt64(digits.count + 1))
            let text = digits[..<point] + [0x2E] + digits[point...]
            let mantissa = digits.reduce(0.0) { $0 * 10 + Double($1 - 0x30) }
            let scale = (point..<digits.count).reduce(1.0) { scale, _ in scale * 10 }
            let value = Array(text)
            #expect(readNumber(value.span) == mantissa / scale, "\(value), seed \(seed)")
        }
    }
}

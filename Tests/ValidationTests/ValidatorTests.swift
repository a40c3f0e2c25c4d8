import Testing
import Validation

@Suite struct ValidatorTests {
    @Test
    func `every validator has values that pass, and values that fail`() {
        for validator in Validator.allCases {
            let vectors = Vectors.byValidator[validator]
            #expect(vectors != nil, "\(validator.rawValue) has no vectors")
            #expect((vectors?.holds.count ?? 0) + (vectors?.open.count ?? 0) >= 1, "\(validator.rawValue)")
            #expect(vectors?.fails.count ?? 0 >= 3, "\(validator.rawValue)")
            #expect(vectors?.source.isEmpty == false)
        }
    }

    @Test(arguments: Validator.allCases)
    func `each published value gets its verdict`(validator: Validator) throws {
        let vectors = try #require(Vectors.byValidator[validator])
        for (value, expected) in vectors.all {
            let verdict = validator.verdict(on: value)
            #expect(verdict == expected, "\(validator.rawValue) of \(value)")
        }
    }

    @Test(arguments: Validator.allCases)
    func `bytes of any kind and number get a verdict`(validator: Validator) {
        var numbers = SeededBytes(seed: 7)
        for count in 0..<80 {
            for alphabet in ["0123456789", "0123456789abcdefABCDEFxX:.-@+ ()/", "\0\u{7F}é%\\\"="] {
                let text = numbers.text(count, of: alphabet)
                _ = validator.verdict(on: text)
            }
            let bytes = numbers.bytes(count)
            _ = validator.verdict(on: bytes.span, today: testDay)
        }
    }

    @Test
    func `the words of rule files are those of the documentation`() {
        let words = Validator.allCases.map(\.rawValue)
        #expect(Set(words).count == words.count)
        for word in words {
            #expect(word.utf8.allSatisfy { $0 == 0x2D || $0 &- 0x30 < 10 || $0 &- 0x61 < 26 }, "\(word)")
        }
    }
}

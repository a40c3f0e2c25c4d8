internal import Findings
internal import Testing

@Suite struct MaskTests {
    @Test(arguments: [
        ("AKIAIOSFODNN7EXAMPLE", MaskStyle.edges, "AK****LE"),
        ("123456789012", .edges, "12****12"),
        ("12345678901", .edges, "****(11)"),
        ("", .edges, "****(0)"),
        ("über-geheim-é", .edges, "********"),
        ("a\u{1B}[31mlong valu\n", .edges, "a*****u*"),
        ("correct horse!", .whole, "****(14)"),
        ("jane@example.net", .email, "j***@***.net"),
        ("jane@example.co.uk", .email, "j***@***.uk"),
        ("jane@example.photography", .email, "j***@***"),
        ("j@x.io", .email, "j***@***"),
        ("a@", .email, "****@***"),
        ("@example.com", .email, "****@***.com"),
        ("jane@example.n\u{7}t", .email, "j***@***"),
        ("\"j d\"@example.net", .email, "****@***.net"),
        ("jane%40example.com", .email, "ja****om"),
        ("4111 1111 1111 1111", .lastFour, "****1111"),
        ("123-45-6789", .lastFour, "****789"),
        ("12-34-56-78", .lastFour, "****78"),
        ("1234567", .lastFour, "****(7)"),
        ("GB82 WEST 1234 5698 7654 32", .lastFour, "****5432"),
    ])
    func `tells only what the style documents`(value: String, style: MaskStyle, expected: String) {
        #expect(mask(Array(value.utf8).span, style: style) == expected)
    }

    @Test(arguments: MaskStyle.allCases)
    func `is short printable ASCII and never tells five bytes in a row`(style: MaskStyle) {
        var generator = Generator(state: 0x5EE9)
        for round in 0..<3000 {
            let value = generator.value(alphabet: round % 4)
            let text = Array(mask(value.span, style: style).utf8)

            #expect(text.allSatisfy { (0x21...0x7E).contains($0) }, "round \(round)")
            #expect(text.count <= 16, "round \(round)")
            #expect(!sharesRun(of: 5, value, text), "round \(round)")
        }
    }

    @Test(arguments: MaskStyle.allCases)
    func `tells at most four characters and at most 35 percent`(style: MaskStyle) {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
        let digits = Array("98765432".utf8)
        for count in 0...alphabet.count {
            let letters = Array(alphabet.prefix(count))
            let address = letters + Array("@".utf8) + letters + Array(".net".utf8)
            for value in [letters, letters + digits, address] {
                let text = mask(value.span, style: style)
                // A length in parentheses is no part of the value, nor is what makes it an address a secret.
                let told = text.hasPrefix("****(") ? 0 : text.utf8.count { !"*@.".utf8.contains($0) }
                #expect(told <= 4, "\(count) letters")
                #expect(told * 100 <= value.count * 35, "\(count) letters")
            }
        }
    }

    /// Whether `count` bytes in a row of `value` are also in a row in `text`.
    private func sharesRun(of count: Int, _ value: [UInt8], _ text: [UInt8]) -> Bool {
        guard value.count >= count, text.count >= count else { return false }
        for start in 0...value.count - count {
            let run = value[start..<start + count]
            for other in 0...text.count - count where text[other..<other + count].elementsEqual(run) {
                return true
            }
        }
        return false
    }
}

/// SplitMix64: the same values on every machine.
private struct Generator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Up to 40 bytes: of any kind, printable, digits with separators, or like an address.
    mutating func value(alphabet: Int) -> [UInt8] {
        let alphabets = [
            Array(0...255), Array(0x20...0x7E), Array("0123456789 -.".utf8), Array("abcn.e.t@%é".utf8),
        ]
        let bytes = alphabets[alphabet]
        return (0..<Int(next() % 41)).map { _ in bytes[Int(next() % UInt64(bytes.count))] }
    }
}

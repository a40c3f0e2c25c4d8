internal import Reports
internal import Testing

@Suite struct SanitizerTests {
    @Test(arguments: [
        ("logs/app.log", "logs/app.log"),
        ("Grüße 日本語 \u{1F600}.txt", "Grüße 日本語 \u{1F600}.txt"),
        ("\u{1B}[2J\u{1B}]0;title\u{7}", "\\x1b[2J\\x1b]0;title\\x07"),
        ("a\nb\r\tc\0", "a\\nb\\r\\tc\\x00"),
        ("invoice\u{202E}fdp.exe", "invoice\\u{202e}fdp.exe"),
        ("\u{202A}\u{202B}\u{202C}\u{202D}", "\\u{202a}\\u{202b}\\u{202c}\\u{202d}"),
        ("\u{2066}\u{2067}\u{2068}\u{2069}", "\\u{2066}\\u{2067}\\u{2068}\\u{2069}"),
        ("\u{200E}\u{200F}\u{61C}", "\\u{200e}\\u{200f}\\u{61c}"),
        ("\u{7F}\u{80}\u{9B}31m\u{9F}", "\\x7f\\u{80}\\u{9b}31m\\u{9f}"),
        ("a\u{200B}\u{200D}\u{FEFF}\u{AD}b", "a\\u{200b}\\u{200d}\\u{feff}\\u{ad}b"),
        ("\u{2028}\u{2029}\u{E0041}\u{FFFE}", "\\u{2028}\\u{2029}\\u{e0041}\\u{fffe}"),
        ("back\\slash \"quoted\"", "back\\slash \"quoted\""),
    ])
    func `shows what a terminal would obey or hide`(text: String, expected: String) {
        #expect(Sanitizer.visible(text) == expected)
    }

    @Test(
        arguments: [
            ([0x61, 0xFF, 0x62], "a\\xffb"),
            ([0xC0, 0xAF], "\\xc0\\xaf"),  // overlong
            ([0xED, 0xA0, 0x80], "\\xed\\xa0\\x80"),  // a surrogate
            ([0xF4, 0x90, 0x80, 0x80], "\\xf4\\x90\\x80\\x80"),  // beyond U+10FFFF
            ([0xE2, 0x82], "\\xe2\\x82"),  // cut short
            ([0xE2, 0x82, 0x41], "\\xe2\\x82A"),
            ([0x9B, 0x33, 0x31, 0x6D], "\\x9b31m"),  // CSI as a raw C1 byte
            ([0xE2, 0x82, 0xAC], "€"),
            ([0xF0, 0x9F, 0x98, 0x80], "\u{1F600}"),
        ] as [([UInt8], String)])
    func `shows bytes that are no UTF-8 one by one`(bytes: [UInt8], expected: String) {
        #expect(Sanitizer.visible(bytes.span) == expected)
    }

    @Test(arguments: [
        ("abcdef", 6, "abcdef"),
        ("abcdefg", 6, "abcde…"),
        ("日本語", 6, "日本語"),
        ("日本語x", 6, "日本…"),
        ("ab\u{1B}cd", 6, "ab…"),
        ("abcde\u{301}f", 6, "abcde\u{301}f"),
        ("abcdef\u{301}", 6, "abcdef\u{301}"),
        ("abcdef", 1, "…"),
        ("abcdef", 0, ""),
    ])
    func `ends a text that is too long with an ellipsis`(text: String, columnsMax: Int, expected: String) {
        #expect(Sanitizer.visible(text, columnsMax: columnsMax) == expected)
    }

    @Test func `lets no control byte through, whatever the bytes`() {
        for first in UInt8.min...UInt8.max {
            for second in UInt8.min...UInt8.max {
                let text = Sanitizer.visible([first, second].span)
                let hasControl = text.unicodeScalars.contains { scalar in
                    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                }
                #expect(!hasControl, "bytes \(first), \(second)")
            }
        }
    }
}

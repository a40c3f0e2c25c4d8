import Bytes
import Testing

@testable import Detection

/// What an expression says of the byte before its match, and of its first.
@Suite struct GateTests {
    private func text(_ set: ByteSet) -> String {
        String(decoding: (UInt8(0x20)...0x7E).filter { set.contains($0) }, as: UTF8.self)
    }

    @Test(arguments: [
        ("[13][a-z]+", "13"), ("x?[ab]", "abx"), ("(?i)mac", "Mm"), ("mac", "Mm"), ("(?:DE|FR)[0-9]", "DF"),
        (#"(?<![0-9])\+[1-9]"#, "+"), ("(?=[0-4])[2-9]", "01234"),
    ])
    func `the first byte is one that can begin a match`(expression: String, first: String) {
        // PCRE2 may let more through than an expression needs; it never lets less.
        #expect(
            Set(text(Gate(expression).first)).isSuperset(
                of: first.filter { expression != "(?=[0-4])[2-9]" || $0 > "1" }))
        #expect(text(Gate(expression).first).count < 95)
    }

    @Test(arguments: [
        ("(?<=;)a", ";", false), ("(?<=[,;])(?<![;])a", ",", false), (#"(?<=[\-+])a"#, "+-", false),
        ("(?<![^=])a", "=", true),
    ])
    func `look-behinds of one byte tell what may stand before`(
        expression: String, before: String, opens: Bool
    ) {
        #expect(Set(text(Gate(expression).before)) == Set(before))
        #expect(Gate(expression).opensText == opens)
    }

    @Test(arguments: [
        "(?<![a-z])a|b", #"(?<![\w])a"#, "(?:(?<![a-z])|x)a", "(?<![a-z]{2})a", "(?x)(?<![a-z])a # |",
        "(?<![[:alpha:]])a",
        "(?<!.)a", #"(?<!\.)a"#,
    ])
    func `what is not understood lets every byte through`(expression: String) {
        #expect(text(Gate(expression).before).count == 95)
        #expect(Gate(expression).opensText)
    }
}

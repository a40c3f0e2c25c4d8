import Testing

@testable import Records

@Suite struct InnerPathTests {
    /// Documents as the formats write them, between two bytes of another text.
    private static let values: [(text: String, escaping: Escaping)] = [
        (#"{"a":{"b":["c",1,{"d":"e"}]},"f":"{\"g\":[\"h\"]}"}"#, .plain),
        (#"{\"a\":{\"b\":\"it\\\"s\"},\"c\":[\"\\\\\",\"d\"]}"#, Escaping(backslashes: true)),
        (#"{"a":"it''s","b":["''","c"]}"#, Escaping(backslashes: false, doubled: 0x27)),
        (#"{""a"":""b"",""c"":[""d \"" e"",""f""]}"#, Escaping(backslashes: false, doubled: 0x22)),
        ("{&quot;a&quot;:&quot;b &amp; &lt;c&quot;,&quot;d&quot;:[&quot;e&apos;&quot;]}", .xml),
        (#"["a",{"b":"c"}] "d": {"e""#, .plain),
    ]

    private func told(_ path: InnerPath?) -> String { path.map { "\($0.hash) \($0.text)" } ?? "none" }

    @Test(arguments: values.indices, [1, 2, 3, 7])
    func `a value that is read on tells what one that is read anew does`(number: Int, step: Int) {
        let (text, escaping) = Self.values[number]
        let bytes = Array(("(" + text + ",'x')").utf8)
        var value = InnerPath.Value()
        var paths: Set<String> = []
        for offset in stride(from: 1, through: bytes.count, by: step) {
            var anew = InnerPath.Value()
            let expected = told(anew.path(bytes.span, from: 1, escaping, at: offset))
            #expect(told(value.path(bytes.span, from: 1, escaping, at: offset)) == expected, "at \(offset)")
            paths.insert(expected)
        }
        if step == 1 { #expect(paths.count > 2) }
    }

    @Test
    func `another value, or a byte before the last, is read anew`() {
        let bytes = Array(#"{"index":{"_index":"users"}} {"a":{"b":"c"}} {"d":"e"}"#.utf8)
        var value = InnerPath.Value()
        for (start, offset) in [(0, 20), (29, 41), (29, 35), (46, 52), (0, 20)] {
            var anew = InnerPath.Value()
            let expected = told(anew.path(bytes.span, from: start, .plain, at: offset))
            #expect(told(value.path(bytes.span, from: start, .plain, at: offset)) == expected)
        }
    }
}

import Detection
import Findings
import Rules
import Testing
import Validation

/// Values behind percent, JSON and HTML escapes and base64: what they say, and where they stand in the bytes.
@Suite struct EncodedValueTests {
    private static let yaml = #"""
        rules:
          - id: contact.mail
            title: Mail
            severity: low
            expression: '(?<![a-z0-9])[a-z0-9]{1,16}@quillmoor\.net(?![a-z])'
            shapes: [at]
            lead: {bytes: 'a-z0-9', max: 16}
            examples: {match: [a@quillmoor.net, b@quillmoor.net], ignore: [a, b]}
          - id: identity.note
            title: Note
            severity: low
            fields: {names: [note], value: {expression: '(?s).{1,60}'}}
            examples: {match: [note=a, note=b], ignore: [a, b]}
        """#

    private func seen(_ text: String) throws -> [Seen] {
        let rules = try CompiledRules(RuleSet(parseRuleFile(yaml: Self.yaml).rules))
        let detector = try Detector(rules, today: CivilDate(year: 2026, month: 11, day: 23))
        return detector.seen(in: Array(text.utf8), rules)
    }

    /// A field, its value as it stands in the text, and as it reads.
    @Test(arguments: [
        (#"note=plain42 x"#, "plain42", "plain42"),
        (#"note=a%40b&c=d"#, "a%40b", "a@b"),
        (#"note=%E2%82%AC5"#, "%E2%82%AC5", "€5"),
        (#"note=a%4"#, "a%4", "a%4"),
        (#"note=a%zzb"#, "a%zzb", "a%zzb"),
        (#"note=100%"#, "100%", "100%"),
        // One level: what comes out is not read again.
        (#"note=a%2540b"#, "a%2540b", "a%40b"),
        (#"{"note":"a\u0040b"}"#, #"a\u0040b"#, "a@b"),
        (#"{"note":"\u20ac5"}"#, #"\u20ac5"#, "€5"),
        (#"{"note":"a\/b\\c\"d\te"}"#, #"a\/b\\c\"d\te"#, "a/b\\c\"d\te"),
        (#"{"note":"a\u00zzb"}"#, #"a\u00zzb"#, #"a\u00zzb"#),
        (#"{"note":"a\u004"}"#, #"a\u004"#, #"a\u004"#),
        // Half of a pair is no character.
        (#"{"note":"a\ud83db"}"#, #"a\ud83db"#, "a\u{FFFD}b"),
        (#"{"note":"a\qb"}"#, #"a\qb"#, #"a\qb"#),
        (#"{"note":"a&#64;b"}"#, "a&#64;b", "a@b"),
        (#"{"note":"a&#x40;b&#X40;"}"#, "a&#x40;b&#X40;", "a@b@"),
        (#"{"note":"a&commat;b"}"#, "a&commat;b", "a@b"),
        (#"{"note":"&lt;a&gt; &amp; &quot;b&apos;"}"#, "&lt;a&gt; &amp; &quot;b&apos;", "<a> & \"b'"),
        (#"{"note":"a&bogus;b"}"#, "a&bogus;b", "a&bogus;b"),
        (#"{"note":"a&#;b &#x; &;"}"#, "a&#;b &#x; &;", "a&#;b &#x; &;"),
        (#"{"note":"a & b; c"}"#, "a & b; c", "a & b; c"),
        (#"<note>a&#64;b</note>"#, "a&#64;b", "a@b"),
    ])
    func `a field's value is read through its escapes once`(text: String, raw: String, value: String) throws {
        let notes = try seen(text).filter { $0.rule.text == "identity.note" }
        try #require(notes.count == 1)
        #expect(notes[0].value == value)
        #expect(notes[0].name == "note")
        #expect(Array(text.utf8)[notes[0].range].elementsEqual(raw.utf8))
        #expect(notes[0].reasons.contains(.decoded) == (raw != value))
    }

    /// A text, and the part of it that hides `jane@quillmoor.net`.
    @Test(arguments: [
        ("GET /u?m=jane%40quillmoor.net&y=1", "jane%40quillmoor.net"),
        ("GET /u?m=ja%6Ee%40quillmoor%2Enet&y=1", "ja%6Ee%40quillmoor%2Enet"),
        ("GET /u?m=jane%2540quillmoor.net&y=1", "jane%2540quillmoor.net"),
        ("GET /u?to=http%3A%2F%2Fh%2F%3Fm%3Djane%40quillmoor.net", "jane%40quillmoor.net"),
        (#"{"m":"jane\u0040quillmoor.net"}"#, #"jane\u0040quillmoor.net"#),
        (#"{"m":"{\"n\":\"jane\u0040quillmoor.net\"}"}"#, #"jane\u0040quillmoor.net"#),
        ("<a href=mailto:jane&#64;quillmoor.net>", "jane&#64;quillmoor.net"),
        ("<a href=mailto:jane&#x40;quillmoor.net>", "jane&#x40;quillmoor.net"),
        ("<a href=mailto:jane&commat;quillmoor.net>", "jane&commat;quillmoor.net"),
        ("VALUES (1,0x6A616E65407175696C6C6D6F6F722E6E6574,2)", "6A616E65407175696C6C6D6F6F722E6E6574"),
        (#"1\t\\x6a616e65407175696c6c6d6f6f722e6e6574\t2"#, "6a616e65407175696c6c6d6f6f722e6e6574"),
        ("VALUES(X'6a616e65407175696c6c6d6f6f722e6e6574')", "6a616e65407175696c6c6d6f6f722e6e6574"),
        ("0x7B226D223A226A616E65407175696C6C6D6F6F722E6E6574227D", "6A616E65407175696C6C6D6F6F722E6E6574"),
        ("0x6A616E65407175696C6C6D6F6F722E6E657420FF00AA zz", "6A616E65407175696C6C6D6F6F722E6E6574"),
        // Not printable at first, too few, an odd digit, and no mark before it.
        ("0x6A616EFF6A616E65407175696C6C6D6F6F722E6E6574", ""),
        ("0x6A616E6540717569", ""), ("6A616E65407175696C6C6D6F6F722E6E6574", ""),
        // Escapes of two kinds in each other.
        ("GET /u?m=jane%26%2364%3B%40", ""),
        ("GET /u?m=jane%2526commat%253Bquillmoor.net", ""),
        ("x jane%40quillmoor.netx", ""),
        ("x jane%4quillmoor.net", ""),
    ])
    func `a value that an escape hides is found at its escaped bytes`(text: String, raw: String) throws {
        let mails = try seen(text).filter { $0.rule.text == "contact.mail" }
        if raw.isEmpty {
            #expect(mails == [])
            return
        }
        try #require(mails.count == 1)
        #expect(mails[0].value == "jane@quillmoor.net")
        #expect(Array(text.utf8)[mails[0].range].elementsEqual(raw.utf8))
        #expect(mails[0].reasons.contains(.decoded))
    }

    @Test(arguments: 0...40)
    func `a value in base64 is found at the characters that hold it`(before: Int) throws {
        // The value begins at each place of a group of four characters.
        let plain =
            String(repeating: "Log in, ", count: 5).prefix(before) + " jane@quillmoor.net said Hello World 42"
        let encoded = base64(Array(plain.utf8))
        let text = "payload " + encoded + " end"
        let mails = try seen(text).filter { $0.rule.text == "contact.mail" }
        try #require(mails.count == 1)
        #expect(mails[0].value == "jane@quillmoor.net")
        // Each decoded byte ends within the character that completes it.
        let first = 8 + ((before + 1) * 8 + 7) / 6
        #expect(mails[0].range.lowerBound == first)
        #expect(mails[0].range.upperBound == 8 + ((before + 19) * 8 + 7) / 6)
    }

    @Test
    func `an escape elsewhere in the text finds a plain value no second time`() throws {
        for text in [
            "jane@quillmoor.net%40", "m=%22jane@quillmoor.net,%40", #"{"m":"jane@quillmoor.net\u0040"}"#,
        ] {
            let mails = try seen(text).filter { $0.rule.text == "contact.mail" }
            #expect(mails.count <= 1, "\(text)")
            #expect(mails.allSatisfy { !$0.reasons.contains(.decoded) })
        }
        #expect(try seen("m=x%20y jane@quillmoor.net").map(\.value) == ["jane@quillmoor.net"])
    }

    private func base64(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var output: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = Array(bytes[start..<min(bytes.count, start + 3)])
            let word = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for index in 0...group.count { output.append(alphabet[word >> (18 - 6 * index) & 63]) }
            for _ in group.count..<3 { output.append(0x3D) }
        }
        return String(decoding: output, as: UTF8.self)
    }
}

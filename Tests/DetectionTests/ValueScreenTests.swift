import Bytes
import CorpusMaker
import RuleBook
import Rules
import Testing

@testable import Detection

/// What a value's bytes tell of an expression, against PCRE2.
@Suite struct ValueScreenTests {
    /// The expressions of the book's values.
    private static let ofBook: [String] = RuleBook.load().rules.compactMap { rule in
        if case .expression(let source)? = rule.fields?.value { source } else { nil }
    }

    /// One for each thing that is read.
    private static let others = [
        "[a-c]{2,4}", "[A-Z][A-Za-z]{1,8}", "[a-z]+", "[a-z]*+", "[0-9]{3}", "[0-9]{3,}?", "a{2}b?",
        "(?i)[a-f]{4}",
        "(?i:ab|cd)x", "(?!ab)[a-d]{2,6}", "(?!ab$)[a-d]{2,6}", "(?!(?i:ab|cd)$|x)[A-Za-x]{2,6}",
        "(?!.*::)[:a-z]{2,9}", "(?!.*[:].*[.])[:.a-z]{2,9}", "(?=.*[0-9])[a-z0-9]{2,9}",
        "(?=.*[0-9])(?=.*[a-z])(?![0-9]+$)[a-z0-9]{2,9}", "(?!a?b)[a-d]{1,5}", "(?!a*$)[a-d]{1,5}",
        "(?!(?:ab)?)[a-d]{1,5}", "(?!)[a-d]{1,5}", "(?!|ab)[a-d]{1,5}", "(?!a{0}b)[a-d]{1,5}",
        "(?=.*a)[^x]{1,5}",
        "(?!ab$)[^x]{1,5}", "(?!(?!a)b)[a-d]{1,5}", "ab|cd|", "(?:ab|c)+d", "(?:ab){2,3}(?:c{0,2}|d)",
        #"\.[\-.]{1,3}"#,
        #"[\x41-\x43\]]{1,4}"#, "[]a]{1,3}", "[^]a]{1,3}", "[A-Z][a-c]{1,3}", "é{1,3}", "[é-]{1,4}", ".{2,5}",
        "(?i)é[É]?", "(?i:a)b", "(?=a)[a-d]{1,5}", "(?=.*a$)[a-d]{1,5}", "(?!.+b)[a-d]{1,5}",
        "(?!.{2}b)[a-d]{1,5}",
        "x{0}[a-c]{2}", "(?=.{2,4}$)[a-d]+",
    ]

    /// What is written in a way that nobody reads, or means something else than it seems to.
    private static let unread = [
        "(a)b", #"\d+"#, #"[\d]+"#, #"\bab"#, "^ab", "(?<!a)b", "(?>ab)", "(?x)a b", #"\Qab\E"#, "a{,2}",
        "a{x}", "[[:alpha:]]",
        #"\x41"#, #"[\x4]"#, #"[\x{41}]"#, "(?i)[^a]", "(?-i:a)", "a(?i)b", "$*", "(?=a)*b", "a**", #"a\"#,
        String(repeating: "(?:", count: 40) + "a" + String(repeating: ")", count: 40),
    ]

    /// What values are made of.
    private static let pieces = [
        "a", "b", "c", "d", "x", "ab", "cd", "AB", "Cd", "A", "Z", "0", "7", "12", "2026", ".", "-", "_", ":",
        "::", " ", "/",
        "]", "é", "É", "\n", "\u{0}", "\u{7F}", "root", "Admin", "linksys", "default", "wlan0", "Unknown",
        "not connected",
        "<unknown ssid>", "Kitchen", "Front Door", "eyJ", "hanna_ss7866", "WYZE_CAKP2JFUS", "deadbeef",
        "2C:AA:8E", "AKL",
        "DE40", "WDC", "+49", "#", "$", "~", "=", "{", "'", "\\",
    ].map { Array($0.utf8) }

    private static func value(_ numbers: inout SeededNumbers, from source: [UInt8]) -> [UInt8] {
        var value: [UInt8] = []
        for _ in 0...numbers.next() % 4 {
            // The expression's own text holds the words that it asks for.
            if !source.isEmpty, numbers.next() % 4 == 0 {
                let start = Int(numbers.next() % UInt64(source.count))
                value += source[start...].prefix(Int(numbers.next() % 9))
            } else {
                let piece = pieces[Int(numbers.next() % UInt64(pieces.count))]
                for _ in 0...(numbers.next() % 8 == 0 ? numbers.next() % 20 : 0) { value += piece }
            }
        }
        return value
    }

    /// How many values of each answer a screen gives; records where the answer is not that of PCRE2.
    private func compare(_ source: String, seed: UInt64, values: Int) throws -> (matches: Int, fails: Int) {
        guard let screen = ValueScreen(source) else { return (0, 0) }
        defer { screen.free() }
        let expression = try Expression(source, matchesWholeSubject: true)
        defer { expression.free() }
        let scratch = try ExpressionScratch()
        var numbers = SeededNumbers(seed: seed)
        var (matches, fails) = (0, 0)
        for _ in 0..<values {
            let value = Self.value(&numbers, from: Array(source.utf8))
            if value.isEmpty { continue }
            let answer = screen.answer(value.span)
            if answer == .unknown { continue }
            let outcome = expression.match(value.span, floor: 0, start: 0, end: value.count, scratch: scratch)
            var isMatch = false
            if case .match = outcome { isMatch = true }
            #expect((answer == .matches) == isMatch, "\(source) on \(value), seed \(seed)")
            if answer == .matches { matches += 1 } else { fails += 1 }
        }
        return (matches, fails)
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `what is told of a value is what PCRE2 says`(seed: UInt64) throws {
        for source in Self.ofBook + Self.others { _ = try compare(source, seed: seed, values: 1500) }
    }

    @Test(arguments: [
        "[a-c]{2,4}", "(?!ab)[a-d]{2,6}", "(?!ab$)[a-d]{2,6}", "(?=.*[0-9])[a-z0-9]{2,9}",
        "(?!.*::)[:a-z]{2,9}",
        "[A-Z][A-Za-z]{1,8}",
    ])
    func `an expression that is one run of bytes is told both ways`(source: String) throws {
        let told = try compare(source, seed: 1, values: 20_000)
        #expect(told.matches > 10 && told.fails > 10, "\(told)")
    }

    @Test(arguments: [
        ("Account", "(?!(?i:root|admin|postgres", "hanna_ss7866"),
        ("Camera", "(?!(?i:default|camera", "Priya Attic"),
        ("Network", "(?!(?i:linksys|netgear", "Harrowgate 815"),
        (
            "Token", #"(?!eyJ[A-Za-z0-9_-]{8,1024}\.eyJ)[!-~]"#,
            "Atzr|IwEBI7irMlNhrCZ7cNGY4Rh6Zax4EnRKXPl1FzjV0D"
        ),
    ])
    func `the commonest expressions of the book need no PCRE2`(name: String, head: String, value: String)
        throws
    {
        let source = try #require(Self.ofBook.first { $0.hasPrefix(head) }, "\(name)")
        let screen = try #require(ValueScreen(source))
        defer { screen.free() }
        let bytes = Array(value.utf8)
        #expect(screen.answer(bytes.span) == .matches)
    }

    @Test(arguments: unread)
    func `what is written otherwise is left to PCRE2`(source: String) {
        #expect(ValueScreen(source) == nil)
    }
}

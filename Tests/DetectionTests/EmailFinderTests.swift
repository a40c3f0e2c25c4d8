import CorpusMaker
import Findings
import RuleBook
import Rules
import Testing
import Validation

@testable import Detection

/// The finder against PCRE2 with the expression that it stands for.
@Suite struct EmailFinderTests {
    private static let today = CivilDate(year: 2026, month: 11, day: 23)

    /// What addresses are made of, and what ends them.
    private static let pieces = [
        "a", "Z", "7", "_", "%", "+", "-", ".", "@", "..", "--", "mail", "x.y", "org", "png", "example",
        "localhost", "co", "uk", "c9",
        "xn--", "XN--",
        "xn--p1ai", "\\", "\\n", "\\t", "\\x09", "\\x0", "\\012", "\\01", "\\\\r", "é", "\u{00FF}", " ", "\n",
        ":", ":8", ":/",
        ":x", ":~", ": ", "\"", "'", ",", "/", ">",
        "a@b.net",
        String(repeating: "l", count: 62), String(repeating: "d", count: 64), "a.b.c.d.e.f.g.h.i.j",
    ].map { Array($0.utf8) }

    /// The book's rule for addresses, and the same with an expression that the finder does not know.
    private static let rules = Result { () throws -> (own: CompiledRules, plain: CompiledRules) in
        let rule = try #require(RuleBook.load().rules.first { $0.id.text == "contact.email" })
        var other = rule
        other.pattern?.expression = "(?:" + (rule.pattern?.expression ?? "") + ")"
        return (try CompiledRules(RuleSet([rule])), try CompiledRules(RuleSet([other])))
    }

    @Test
    func `the book's rule is the one that the finder serves`() throws {
        let (own, plain) = try Self.rules.get()
        #expect(own.candidates.map(\.findsEmail) == [true])
        #expect(plain.candidates.map(\.findsEmail) == [false])
    }

    @Test(arguments: 1...12)
    func `the finder finds what the expression finds`(seed: UInt64) throws {
        let (own, plain) = try Self.rules.get()
        var numbers = SeededNumbers(seed: seed)
        var text: [UInt8] = []
        while text.count < 100_000 {
            text += Self.pieces[Int(numbers.next() % UInt64(Self.pieces.count))]
        }
        let found = try Detector(own, today: Self.today).seen(in: text, own)
        let expected = try Detector(plain, today: Self.today).seen(in: text, plain)
        #expect(!expected.isEmpty)
        // Only what differs: a text holds hundreds.
        let differing = Set(found.map(\.description)).symmetricDifference(expected.map(\.description))
        #expect(differing.isEmpty)
    }
}

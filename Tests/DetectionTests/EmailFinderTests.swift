import Findings
import RuleBook
import Rules
import Testing

@testable import Detection

/// The finder against PCRE2 with the expression that it stands for.
@Suite struct EmailFinderTests {
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

    /// The book's rule for addresses.
    private static let rules = Result {
        try PlainExpressions(RuleBook.load().rules.filter { $0.id.text == "contact.email" })
    }

    @Test
    func `the book's rule is the one that the finder serves`() throws {
        let rules = try Self.rules.get()
        #expect(rules.own.candidates.map(\.findsEmail) == [true])
        #expect(rules.plain.candidates.map(\.findsEmail) == [false])
    }

    @Test(arguments: 1...12)
    func `the finder finds what the expression finds`(seed: UInt64) throws {
        let (rules, differing) = try Self.rules.get().compare(Self.pieces, seed: seed)
        #expect(!rules.isEmpty)
        #expect(differing.isEmpty)
    }
}

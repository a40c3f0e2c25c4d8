import Findings
import RuleBook
import Rules
import Testing

@testable import Detection

/// The kernel's first paths against PCRE2 with the expressions that they stand for.
@Suite struct KnownExpressionTests {
    private static let served = [
        "contact.phone", "credential.lwa-access-token",
        "credential.lwa-refresh-token", "device.mac", "financial.iban", "financial.pan", "identity.us-ssn",
        "network.ipv4-public",
    ]

    /// What the values are made of, and what stands around them.
    private static let pieces = [
        "2C:AA:8E:C5:8A:A5", "2c-aa-8e-c5-8a-a5", "2C:AA", ":8E:", ":A5", "-a5", "635-46-6448", "635 46 6448",
        "635-46-", "6448", "4539150059037627", "4539 1500 5903 7627", "4539-1500-5903-7627",
        "371449635398431",
        "3714 496353 98431", "4539150", "059037627", "DE40755121084510079562", "DE40 7551 2108 4510 0795 62",
        "GB33BUKB20201555555555", "DE4", "7551", " 2108", "0795 6", "+49 30 23125 770", "+4930231257",
        "+1 (212) 736-0244", "+20 1999 12 01 7 ", "+202611230712345", "+", "49", "30 ", "Atza|", "Atzr|",
        "Atna|", "Atnr|",
        "Atza%7C", "IwEBIOSepFzwKYC_tppNp8qKV20u07irMlNhrCZ7cNGY4Rh6Zax4EnRKXPl1FzjV0D_8f",
        "qKV20u07irMlNhrCZ7cNGY4Rh6Zax4EnRKXPl1FzjV0D_8fIwEBIOSepFzwK", "IwEBIOSepFzwKYC_tppNp8qKV", "%2B",
        "%", "81.2.69.142", "10.1.2.3", "127.0", ".0.1", "192.168.", "172.", "172.3", "16.", "31", "255",
        "1234",
        "\\/", "\\n", "...", ".", "=", "~", "-", ":", " ", "  ", "(", ")", "\n", ",", "'", "\"", "x", "Q",
        "7", "\u{00FF}",
    ].map { Array($0.utf8) }

    /// The rules that are served, without the checks that would drop most of what is found.
    private static let rules = Result {
        try PlainExpressions(
            RuleBook.load().rules.filter { served.contains($0.id.text) }.map { rule in
                var rule = rule
                rule.validator = nil
                rule.fields = nil
                rule.context = nil
                return rule
            })
    }

    @Test
    func `the book's rules are those that the kernel serves`() throws {
        let rules = try Self.rules.get()
        #expect(rules.own.rules.map(\.id.text) == Self.served)
        #expect(rules.own.candidates.allSatisfy { $0.known != nil })
        #expect(rules.plain.candidates.allSatisfy { $0.known == nil })
    }

    @Test(arguments: 1...12)
    func `the kernel matches what the expressions match`(seed: UInt64) throws {
        let (rules, differing) = try Self.rules.get().compare(Self.pieces, seed: seed)
        #expect(rules.count >= Self.served.count - 2)
        #expect(differing.isEmpty)
    }
}

import Foundation
import Testing
import Validation

@Suite struct EntropyTests {
    private func entropy(_ text: String) -> Double {
        let bytes = Array(text.utf8)
        return shannonEntropy(of: bytes.span)
    }

    @Test(arguments: [
        ("", 0), ("a", 0), ("aaaaaaaa", 0), ("ab", 1), ("aabb", 1), ("abcd", 2), ("0123456789abcdef", 4),
        ("aab", 0.918_295_834_054_489_6),
    ])
    func `bits a byte are those of the definition`(text: String, bits: Double) {
        #expect(abs(entropy(text) - bits) < 1e-9)
    }

    /// Measured values that lie above fixed thresholds though they are no secrets.
    @Test(arguments: [
        ("com.example.service.internal.UserAccountController", 3.963_5),
        ("/var/log/elasticsearch/production-cluster", 3.978_8),
        ("application/vnd.elasticsearch+json", 3.998_7),
        ("getUserAuthenticationTokenFromSession", 3.936_0), ("Summer2024!", 3.095_8),
    ])
    func `names of programs are as varied as secrets`(text: String, bits: Double) {
        #expect(abs(entropy(text) - bits) < 1e-4)
    }

    @Test
    func `the sum over counts equals the textbook's formula`() {
        var numbers = SeededBytes(seed: 9)
        for count in [1, 7, 31, 32, 33, 64, 255, 1000, 20_000] {
            for alphabet in ["a", "ab", "0123456789", "abcdefghijklmnopqrstuvwxyz0123456789+/=-_"] {
                let text = numbers.text(count, of: alphabet)
                var counts: [UInt8: Double] = [:]
                for byte in text.utf8 { counts[byte, default: 0] += 1 }
                let expected = -counts.values.reduce(0) { $0 + $1 / Double(count) * log2($1 / Double(count)) }
                #expect(abs(entropy(text) - expected) < 1e-6, "\(count) of \(alphabet)")
            }
        }
    }

    static let alphabets: [(EntropyAlphabet, String)] = [
        (.digits, "0123456789"), (.hex, "0123456789abcdef"), (.base32, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
        (.base36, "abcdefghijklmnopqrstuvwxyz0123456789"),
        (.base62, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"),
        (.base64, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"),
    ]

    @Test(arguments: alphabets)
    func `the floor loses at most one random value in a hundred`(alphabet: EntropyAlphabet, letters: String) {
        var numbers = SeededBytes(seed: 10)
        let characters = Array(letters.utf8)
        for count in [8, 10, 12, 16, 20, 22, 24, 28, 32, 36, 40, 48, 64, 90] {
            var lost = 0
            for _ in 0..<1000 {
                let value = (0..<count).map { _ in
                    characters[Int.random(in: characters.indices, using: &numbers)]
                }
                if !alphabet.admits(value.span) { lost += 1 }
            }
            #expect(lost <= 15, "\(alphabet) of \(count): \(lost) of 1000")
        }
    }

    @Test(arguments: [
        (EntropyAlphabet.digits, "12a456789"), (.hex, "4f2a9c1bg"), (.base32, "ABCDEFGH1"),
        (.base36, "a1b2c3d4_"),
        (.base62, "a1B2c3D4+"), (.base64, "a1B2c3D4 "), (.digits, "1837465"), (.hex, "4f2a9c1"),
        (.digits, "1111111111111111"), (.hex, "aaaabbbbaaaabbbb"), (.base64, "abababababababababab"),
    ])
    func `a strange byte, a short value and a dull one are refused`(alphabet: EntropyAlphabet, text: String) {
        let bytes = Array(text.utf8)
        let isAdmitted = alphabet.admits(bytes.span)
        #expect(!isAdmitted)
    }
}

import Crypto
import Findings
import Foundation
import Ledger
import Testing

@Suite struct FingerprintTests {
    /// Values of 11, 48, 85, … under the key 00 01 … 0f, by the definition, with Python's whole numbers.
    @Test(
        arguments: [
            (0, 0x5E74_8EB4_82E0_E709), (1, 0xD074_460A_9514_314E), (2, 0xEE8A_ACDE_A880_B05B),
            (7, 0xC8AD_0113_8D88_FA95), (8, 0x5F7F_C8F3_5A96_1BBB), (9, 0x3149_C2BA_4E6E_0A5E),
            (15, 0x42E0_959A_AA81_2C8B), (16, 0x7930_6F61_D35A_6842), (17, 0xC2B3_6A76_2305_0D21),
            (31, 0x6632_D300_D5B5_6F00), (32, 0x2E91_3924_F75F_E338), (33, 0xF820_B6C0_9FD6_301F),
            (48, 0x263C_D826_5411_915D), (49, 0x86E6_B30A_FBB8_C4F3), (63, 0xB5DD_FEBA_709B_5654),
        ] as [(Int, UInt64)])
    func `a keyed hash is that of its definition`(count: Int, expected: UInt64) {
        let key = HashKey(low: 0x0706_0504_0302_0100, high: 0x0F0E_0D0C_0B0A_0908)
        let value = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) }
        let hash = keyedHash(of: value.span, key: key)
        #expect(hash == expected)
    }

    @Test
    func `numbers that follow each other have hashes whose every bit is set as often as not`() {
        let key = FingerprintKey.random().hashKey
        let count = 20_000
        var set = [Int](repeating: 0, count: 64)
        var hashes: Set<UInt64> = []
        for number in 0..<count {
            let value = Array("+49 30 23125 \(100_000 + number)".utf8)
            let hash = keyedHash(of: value.span, key: key)
            hashes.insert(hash)
            for bit in 0..<64 where hash >> UInt64(bit) & 1 == 1 { set[bit] += 1 }
        }
        #expect(hashes.count == count)
        // Seven standard deviations of a fair coin, 71 of 10 000: once in 10^10 runs of 64 bits.
        let farthest = set.map { abs($0 - count / 2) }.max()
        #expect(farthest ?? count < 500)
    }

    /// Computed with Python's `hmac` and `hashlib`, whose HKDF gave the vectors of RFC 5869 and HMAC those of RFC 4231.
    @Test(
        arguments: [
            (32, "", "f45fc5c6196ea67e61769ae2855f7547", 0x6160_1097_3F20_63CE),
            (32, "Hi There", "2805d9d1cedc260e32ae9d447b36e620", 0x5B43_D1B2_EF93_F83E),
            (32, "what do ya want for nothing?", "9299e4f19b758e6397d0e9aecc8fd938", 0xC0F8_1728_9767_AE33),
            (
                32, String(repeating: "x", count: 131), "255c26c93ebafcd4a7be3d3c98acd12e",
                0x9567_E165_E276_8A1D
            ),
            (64, "", "30c6716d9b576f8e57f01f513b4e2ea6", 0xB0FA_AD26_CEB8_F5BA),
            (64, "Hi There", "4e657586c8ab03f06c1cff756fdfcdea", 0xD2EC_CDBD_7E5A_316B),
            (
                64, String(repeating: "x", count: 131), "c1d0633e83ec331a13a606795a3bb2bf",
                0x3A2A_71F4_C9D1_DD30
            ),
        ] as [(Int, String, String, UInt64)])
    func `a fingerprint is HMAC-SHA-256 under the derived key`(
        secretCount: Int, value: String, fingerprint: String, hash: UInt64
    ) {
        let key = FingerprintKey(secret: (0..<secretCount).map { UInt8($0) })
        let bytes = Array(value.utf8)
        let printed = key.fingerprint(of: bytes.span)
        #expect(printed == fingerprint)
        let hashed = keyedHash(of: bytes.span, key: key.hashKey)
        #expect(hashed == hash)
    }

    @Test
    func `any value's fingerprint is that of the library`() {
        let secret = (0..<32).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        let key = FingerprintKey(secret: secret)
        let derived = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: secret), info: Array("seep fingerprint 1".utf8),
            outputByteCount: 32)
        for count in 0..<200 {
            let value = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ count) }
            let code = HMAC<SHA256>.authenticationCode(for: value, using: derived)
            let expected = code.prefix(16).map { byte in
                let text = String(byte, radix: 16)
                return text.count == 1 ? "0" + text : text
            }.joined()
            let printed = key.fingerprint(of: value.span)
            #expect(printed == expected)
        }
    }

    @Test
    func `two runs without a key file have different keys`() {
        let value = Array("j.roe@quillmoor.net".utf8)
        let prints = (0..<20).map { _ in FingerprintKey.random().fingerprint(of: value.span) }
        #expect(Set(prints).count == 20)
        #expect(prints.allSatisfy { $0.utf8.count == 32 })
    }

    @Test
    func `a secret shorter than its hash is refused`() async {
        await #expect(processExitsWith: .failure) {
            _ = FingerprintKey(secret: [UInt8](repeating: 1, count: 31))
        }
    }
}

import Crypto
import Findings
import Foundation
import Ledger
import Testing

@Suite struct FingerprintTests {
    /// SipHash-1-3 of 0, 1, 2, … under the key 00 01 … 0f: the reference implementation with one and three rounds.
    @Test(
        arguments: [
            (0, 0xABAC_0158_050F_C4DC), (1, 0xC9F4_9BF3_7D57_CA93), (2, 0x82CB_9B02_4DC7_D44D),
            (3, 0x8BF8_0AB8_E7DD_F7FB), (4, 0xCF75_5760_88D3_8328), (5, 0xDEF9_D52F_4953_3B67),
            (6, 0xC50D_2B50_C59F_22A7), (7, 0xD392_7D98_9BB1_1140), (8, 0x3690_9511_8D29_9A8E),
            (9, 0x25A4_8EB3_6C06_3DE4), (10, 0x79DE_85EE_92FF_097F), (11, 0x70C1_18C1_F94D_C352),
            (12, 0x78A3_84B1_57B4_D9A2), (13, 0x306F_760C_1229_FFA7), (14, 0x605A_A111_C0F9_5D34),
            (15, 0xD320_D86D_2A51_9956), (16, 0xCC4F_DD1A_7D90_8B66), (17, 0x9CF2_6890_63DB_D80C),
            (23, 0x525A_0E7F_DAE6_C123), (24, 0xF464_AEB2_6734_9C8C), (31, 0x2370_DD1F_8C21_D1BC),
            (32, 0x8115_7B6C_16A7_B60D), (63, 0x9D19_9062_B7BB_B3A8),
        ] as [(Int, UInt64)])
    func `value hashes are SipHash-1-3`(count: Int, expected: UInt64) {
        let key = HashKey(low: 0x0706_0504_0302_0100, high: 0x0F0E_0D0C_0B0A_0908)
        let value = (0..<count).map { UInt8($0) }
        let hash = valueHash(of: value.span, key: key)
        #expect(hash == expected)
    }

    /// Computed with Python's `hmac` and `hashlib`, whose HKDF gave the vectors of RFC 5869 and HMAC those of RFC 4231.
    @Test(
        arguments: [
            (32, "", "f45fc5c6196ea67e61769ae2855f7547", 0xCC36_9567_1BC2_382D),
            (32, "Hi There", "2805d9d1cedc260e32ae9d447b36e620", 0x01A0_6F95_5E20_6A7A),
            (32, "what do ya want for nothing?", "9299e4f19b758e6397d0e9aecc8fd938", 0xB862_BF36_6394_D3F5),
            (
                32, String(repeating: "x", count: 131), "255c26c93ebafcd4a7be3d3c98acd12e",
                0xE887_968B_0BC9_01EE
            ),
            (64, "", "30c6716d9b576f8e57f01f513b4e2ea6", 0xC3B8_CA4D_26E9_369D),
            (64, "Hi There", "4e657586c8ab03f06c1cff756fdfcdea", 0xD1E4_024C_4D2B_F7FA),
            (
                64, String(repeating: "x", count: 131), "c1d0633e83ec331a13a606795a3bb2bf",
                0xB2A1_F1C7_77F2_D4F4
            ),
        ] as [(Int, String, String, UInt64)])
    func `a fingerprint is HMAC-SHA-256 under the derived key`(
        secretCount: Int, value: String, fingerprint: String, hash: UInt64
    ) {
        let key = FingerprintKey(secret: (0..<secretCount).map { UInt8($0) })
        let bytes = Array(value.utf8)
        let printed = key.fingerprint(of: bytes.span)
        #expect(printed == fingerprint)
        let hashed = valueHash(of: bytes.span, key: key.hashKey)
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

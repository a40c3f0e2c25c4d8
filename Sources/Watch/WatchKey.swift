private import Crypto
private import Foundation
internal import Inputs

/// The key of everything that a watch keeps or tells of the bytes it reads: 128 bits of HMAC-SHA-256 (RFC 2104), from
/// which nobody without the key can tell, or try out, what the bytes were.
package struct WatchKey: Sendable {
    /// 128 bits of a hash.
    package struct Hash: Hashable, Sendable {
        package var high: UInt64
        package var low: UInt64

        static let none = Hash(high: 0, low: 0)

        /// 32 hex digits.
        var text: String { Self.digits(high) + Self.digits(low) }

        private static func digits(_ word: UInt64) -> String {
            let text = String(word, radix: 16)
            return String(repeating: "0", count: 16 - text.utf8.count) + text
        }
    }

    /// Has taken in the key: what is left of it is done for each hash.
    private let keyed: HMAC<SHA256>

    /// - Parameter secret: At least 32 bytes; the key is derived from it (HKDF-SHA-256, RFC 5869).
    package init(secret: [UInt8]) {
        keyed = HMAC(
            key: HKDF<SHA256>.deriveKey(
                inputKeyMaterial: SymmetricKey(data: secret), info: Array("seep watch 1".utf8),
                outputByteCount: 32))
    }

    /// - Parameter purpose: Sets hashes of equal bytes for different uses apart.
    func hash(_ bytes: [UInt8], for purpose: StaticString) -> Hash {
        var authentication = keyed
        authentication.update(data: Array("\(purpose)".utf8) + [0])
        authentication.update(data: bytes)
        var words: [UInt64] = [0, 0]
        for (index, byte) in authentication.finalize().prefix(16).enumerated() {
            words[index / 8] = words[index / 8] << 8 | UInt64(byte)
        }
        return Hash(high: words[0], low: words[1])
    }
}

/// Says of a file's bytes what is needed to know them again, and nothing of what they are.
package struct Proof: Hashable, Sendable {
    /// Bytes that were hashed.
    package var count = 0
    package var hash = WatchKey.Hash.none

    /// Bytes of a file's head that are hashed.
    static let headBytes = 256

    /// Bytes before an offset that are hashed.
    static let tailBytes = 64

    package init() {}

    init(count: Int, hash: WatchKey.Hash) {
        self.count = count
        self.hash = hash
    }

    package init(_ bytes: [UInt8], _ key: WatchKey) {
        count = bytes.count
        hash = bytes.isEmpty ? .none : key.hash(bytes, for: "proof")
    }
}

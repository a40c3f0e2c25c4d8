private import Crypto
public import Findings

/// The key under which values are hashed and fingerprinted.
public struct FingerprintKey: Sendable {
    /// For 64-bit hashes that never leave the run.
    public let hashKey: HashKey

    /// Has taken in the key: what is left of it is done for each value.
    private let keyed: HMAC<SHA256>

    /// Bytes of the secret that a key file holds.
    public static let secretBytes = 32

    /// - Parameter secret: At least `secretBytes` bytes; both keys are derived from it (HKDF-SHA-256, RFC 5869).
    public init(secret: [UInt8]) {
        precondition(secret.count >= Self.secretBytes, "a key shorter than its hash")
        let input = SymmetricKey(data: secret)
        let short = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: input, info: Array("seep value hash 1".utf8), outputByteCount: 16)
        let words = unsafe short.withUnsafeBytes { bytes in
            // Sound: the derived key has the sixteen bytes that were asked for.
            unsafe (
                bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
                bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
            )
        }
        hashKey = HashKey(low: UInt64(littleEndian: words.0), high: UInt64(littleEndian: words.1))
        keyed = HMAC(
            key: HKDF<SHA256>.deriveKey(
                inputKeyMaterial: input, info: Array("seep fingerprint 1".utf8), outputByteCount: 32))
    }

    /// A key for one run: fingerprints of different runs cannot be compared.
    public static func random() -> FingerprintKey {
        var generator = SystemRandomNumberGenerator()
        return FingerprintKey(
            secret: (0..<secretBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }

    /// HMAC-SHA-256 (RFC 2104) of a value, its first 128 bits in 32 hex digits.
    public func fingerprint(of value: Span<UInt8>) -> String {
        var authentication = keyed
        // Sound: the bytes are read during the call only.
        unsafe value.withUnsafeBytes { bytes in
            unsafe authentication.update(data: UnsafeRawBufferPointer(bytes))
        }
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in authentication.finalize().prefix(16) {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// The key of a run's hashes.
public struct HashKey: Sendable {
    let low: UInt64
    let high: UInt64

    public init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }
}

/// A keyed 64-bit hash of a value or a name: two multiplications for up to sixteen bytes, one more for each sixteen more.
///
/// It tells equal values apart from different ones inside a run, to count them. Who does not have the key cannot choose
/// values for what their hashes are; but it is no pseudorandom function, and its results leave no run. The step, both
/// halves of a product of two words that the key has changed, is that of Wang Yi's wyhash.
public func keyedHash(of value: Span<UInt8>, key: HashKey) -> UInt64 {
    let count = value.count
    var state = key.low ^ UInt64(count)
    var offset = 0
    while count - offset > 16 {
        state = folded(word(value, at: offset) ^ state, word(value, at: offset + 8) ^ key.high)
        offset += 16
    }
    // The last sixteen bytes, of which a few may have been taken, or all of a shorter value.
    let first: UInt64
    let last: UInt64
    if count >= 8 {
        first = word(value, at: max(0, count - 16))
        last = word(value, at: count - 8)
    } else {
        var bytes: UInt64 = 0
        for index in value.indices { bytes = bytes << 8 | UInt64(value[index]) }
        (first, last) = (bytes, 0)
    }
    return folded(folded(first ^ state, last ^ key.high), 0x9E37_79B9_7F4A_7C15 ^ state)
}

/// Both halves of a product, in one word.
@inline(__always)
private func folded(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
}

/// Eight bytes as a number, the first in the lowest place.
@inline(__always)
private func word(_ value: Span<UInt8>, at offset: Int) -> UInt64 {
    precondition(offset >= 0 && offset + 8 <= value.count, "a word reaches over the end of a value")
    // Sound: the range was just checked.
    return unsafe value.withUnsafeBytes { bytes in
        unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}

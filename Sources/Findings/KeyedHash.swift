/// The key of a run's value hashes.
public struct HashKey: Sendable {
    let low: UInt64
    let high: UInt64

    public init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }
}

/// A keyed 64-bit hash of a value: SipHash-1-3.
///
/// It tells equal values apart from different ones inside a run, and says nothing to those
/// without the key. Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF" (2012).
public func valueHash(of value: Span<UInt8>, key: HashKey) -> UInt64 {
    var v0 = key.low ^ 0x736f_6d65_7073_6575
    var v1 = key.high ^ 0x646f_7261_6e64_6f6d
    var v2 = key.low ^ 0x6c79_6765_6e65_7261
    var v3 = key.high ^ 0x7465_6462_7974_6573

    func round() {
        v0 &+= v1
        v1 = v1 << 13 | v1 >> 51
        v1 ^= v0
        v0 = v0 << 32 | v0 >> 32
        v2 &+= v3
        v3 = v3 << 16 | v3 >> 48
        v3 ^= v2
        v0 &+= v3
        v3 = v3 << 21 | v3 >> 43
        v3 ^= v0
        v2 &+= v1
        v1 = v1 << 17 | v1 >> 47
        v1 ^= v2
        v2 = v2 << 32 | v2 >> 32
    }

    let whole = value.count & ~7
    var offset = 0
    while offset < whole {
        let word = word(value, at: offset)
        v3 ^= word
        round()
        v0 ^= word
        offset += 8
    }
    var last = UInt64(truncatingIfNeeded: value.count) << 56
    if whole == 0 {
        for index in value.indices { last |= UInt64(value[index]) << (8 * UInt64(index)) }
    } else if whole < value.count {
        // The last eight bytes, without those that were taken.
        last |= word(value, at: value.count - 8) >> (8 * UInt64(8 - (value.count - whole)))
    }
    v3 ^= last
    round()
    v0 ^= last
    v2 ^= 0xFF
    round()
    round()
    round()
    return v0 ^ v1 ^ v2 ^ v3
}

/// A quick keyed hash of a name, for tables of names: two multiplications for a name of up to sixteen bytes.
public func nameHash(of name: Span<UInt8>, key: HashKey) -> UInt64 {
    let count = name.count
    var state = key.low ^ UInt64(count)
    var offset = 0
    while count - offset > 16 {
        state = folded(word(name, at: offset) ^ state, word(name, at: offset + 8) ^ key.high)
        offset += 16
    }
    // The last sixteen bytes, of which a few may have been taken, or all of a shorter name.
    let first: UInt64
    let last: UInt64
    if count >= 8 {
        first = word(name, at: max(0, count - 16))
        last = word(name, at: count - 8)
    } else {
        var bytes: UInt64 = 0
        for index in name.indices { bytes = bytes << 8 | UInt64(name[index]) }
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

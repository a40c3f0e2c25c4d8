/// Eight bytes from `index` on as one number, the first in the lowest place; they must lie inside of the value.
@inline(__always)
func word(_ value: Span<UInt8>, _ index: Int) -> UInt64 {
    precondition(index >= 0 && index + 8 <= value.count, "a word reaches over the end of a value")
    // Sound: the range was just checked.
    return unsafe value.withUnsafeBytes { bytes in
        unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
    }
}

/// The top bit of each byte that is zero, and no other bit.
@inline(__always)
func zeroBytes(_ word: UInt64) -> UInt64 {
    let lowBits: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    return ~(((word & lowBits) &+ lowBits) | word | lowBits)
}

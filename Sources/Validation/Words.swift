/// Eight bytes from `index` on as one number, the first in the lowest place; they must lie inside of the value.
@inline(__always)
func word(_ value: Span<UInt8>, _ index: Int) -> UInt64 {
    precondition(index >= 0 && index <= value.count &- 8, "a word reaches over the end of a value")
    // Sound: the range was just checked.
    return unsafe value.withUnsafeBytes { bytes in
        unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
    }
}

/// Up to eight bytes from `index` on as one number, the first in the lowest place, and zeros behind the value's end.
@inline(__always)
func wordOrRest(_ value: Span<UInt8>, _ index: Int) -> UInt64 {
    if index &+ 8 <= value.count { return word(value, index) }
    // The last eight bytes, without those before `index`.
    if value.count >= 8 {
        return word(value, value.count &- 8) &>> UInt64(truncatingIfNeeded: 8 &* (index &+ 8 &- value.count))
    }
    var bytes: UInt64 = 0
    for place in (index..<value.count).reversed() { bytes = bytes << 8 | UInt64(value[place]) }
    return bytes
}

/// The top bit of each byte that is zero, and no other bit.
@inline(__always)
func zeroBytes(_ word: UInt64) -> UInt64 {
    let lowBits: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    return ~(((word & lowBits) &+ lowBits) | word | lowBits)
}

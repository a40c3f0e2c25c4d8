private import CByteScan

/// The key of a run's hashes.
public struct HashKey: Sendable {
    package let low: UInt64
    package let high: UInt64

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
    // Sound: the value's bytes are read during the call only; of none no byte is read.
    unsafe value.withUnsafeBufferPointer { bytes in
        unsafe seep_hash_value(bytes.baseAddress, bytes.count, key.low, key.high)
    }
}

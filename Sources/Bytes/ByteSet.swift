package import CByteScan

/// A set of bytes with a fast membership test.
public struct ByteSet: Sendable {
    @usableFromInline var words = InlineArray<4, UInt64>(repeating: 0)

    @inlinable
    public init() {}

    package static let all = ByteSet().inverted

    package init(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { insert(byte) }
    }

    package init(allBut bytes: some Sequence<UInt8>) {
        self = ByteSet(bytes).inverted
    }

    package var inverted: ByteSet {
        var set = self
        for index in words.indices { set.words[index] = ~words[index] }
        return set
    }

    package mutating func formIntersection(_ other: ByteSet) {
        for index in words.indices { words[index] &= other.words[index] }
    }

    package mutating func formUnion(_ other: ByteSet) {
        for index in words.indices { words[index] |= other.words[index] }
    }

    package func isSubset(of other: ByteSet) -> Bool {
        words.indices.allSatisfy { words[$0] & ~other.words[$0] == 0 }
    }

    /// How many bytes are in the set.
    package var count: Int {
        words.indices.reduce(0) { $0 + words[$1].nonzeroBitCount }
    }

    package mutating func insert(_ byte: UInt8) {
        words[Int(byte >> 6)] |= 1 << UInt64(byte & 63)
    }

    @inlinable @inline(__always)
    public func contains(_ byte: UInt8) -> Bool {
        words[Int(byte >> 6)] >> UInt64(byte & 63) & 1 != 0
    }

    /// The set in the form in which the kernel looks up a vector of bytes.
    package var kernelSet: seep_byte_set {
        var set = seep_byte_set()
        unsafe withUnsafeMutableBytes(of: &set) { bytes in
            // Sound: the set is two tables of sixteen bytes, one behind the other.
            for byte in 0..<256 where contains(UInt8(byte)) {
                let place = (byte >> 7) * 16 + (byte & 15)
                unsafe bytes[place] = unsafe bytes[place] | 1 << UInt8(byte >> 4 & 7)
            }
        }
        return set
    }

    /// Whether the set at `set` has the byte, without a copy of the set: for loops over bytes.
    ///
    /// - Parameter set: Borrowed for the call.
    @inlinable @inline(__always)
    public static func contains(_ set: UnsafePointer<ByteSet>, _ byte: UInt8) -> Bool {
        // Sound: a set is four words, and two bits of a byte number them.
        let word = unsafe UnsafeRawPointer(set).load(fromByteOffset: Int(byte >> 6) * 8, as: UInt64.self)
        return word >> UInt64(byte & 63) & 1 != 0
    }
}

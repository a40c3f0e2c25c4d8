internal import CByteScan

/// A set of bytes with a fast membership test.
struct ByteSet: Sendable {
    private var words = InlineArray<4, UInt64>(repeating: 0)

    init() {}

    /// The inside of a bracket expression: single bytes, ranges, `\xHH`, and `\` before a byte that is meant
    /// as such.
    init(bracket: String) {
        let bytes = Array(bracket.utf8)
        var at = 0
        func take() -> UInt8 {
            if bytes[at] == 0x5C, at + 1 < bytes.count { at += 1 }
            if at > 0, bytes[at] == 0x78, bytes[at - 1] == 0x5C, at + 2 < bytes.count,
                let high = hexValue(bytes[at + 1]), let low = hexValue(bytes[at + 2])
            {
                at += 3
                return high << 4 | low
            }
            at += 1
            return bytes[at - 1]
        }
        while at < bytes.count {
            let first = take()
            if at + 1 < bytes.count, bytes[at] == 0x2D {
                at += 1
                let last = take()
                if first <= last { for byte in first...last { insert(byte) } }
            } else {
                insert(first)
            }
        }
    }

    static let all = ByteSet().inverted

    init(allBut bytes: some Sequence<UInt8>) {
        var others = ByteSet()
        for byte in bytes { others.insert(byte) }
        self = others.inverted
    }

    var inverted: ByteSet {
        var set = self
        for index in words.indices { set.words[index] = ~words[index] }
        return set
    }

    mutating func formIntersection(_ other: ByteSet) {
        for index in words.indices { words[index] &= other.words[index] }
    }

    mutating func insert(_ byte: UInt8) {
        words[Int(byte >> 6)] |= 1 << UInt64(byte & 63)
    }

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        words[Int(byte >> 6)] >> UInt64(byte & 63) & 1 != 0
    }

    /// The set in the form in which the kernel looks up a vector of bytes.
    var kernelSet: seep_byte_set {
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
    @inline(__always)
    static func contains(_ set: UnsafePointer<ByteSet>, _ byte: UInt8) -> Bool {
        // Sound: a set is four words, and two bits of a byte number them.
        let word = unsafe UnsafeRawPointer(set).load(fromByteOffset: Int(byte >> 6) * 8, as: UInt64.self)
        return word >> UInt64(byte & 63) & 1 != 0
    }
}

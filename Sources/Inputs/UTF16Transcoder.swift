private import Bytes

/// Turns UTF-16 into UTF-8, block by block.
///
/// Half a surrogate pair becomes U+FFFD; at the stream's end it is dropped.
struct UTF16Transcoder {
    private let isBigEndian: Bool
    private var atMark = true

    /// What a block's end cut off: an odd byte, or the first half of a pair.
    private var carried: [UInt8] = []

    /// - Returns: `nil` unless the bytes begin with a byte order mark of UTF-16.
    init?(mark bytes: Span<UInt8>, at start: Int) {
        guard bytes.count - start >= 2 else { return nil }
        switch (bytes[start], bytes[start + 1]) {
        case (0xFF, 0xFE): isBigEndian = false
        case (0xFE, 0xFF): isBigEndian = true
        default: return nil
        }
    }

    /// Replaces a block's bytes; at most half of the block may be filled, since text may grow by half.
    mutating func transcode(_ block: InputBlock) {
        var input = carried
        block.withBytes { bytes, own in
            for index in own { input.append(bytes[index]) }
        }
        carried = []
        block.empty()
        var index = atMark ? 2 : 0
        atMark = false
        var output: [UInt8] = []
        output.reserveCapacity(input.count)
        while index + 1 < input.count {
            let unit = word(input, index)
            if unit &- 0xD800 < 0x400 {
                guard index + 3 < input.count else { break }
                let second = word(input, index + 2)
                if second &- 0xDC00 < 0x400 {
                    let scalar = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
                    append(scalar, to: &output)
                    index += 4
                    continue
                }
            }
            append(unit &- 0xD800 < 0x800 ? 0xFFFD : UInt32(unit), to: &output)
            index += 2
        }
        carried = Array(input[min(index, input.count)...])
        let free = unsafe block.free
        precondition(output.count <= free.count, "a block too full to be transcoded")
        unsafe free.copyBytes(from: output)
        block.count = output.count
    }

    private func word(_ bytes: [UInt8], _ index: Int) -> UInt16 {
        isBigEndian
            ? UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
            : UInt16(bytes[index + 1]) << 8 | UInt16(bytes[index])
    }

    private func append(_ scalar: UInt32, to output: inout [UInt8]) {
        guard let scalar = Unicode.Scalar(scalar) else { return }
        for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { output.append(byte) }
    }
}

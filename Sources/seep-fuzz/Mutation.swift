internal import CorpusMaker

/// Changes a stream at a few places.
///
/// - Parameter others: Streams of which pieces may be put in.
func mutate(_ stream: [UInt8], with others: [[UInt8]], _ numbers: inout SeededNumbers) -> [UInt8] {
    var bytes = stream
    for _ in 0..<(1 + numbers.below(4)) {
        guard !bytes.isEmpty else { return bytes }
        // Headers are short: half of the changes go to the first bytes.
        let offset = numbers.below(numbers.below(2) == 0 ? min(bytes.count, 64) : bytes.count)
        switch numbers.below(9) {
        case 0, 1: bytes[offset] ^= 1 << UInt8(numbers.below(8))
        case 2: bytes.removeLast(bytes.count - offset)
        case 3: bytes.removeSubrange(offset..<(offset + numbers.below(min(64, bytes.count - offset)) + 1))
        case 4:
            let word = numbers.pick(words)
            for (index, byte) in word.enumerated() where offset + index < bytes.count {
                bytes[offset + index] = byte
            }
        case 5: bytes.insert(contentsOf: numbers.pick(words), at: offset)
        case 6: bytes.insert(contentsOf: piece(numbers.pick(others), &numbers), at: offset)
        case 7: bytes += numbers.pick(others)
        default:
            for index in offset..<min(bytes.count, offset + 1 + numbers.below(16)) {
                bytes[index] = UInt8(truncatingIfNeeded: numbers.next())
            }
        }
        if bytes.count > streamBytesMax { bytes.removeLast(bytes.count - streamBytesMax) }
    }
    return bytes
}

private let streamBytesMax = 1 << 20

private func piece(_ bytes: [UInt8], _ numbers: inout SeededNumbers) -> ArraySlice<UInt8> {
    guard !bytes.isEmpty else { return [] }
    let start = numbers.below(bytes.count)
    return bytes[start..<min(bytes.count, start + 1 + numbers.below(4096))]
}

/// Lengths at the borders of their types, magic numbers, and marks of frames.
private let words: [[UInt8]] = [
    [0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0x80], [1, 0, 0, 0x80],
    [0, 0, 1, 0], [0, 0, 0x40, 0], [0, 0, 0x80, 0], [1, 0, 0, 0], [0xFF], [0],
    [0x04, 0x22, 0x4D, 0x18], [0x04, 0x22, 0x4D, 0x18, 0x60, 0x70, 0x73], [0x02, 0x21, 0x4C, 0x18],
    [0x50, 0x2A, 0x4D, 0x18], [0x5F, 0x2A, 0x4D, 0x18, 0xFF, 0xFF, 0xFF, 0xFF],
    [0x28, 0xB5, 0x2F, 0xFD], [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0xA8], [0x1F, 0x8B, 0x08, 0x00],
    [0x1F, 0x8B, 0x08, 0x1F, 0, 0, 0, 0, 0, 3], [0xFF, 0xFE], [0xFE, 0xFF], [0xD8, 0x3D],
]

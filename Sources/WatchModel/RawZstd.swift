/// Frames of zstd whose blocks are not compressed: what the format allows where nothing is to be gained (RFC 8878, 3.1.1).
package enum RawZstd {
    private static let blockBytesMax = 1 << 17

    /// One frame with its content's size, and no checksum.
    package static func pack(_ bytes: [UInt8]) -> [UInt8] {
        var frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0xA0] + littleEndian(bytes.count, count: 4)
        var at = 0
        repeat {
            let end = min(bytes.count, at + blockBytesMax)
            frame += littleEndian((end - at) << 3 | (end == bytes.count ? 1 : 0), count: 3)
            frame += bytes[at..<end]
            at = end
        } while at < bytes.count
        return frame
    }

    /// What a frame of `pack` holds.
    static func unpack(_ frame: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        var at = 9
        while at + 3 <= frame.count {
            let count = (Int(frame[at]) | Int(frame[at + 1]) << 8 | Int(frame[at + 2]) << 16) >> 3
            bytes += frame[(at + 3)..<(at + 3 + count)]
            at += 3 + count
        }
        return bytes
    }

    private static func littleEndian(_ number: Int, count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
}

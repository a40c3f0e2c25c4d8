internal import Bytes
internal import Glibc

/// Reads a descriptor through a buffer for decoders that look ahead.
///
/// An error of the system ends the source like its end does, and is kept in `failure`.
final class SourceReader {
    private let file: FileDescriptor
    private var buffer = [UInt8](repeating: 0, count: SourceReader.bufferBytes + SourceReader.historyBytes)
    private var start = 0
    private var end = 0
    private(set) var isAtEnd = false

    /// Bytes handed out so far, those that were gone back over taken off.
    private(set) var offset: UInt64 = 0

    /// Why nothing more can be read, unless the end was met.
    private(set) var failure: InputError?

    /// Where the descriptor stood at first; `nil` for one that cannot go back.
    private let fileStart: Int64?

    /// Bytes gone back over so far.
    private var rewound: UInt64 = 0

    static let bufferBytes = 256 * 1024

    /// Bytes handed out that are kept of a source that cannot go back.
    private static let historyBytes = 128 * 1024

    init(_ file: consuming FileDescriptor) {
        fileStart = file.position
        self.file = file
    }

    /// The bytes that were read and not handed out.
    var buffered: ArraySlice<UInt8> { buffer[start..<end] }

    /// Reads more, if nothing is buffered or `wanted` bytes are not.
    ///
    /// - Parameter wanted: At most `bufferBytes`.
    /// - Returns: Bytes buffered; fewer than wanted only at the end.
    @discardableResult
    func peek(_ wanted: Int = 64) -> Int {
        if end - start >= wanted || isAtEnd { return end - start }
        let kept = fileStart == nil ? min(start, Self.historyBytes) : 0
        if start > kept {
            // Sound: both ranges lie in the buffer, and the move allows them to overlap.
            unsafe buffer.withUnsafeMutableBytes { bytes in
                guard let base = bytes.baseAddress else { return }
                unsafe base.copyMemory(from: base + (start - kept), byteCount: end - start + kept)
            }
            end -= start - kept
            start = kept
        }
        let capacity = wanted > 4096 ? Self.bufferBytes : 64 * 1024
        let free = end..<max(end, start + capacity)
        end += unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe fill(UnsafeMutableRawBufferPointer(rebasing: bytes[free]))
        }
        return end - start
    }

    /// Hands out bytes: the buffered ones first, then straight from the file.
    ///
    /// - Returns: Bytes written; fewer than there is room for only at the end.
    func read(into target: UnsafeMutableRawBufferPointer) -> Int {
        var count = min(target.count, end - start)
        if count > 0 {
            // Sound: `count` bytes lie in the buffer from `start` on, and in the target.
            unsafe buffer.withUnsafeBytes { bytes in
                unsafe target.copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: bytes[start..<(start + count)]))
            }
            start += count
        }
        if count < target.count, !isAtEnd {
            count += unsafe fill(UnsafeMutableRawBufferPointer(rebasing: target[count...]))
            unsafe keep(UnsafeRawBufferPointer(rebasing: target[..<count]))
        }
        offset += UInt64(count)
        return count
    }

    /// Makes the buffer hold the last bytes that were read past it: what it held stands elsewhere now.
    private func keep(_ bytes: UnsafeRawBufferPointer) {
        let kept = fileStart == nil ? min(bytes.count, Self.historyBytes) : 0
        // Sound: as many bytes as were read, or fewer, are copied from their end into the buffer.
        unsafe buffer.withUnsafeMutableBytes { buffer in
            unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes.suffix(kept)))
        }
        start = kept
        end = kept
    }

    private func fill(_ target: UnsafeMutableRawBufferPointer) -> Int {
        let result = unsafe file.fill(target)
        failure = result.failure
        isAtEnd = result.count < target.count
        return result.count
    }

    /// Lends the first of the buffered bytes, and drops as many as `body` says it used.
    func consume(atMost limit: Int = .max, _ body: (UnsafeBufferPointer<UInt8>) -> Int) {
        let lent = start..<(start + min(limit, end - start))
        let used = unsafe buffer.withUnsafeBufferPointer { bytes in
            unsafe body(UnsafeBufferPointer(rebasing: bytes[lent]))
        }
        skip(used)
    }

    /// Drops buffered bytes.
    func skip(_ count: Int) {
        precondition(count <= end - start, "more than is buffered")
        start += count
        offset += UInt64(count)
    }

    /// Goes back, so that a frame is found whose first bytes a damaged one before it has swallowed.
    ///
    /// A pipe goes back as far as the buffer holds. In all, not more is gone back over than
    /// was read, lest a file of many damages be read many times.
    func rewind(to target: UInt64) {
        guard target < offset else { return }
        var distance = offset - target
        if fileStart == nil { distance = min(distance, UInt64(start)) }
        guard rewound + distance <= UInt64(Limits.rewindBytesFree) + offset else { return }
        if distance <= UInt64(start) {
            start -= Int(distance)
        } else {
            guard let fileStart, file.seek(to: fileStart + Int64(offset - distance)) else { return }
            start = 0
            end = 0
            isAtEnd = false
            failure = nil
        }
        rewound += distance
        offset -= distance
    }

    /// Drops bytes until one of the patterns stands at the buffer's front, or the end is met.
    func seek(_ patterns: [WordPattern]) {
        while peek(4) >= 4 {
            let range = start...(end - 4)
            // Sound: four bytes lie in the buffer behind each offset of the range.
            let found = unsafe buffer.withUnsafeBytes { bytes in
                range.first { offset in
                    let word = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
                    return patterns.contains { $0.matches(UInt32(littleEndian: word)) }
                }
            }
            if let found {
                skip(found - start)
                return
            }
            skip(range.count)
        }
        skip(end - start)
    }
}

/// Four bytes that begin a frame or a member, as a little-endian word.
struct WordPattern {
    var value: UInt32
    var mask: UInt32 = .max

    func matches(_ word: UInt32) -> Bool { word & mask == value }

    static let lz4 = WordPattern(value: 0x184D_2204)
    static let lz4Legacy = WordPattern(value: 0x184C_2102)
    static let zstd = WordPattern(value: 0xFD2F_B528)

    /// A frame that LZ4 and zstd pass over.
    static let skippable = WordPattern(value: 0x184D_2A50, mask: 0xFFFF_FFF0)

    /// Magic, deflate, no reserved flag.
    static let gzip = WordPattern(value: 0x0008_8B1F, mask: 0xE0FF_FFFF)

    /// What may follow a damaged frame of LZ4 or zstd.
    static let frames = [lz4, lz4Legacy, zstd]
    static let anyFrame = frames + [skippable]

    func begins(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count >= 4 else { return false }
        return matches(littleEndianWord(bytes))
    }
}

/// The first four bytes.
func littleEndianWord(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
}

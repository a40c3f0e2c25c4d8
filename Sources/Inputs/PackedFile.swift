internal import Bytes

/// The decoded bytes of a compressed file, as if they stood in a file.
///
/// It is made for reading on: what lies ahead costs its decoding. Of what was decoded the last bytes are kept; for any
/// before them the file is decoded again from its beginning. Where a part cannot be decoded, a line ends in its place, so
/// that what stands before and behind it is not taken for one.
public final class PackedFile {
    private let file: OpenFile
    private let limits: InputLimits
    private var stream: InputStream
    private let block: InputBlock

    /// The first bytes, which many are compared with.
    private var head: [UInt8] = []
    private static let headBytes = 256

    /// Something is missing behind the last bytes.
    private var hasHole = false

    /// The last bytes that were decoded, and where they begin.
    private var window: [UInt8] = []
    private var windowStart: UInt64 = 0
    private var isAtEnd = false

    /// What could not be decoded so far, each part once.
    public private(set) var damages: [Damage] = []

    /// The end of the file could not be decoded: it may still be written.
    public var isCutOff: Bool {
        guard isAtEnd, let last = damages.last else { return false }
        return last.sourceOffset + (last.bytesSkipped ?? 0) >= stream.sizeBytes ?? .max
    }

    /// Bytes that are kept: a block, what stands around it, and as much as comes at once.
    private static let windowBytes =
        Limits.contextBytesBefore + 2 * Limits.chunkBytes + Limits.contextBytesAfter

    /// - Parameter scratch: Holds what is decoded, during each call; may serve several files that one thread reads.
    /// - Throws: `InputError` when the system refuses, or has no memory.
    public init(_ file: OpenFile, limits: InputLimits = InputLimits(), scratch: InputBlock) throws(InputError)
    {
        self.file = file
        block = scratch
        self.limits = limits
        stream = try InputStream(file, limits: limits)
    }

    /// Decodes up to an offset.
    ///
    /// - Returns: The offset, or how many bytes there are when they are fewer.
    public func reach(_ offset: UInt64) throws(InputError) -> UInt64 {
        if offset < windowStart { try restart() }
        while !isAtEnd, windowEnd < offset { decodeMore() }
        return min(offset, windowEnd)
    }

    /// Bytes of the file as it stands, when decoding began.
    public var packedBytes: UInt64 { stream.sizeBytes ?? 0 }

    /// The bytes of a range, at most `Limits.chunkBytes`; fewer where the file ends before it does.
    public func read(_ range: Range<UInt64>) throws(InputError) -> [UInt8] {
        if range.upperBound <= UInt64(head.count) {
            return Array(head[Int(range.lowerBound)..<Int(range.upperBound)])
        }
        if range.lowerBound < windowStart { try restart() }
        let end = try reach(range.upperBound)
        guard end > range.lowerBound else { return [] }
        return Array(window[Int(range.lowerBound - windowStart)..<Int(end - windowStart)])
    }

    /// Fills a block with the bytes of a range, and with those before it as context.
    ///
    /// - Parameter range: At most as long as the block's capacity.
    public func load(_ range: Range<UInt64>, into block: InputBlock) throws(InputError) {
        let before = min(UInt64(Limits.contextBytesBefore), range.lowerBound)
        let bytes = try read(range.lowerBound - before..<range.upperBound)
        block.load(bytes.span, before: Int(before))
    }

    private var windowEnd: UInt64 { windowStart + UInt64(window.count) }

    private func restart() throws(InputError) {
        stream = try InputStream(file, limits: limits)
        window.removeAll(keepingCapacity: true)
        windowStart = 0
        isAtEnd = false
        hasHole = false
    }

    private func decodeMore() {
        switch stream.fetch(into: block) {
        case .bytes:
            for damage in block.decode() { note(damage) }
            if let damage = stream.verify(block) { note(damage) }
            append()
        case .gap(let damage):
            note(damage)
            hasHole = true
        case .end: isAtEnd = true
        }
    }

    /// A file that is decoded again is damaged in the same places.
    private func note(_ damage: Damage) {
        if !damages.contains(damage), damages.count < Limits.packedDamagesMax { damages.append(damage) }
    }

    private func append() {
        block.withBytes { bytes, own in
            for part in block.parts(around: own) {
                if part.lowerBound > own.lowerBound || block.holes.first == 0 { hasHole = true }
                // Only when something follows: what is missing at the end may still come.
                if hasHole, let last = window.last, last != 0x0A { window.append(0x0A) }
                hasHole = false
                // Sound: the part lies in what is lent for the call.
                unsafe bytes.withUnsafeBytes { unsafe window.append(contentsOf: $0[part]) }
            }
        }
        if block.endsInHole { hasHole = true }
        if windowStart == 0, head.count < Self.headBytes { head = Array(window.prefix(Self.headBytes)) }
        // Whoever decodes up to a byte of this block reads from one that stands at most that far before it.
        let excess = window.count - Self.windowBytes - block.count
        guard excess > 0 else { return }
        window.removeFirst(excess)
        windowStart += UInt64(excess)
    }
}

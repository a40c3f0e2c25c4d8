internal import Bytes
private import Glibc

/// What a fetch brought.
public enum FetchStep: Equatable, Sendable {
    /// The block holds bytes, or packed blocks that `decode` will turn into bytes.
    case bytes

    /// A part was left out; more may follow.
    case gap(Damage)
    case end
}

/// A part of a source that could not be read.
public struct Damage: Error, Equatable, Sendable {
    /// Where it begins, in the source's own bytes.
    public var sourceOffset: UInt64

    /// Bytes of the source left out, where known.
    public var bytesSkipped: UInt64?
    public var reason: String

    public init(sourceOffset: UInt64, bytesSkipped: UInt64?, reason: String) {
        self.sourceOffset = sourceOffset
        self.bytesSkipped = bytesSkipped
        self.reason = reason
    }
}

/// How far a stream may grow.
public struct InputLimits: Sendable {
    public var decodedBytesMax: UInt64 = .max
    public var ratioMax: UInt64 = UInt64(Limits.decodedRatioMax)

    public init() {}
}

/// An opened source and its decoders; one thread at a time calls it.
public final class InputStream: @unchecked Sendable {
    // Sendable: the pipeline calls it under a lock.
    public let item: InputItem

    /// The size of a regular file when it was opened.
    public let sizeBytes: UInt64?

    /// Bytes taken from the source so far.
    public var bytesRead: UInt64 { source.offset }

    private let source: SourceReader
    private var decoder: any StreamDecoder
    private var transcoder: UTF16Transcoder?
    private let limits: InputLimits
    private let contentHash = ContentHash()
    private var decoded: UInt64 = 0
    private var isAtStart = true
    private var isEnded = false
    private var afterGap = false

    /// - Throws: `InputError` when the source cannot be opened, or is no regular file.
    public init(_ item: InputItem, limits: InputLimits = InputLimits()) throws(InputError) {
        self.item = item
        self.limits = limits
        switch item {
        case .standardInput:
            source = SourceReader(FileDescriptor.standardInput())
            sizeBytes = nil
        case .file(let path):
            let file = try FileDescriptor(path: path)
            sizeBytes = try file.regularFileSize()
            file.adviseSequential()
            source = SourceReader(file)
        }
        decoder = PlainDecoder()
        try source.peek()
        decoder = try makeDecoder(source)
    }

    /// Fills `block` with the next piece of the stream.
    public func fetch(into block: InputBlock) -> FetchStep {
        block.reset()
        guard !isEnded else { return .end }
        if decoded >= limits.decodedBytesMax { return stop("the bound on decoded bytes is reached") }
        // A small input may well shrink a thousandfold: the ratio counts once there is enough to harm.
        if decoded > 64 << 20, decoded / max(1, source.offset) > limits.ratioMax {
            return stop("it expands more than the bound on the ratio allows")
        }
        // UTF-8 needs up to three bytes for two of UTF-16, and only the first block tells which it is.
        if isAtStart || transcoder != nil { block.fillMax = block.capacity / 2 }
        let step = decoder.next(from: source, into: block, mayPack: !isAtStart && transcoder == nil)
        switch step {
        case .bytes:
            block.startsPart = isAtStart || afterGap
            if isAtStart, block.packed.isEmpty { beginText(block) }
            transcoder?.transcode(block)
            isAtStart = false
            afterGap = false
            decoded += UInt64(block.packed.reduce(block.count) { $0 + $1.decodedMax })
        case .gap: afterGap = true
        case .end:
            isEnded = true
            if let sizeBytes, source.offset < sizeBytes {
                return .gap(
                    Damage(
                        sourceOffset: source.offset, bytesSkipped: sizeBytes - source.offset,
                        reason: "the file became shorter while it was read"))
            }
        }
        return step
    }

    /// Checks an LZ4 frame's content checksum over the decoded blocks; called for each, in their order.
    ///
    /// - Returns: The damage, when a frame ends with this block and its checksum differs.
    public func verify(_ block: InputBlock) -> Damage? {
        contentHash.verify(block)
    }

    private func stop(_ reason: String) -> FetchStep {
        isEnded = true
        let rest = sizeBytes.map { $0 > source.offset ? $0 - source.offset : 0 }
        return .gap(Damage(sourceOffset: source.offset, bytesSkipped: rest, reason: reason))
    }

    /// A byte order mark of UTF-16 makes the whole stream be transcoded.
    private func beginText(_ block: InputBlock) {
        transcoder = block.withBytes { bytes, own in UTF16Transcoder(mark: bytes, at: own.lowerBound) }
    }
}

/// A source's decoder: plain, or one of a compressed format.
protocol StreamDecoder {
    /// Fills the block with the next decoded bytes.
    ///
    /// - Parameter mayPack: The block may get compressed blocks, to be decoded on another thread.
    mutating func next(from source: SourceReader, into block: InputBlock, mayPack: Bool) -> FetchStep
}

/// Bytes as they stand.
struct PlainDecoder: StreamDecoder {
    private var isBroken = false

    mutating func next(from source: SourceReader, into block: InputBlock, mayPack: Bool) -> FetchStep {
        guard !isBroken else { return .end }
        do throws(InputError) {
            block.count = try unsafe source.read(into: block.free)
            return block.count == 0 ? .end : .bytes
        } catch {
            isBroken = true
            return .gap(Damage(sourceOffset: source.offset, bytesSkipped: nil, reason: error.reason))
        }
    }
}

/// The decoder that the first bytes ask for, whatever the name says.
func makeDecoder(_ source: SourceReader) throws(InputError) -> any StreamDecoder {
    let head = source.buffered
    // Skippable frames belong to LZ4 and to zstd alike: the LZ4 decoder passes over them and hands on.
    if head.starts(with: LZ4FrameDecoder.magic) || LZ4FrameDecoder.isSkippable(head)
        || head.starts(with: LZ4FrameDecoder.legacyMagic)
    {
        return try LZ4FrameDecoder()
    }
    if head.starts(with: ZstdDecoder.magic) { return try ZstdDecoder() }
    if head.count >= 3, head.first == 0x1F, head.dropFirst().first == 0x8B, head.dropFirst(2).first == 8 {
        return try GzipDecoder()
    }
    return PlainDecoder()
}

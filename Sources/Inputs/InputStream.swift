internal import Bytes
private import Synchronization

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

    /// - Parameters:
    ///   - found: Where decoding failed; what is wrong lies there, or before.
    ///   - resumed: Where the source is read on.
    init(_ reason: String, from found: UInt64, to resumed: UInt64) {
        sourceOffset = min(found, resumed)
        bytesSkipped = resumed - min(found, resumed)
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

    /// Bytes decoded so far, and those that packed blocks may become; `verify` brings it down to what came.
    private let decoded = Atomic<UInt64>(0)
    private var isAtStart = true

    /// Bytes of the next block.
    private var nextBytes = Limits.firstBlockBytes
    private var isEnded = false
    private var afterGap = false

    /// - Throws: `InputError` when the source cannot be opened, or is no regular file.
    public convenience init(_ item: InputItem, limits: InputLimits = InputLimits()) throws(InputError) {
        switch item {
        case .standardInput: try self.init(item, FileDescriptor.standardInput(), sizeBytes: nil, limits)
        case .file(let path):
            let file = try FileDescriptor(path: path)
            let sizeBytes = try file.regularFileSize()
            try self.init(item, file, sizeBytes: sizeBytes, limits)
        }
    }

    /// Reads a file that is open, from its first byte on, whatever its name is by now.
    convenience init(_ file: OpenFile, limits: InputLimits) throws(InputError) {
        let descriptor = try file.duplicate()
        let sizeBytes = try descriptor.regularFileSize()
        try self.init(.file(path: ""), descriptor, sizeBytes: sizeBytes, limits)
    }

    private init(
        _ item: InputItem, _ file: consuming FileDescriptor, sizeBytes: UInt64?, _ limits: InputLimits
    ) throws(InputError) {
        self.item = item
        self.limits = limits
        self.sizeBytes = sizeBytes
        if sizeBytes != nil { file.adviseSequential() }
        source = SourceReader(file)
        decoder = PlainDecoder()
        if source.peek() == 0, let failure = source.failure { throw failure }
        decoder = try makeDecoder(source)
    }

    /// Fills `block` with the next piece of the stream.
    public func fetch(into block: InputBlock) -> FetchStep {
        block.reset()
        guard !isEnded else { return .end }
        let decoded = decoded.load(ordering: .relaxed)
        if decoded >= limits.decodedBytesMax { return stop("the bound on decoded bytes is reached") }
        // A small input may well shrink a thousandfold: the ratio counts once there is enough to harm.
        if decoded > 64 << 20, decoded / max(1, source.offset) > limits.ratioMax {
            return stop("it expands more than the bound on the ratio allows")
        }
        // UTF-8 needs up to three bytes for two of UTF-16, and only the first block tells which it is.
        if isAtStart || transcoder != nil { block.fillMax = block.capacity / 2 }
        block.fillMax = min(block.fillMax, nextBytes)
        nextBytes = min(2 * nextBytes, block.capacity)
        let step = decoder.next(from: source, into: block, mayPack: !isAtStart && transcoder == nil)
        switch step {
        case .bytes:
            block.startsPart = isAtStart || afterGap
            if isAtStart, block.packed.isEmpty { beginText(block) }
            block.promised = UInt64(block.packed.reduce(block.count) { $0 + $1.promised })
            self.decoded.add(block.promised, ordering: .relaxed)
            transcoder?.transcode(block)
            isAtStart = false
            afterGap = false
        case .gap: afterGap = true
        case .end:
            isEnded = true
            if let damage = missingEnd { return .gap(damage) }
        }
        return step
    }

    /// What the source did not give although it should.
    private var missingEnd: Damage? {
        let rest = sizeBytes.map { $0 > source.offset ? $0 - source.offset : 0 }
        if let failure = source.failure {
            return Damage(sourceOffset: source.offset, bytesSkipped: rest, reason: failure.reason)
        }
        guard let rest, rest > 0 else { return nil }
        return Damage(
            sourceOffset: source.offset, bytesSkipped: rest,
            reason: "the file became shorter while it was read")
    }

    /// Checks an LZ4 frame's content checksum over the decoded blocks; called for each, in their order.
    ///
    /// Any thread may call it, while another fetches.
    ///
    /// - Returns: The damage, when a frame ends with this block and its checksum differs.
    public func verify(_ block: InputBlock) -> Damage? {
        if block.promised > block.count {
            decoded.subtract(block.promised - UInt64(block.count), ordering: .relaxed)
        }
        return contentHash.verify(block)
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
    mutating func next(from source: SourceReader, into block: InputBlock, mayPack: Bool) -> FetchStep {
        block.count = unsafe source.read(into: block.free)
        return block.count == 0 ? .end : .bytes
    }
}

/// The decoder that the first bytes ask for, whatever the name says.
func makeDecoder(_ source: SourceReader) throws(InputError) -> any StreamDecoder {
    let head = source.buffered
    // Skippable frames belong to LZ4 and to zstd alike, and frames of both may follow each other.
    if WordPattern.anyFrame.contains(where: { $0.begins(head) }) {
        return LZ4FrameDecoder(try ZstdDecoder())
    }
    return WordPattern.gzip.begins(head) ? GzipDecoder() : PlainDecoder()
}

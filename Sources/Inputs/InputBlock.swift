internal import Bytes
private import Glibc

/// A reusable piece of a decoded stream, with room on both sides for the bytes around it.
///
/// One owner at a time writes to it; the pipeline hands it from thread to thread.
@safe
public final class InputBlock: @unchecked Sendable {
    // Sendable: the pipeline's lock orders all accesses, and no two threads hold a block at once.
    private var memory: UnsafeMutableRawPointer
    public private(set) var capacity: Int

    /// Decoded bytes of the block's own.
    public internal(set) var count = 0

    /// The bytes before belong to another source, or a hole lies between.
    public internal(set) var startsPart = false

    /// Bytes that decoders may put into the block now: text that is still to be transcoded needs room to grow.
    var fillMax: Int

    /// Bytes that the stream counts for the block, until `verify` knows how many there are.
    var promised: UInt64 = 0

    /// The content checksum of the LZ4 frame that ends with this block, and where it stands.
    var contentChecksum: (value: UInt32, sourceOffset: UInt64)?

    /// An LZ4 frame begins with this block.
    var startsFrame = false

    /// The block belongs to a frame with a content checksum.
    var isChecked = false

    /// Some of the block's bytes could not be decoded.
    var isDamaged = false

    /// Where bytes are missing among the block's own, in ascending order: what stands before such an offset and
    /// what stands from it on were not neighbours.
    public internal(set) var holes: [Int] = []

    /// LZ4 blocks that wait for `decode()`; empty otherwise.
    var packed: [PackedBlock] = []
    var packedBytes: [UInt8] = []

    /// Bytes of the neighbours that the pipeline has put before and behind.
    public internal(set) var countBefore = 0
    public internal(set) var countAfter = 0

    /// One compressed block of an LZ4 frame.
    struct PackedBlock {
        /// Where its bytes lie in `packedBytes`.
        var range: Range<Int>
        var isCompressed: Bool
        var decodedMax: Int
        var checksum: UInt32?
        var sourceOffset: UInt64

        /// Bytes that the block may become: LZ4 makes at most 255 of one.
        var promised: Int { isCompressed ? min(decodedMax, 255 * range.count) : range.count }
    }

    /// - Parameter capacity: Bytes that the block can hold of its own.
    public init(capacity: Int) {
        self.capacity = capacity
        fillMax = capacity
        unsafe memory = Self.allocate(capacity)
    }

    private static func allocate(_ capacity: Int) -> UnsafeMutableRawPointer {
        UnsafeMutableRawPointer.allocate(
            byteCount: Limits.contextBytesBefore + capacity + Limits.contextBytesAfter, alignment: 4096)
    }

    /// Takes back all bytes, and opens the whole capacity for those that take their place.
    func empty() {
        count = 0
        fillMax = capacity
    }

    /// Makes room for more bytes; what an empty block holds is lost.
    func reserve(_ wanted: Int) {
        guard wanted > capacity else { return }
        precondition(count == 0, "only an empty block moves")
        unsafe memory.deallocate()
        unsafe memory = Self.allocate(wanted)
        capacity = wanted
        fillMax = wanted
    }

    deinit {
        unsafe memory.deallocate()
    }

    /// Makes the block empty.
    public func reset() {
        count = 0
        countBefore = 0
        countAfter = 0
        startsPart = false
        fillMax = capacity
        promised = 0
        contentChecksum = nil
        startsFrame = false
        isChecked = false
        isDamaged = false
        holes.removeAll(keepingCapacity: true)
        packed.removeAll(keepingCapacity: true)
        packedBytes.removeAll(keepingCapacity: true)
    }

    /// Where the block's own bytes begin.
    var ownStart: UnsafeMutableRawPointer { unsafe memory + Limits.contextBytesBefore }

    /// The part of the block that is not filled yet.
    var free: UnsafeMutableRawBufferPointer {
        // Sound: the block's own bytes begin behind the room before, and `capacity` of them were allocated.
        unsafe UnsafeMutableRawBufferPointer(
            start: memory + Limits.contextBytesBefore + count, count: max(0, fillMax - count))
    }

    /// Lends the bytes with what stands around them.
    ///
    /// - Parameter body: Gets the bytes and the range of the block's own among them.
    public func withBytes<Result>(_ body: (Span<UInt8>, Range<Int>) -> Result) -> Result {
        // Sound: all of the range was written before, and nobody writes while it is lent.
        let bytes = unsafe UnsafeBufferPointer(
            start: (memory + Limits.contextBytesBefore - countBefore).assumingMemoryBound(to: UInt8.self),
            count: countBefore + count + countAfter)
        return unsafe body(bytes.span, countBefore..<(countBefore + count))
    }

    /// The block's last bytes have no neighbours behind them.
    public var endsInHole: Bool { holes.last == count }

    /// The block's own bytes, cut where some are missing.
    ///
    /// - Parameter own: Their range, as `withBytes` gives it.
    public func parts(around own: Range<Int>) -> [Range<Int>] {
        let cuts = holes.map { own.lowerBound + $0 }.filter { $0 > own.lowerBound && $0 < own.upperBound }
        return zip([own.lowerBound] + cuts, cuts + [own.upperBound]).map { $0..<$1 }
    }

    /// Separates the block from what comes before it.
    public func beginPart() {
        startsPart = true
    }

    /// Puts the end of what `earlier` holds, its own context included, before this block's bytes.
    public func takeBefore(_ earlier: InputBlock) {
        let reach = earlier.holes.last.map { earlier.count - $0 } ?? earlier.countBefore + earlier.count
        countBefore = min(Limits.contextBytesBefore, reach)
        let target = unsafe memory + Limits.contextBytesBefore - countBefore
        let source = unsafe earlier.memory + Limits.contextBytesBefore + earlier.count - countBefore
        unsafe target.copyMemory(from: source, byteCount: countBefore)
    }

    /// Puts the beginning of `later` behind this block's bytes, as far as there is room.
    ///
    /// - Returns: Whether nothing more can follow: the room is full, or a hole comes next.
    @discardableResult
    public func takeAfter(_ later: InputBlock) -> Bool {
        let taken = min(Limits.contextBytesAfter - countAfter, later.holes.first ?? later.count)
        let target = unsafe memory + Limits.contextBytesBefore + count + countAfter
        unsafe target.copyMemory(from: later.memory + Limits.contextBytesBefore, byteCount: taken)
        countAfter += taken
        return countAfter == Limits.contextBytesAfter || !later.holes.isEmpty
    }
}

internal import Bytes
private import CLZ4

/// LZ4 frames (LZ4 frame format 1.6.3): independent and linked blocks, legacy and skippable frames, one after another.
///
/// Blocks that do not refer to each other are handed on compressed, to be decoded on another thread.
@safe
struct LZ4FrameDecoder: StreamDecoder {
    private static let legacyBlockBytes = 8 << 20

    private var frame: Frame?

    /// Decodes the frames of zstd that stand among those of LZ4.
    private var zstd: ZstdDecoder
    private var isInZstd = false

    /// What is wrong behind the bytes that were handed out last.
    private var pending: Damage?

    /// The last 64 KiB of a frame whose blocks refer to those before.
    private var history: [UInt8] = []

    private struct Frame {
        var isLegacy = false
        var isIndependent = true
        var blockBytesMax = 0
        var hasBlockChecksums = false
        var hasContentChecksum = false
        var isFirstBlock = true
        var sourceOffset: UInt64

        /// A block was lost before its bytes could enter the content's checksum.
        var isDamaged = false
    }

    init(_ zstd: ZstdDecoder) {
        self.zstd = zstd
    }

    mutating func next(from source: SourceReader, into block: InputBlock, mayPack: Bool) -> FetchStep {
        if let damage = pending {
            pending = nil
            return .gap(pass(source, damage))
        }
        do throws(Damage) {
            while true {
                if isInZstd {
                    let step = zstd.next(from: source, into: block, mayPack: mayPack)
                    guard step == .end else { return step }
                    isInZstd = false
                }
                if frame == nil {
                    guard try beginFrame(source) else { return .end }
                    if isInZstd { continue }
                }
                if try readBlocks(source, into: block, mayPack: mayPack) { return .bytes }
            }
        } catch {
            guard block.count > 0 || !block.packed.isEmpty else { return .gap(pass(source, error)) }
            // What was decoded before the damage is handed out first.
            pending = error
            return .bytes
        }
    }

    // MARK: Frames

    /// - Returns: `false` at the end of the source.
    private mutating func beginFrame(_ source: SourceReader) throws(Damage) -> Bool {
        while true {
            let available = source.peek(32)
            if available == 0 { return false }
            let head = source.buffered
            if WordPattern.lz4Legacy.begins(head) {
                frame = Frame(
                    isLegacy: true, blockBytesMax: Self.legacyBlockBytes, sourceOffset: source.offset)
                source.skip(4)
                return true
            }
            if WordPattern.skippable.begins(head), available >= 8 {
                let size = Int(littleEndianWord(head.dropFirst(4)))
                source.skip(8)
                try skip(source, size)
                continue
            }
            if WordPattern.zstd.begins(head) {
                isInZstd = true
                return true
            }
            guard WordPattern.lz4.begins(head) else { throw damage(source, "bytes that begin no LZ4 frame") }
            frame = try readHeader(source)
            history.removeAll(keepingCapacity: true)
            return true
        }
    }

    private func readHeader(_ source: SourceReader) throws(Damage) -> Frame {
        let head = Array(source.buffered.prefix(23))
        guard head.count >= 7 else { throw damage(source, "LZ4 frame header cut off") }
        let flags = head[4]
        guard flags & 0xC0 == 0x40, flags & 0x02 == 0 else {
            throw damage(source, "unknown LZ4 frame version")
        }
        let hasSize = flags & 0x08 != 0
        let hasDictionary = flags & 0x01 != 0
        let count = 7 + (hasSize ? 8 : 0) + (hasDictionary ? 4 : 0)
        guard head.count >= count else { throw damage(source, "LZ4 frame header cut off") }
        let check = unsafe head[4..<(count - 1)].withUnsafeBytes { unsafe blockHash($0) } >> 8 & 0xFF
        guard UInt8(check) == head[count - 1] else {
            throw damage(source, "LZ4 frame header checksum differs")
        }
        guard !hasDictionary else { throw damage(source, "LZ4 frame needs a dictionary") }
        let code = head[5] >> 4 & 7
        guard code >= 4 else { throw damage(source, "unknown LZ4 block size") }
        let start = source.offset
        source.skip(count)
        return Frame(
            isIndependent: flags & 0x20 != 0, blockBytesMax: 1 << (8 + 2 * Int(code)),
            hasBlockChecksums: flags & 0x10 != 0, hasContentChecksum: flags & 0x04 != 0, sourceOffset: start)
    }

    // MARK: Blocks

    /// Takes blocks until the output is full or the frame ends.
    ///
    /// - Returns: `false` when the frame ended without a byte.
    private mutating func readBlocks(
        _ source: SourceReader, into block: InputBlock, mayPack: Bool
    ) throws(Damage) -> Bool {
        guard var current = frame else { return false }
        let packs = mayPack && current.isIndependent
        if block.count == 0, block.packed.isEmpty {
            let fillMax = block.fillMax
            block.reserve(max(block.capacity, current.blockBytesMax * (mayPack ? 1 : 2)))
            block.fillMax = mayPack ? block.capacity : max(fillMax, block.capacity / 2)
        }
        if current.isFirstBlock { block.startsFrame = true }
        block.isChecked = current.hasContentChecksum
        var promised = 0
        while promised + current.blockBytesMax <= block.fillMax {
            guard let header = try readBlockHeader(source, &current) else {
                frame = nil
                try endFrame(source, current, block)
                return block.count > 0 || !block.packed.isEmpty || block.contentChecksum != nil
            }
            current.isFirstBlock = false
            frame = current
            try take(header, current, source, into: block, packs: packs)
            promised += current.blockBytesMax
        }
        return true
    }

    private struct BlockHeader {
        var count: Int
        var isCompressed: Bool
        var sourceOffset: UInt64
    }

    /// - Returns: `nil` at the frame's end.
    private func readBlockHeader(_ source: SourceReader, _ frame: inout Frame) throws(Damage) -> BlockHeader?
    {
        let available = source.peek(4)
        if frame.isLegacy, available == 0 { return nil }
        guard available >= 4 else { throw damage(source, "LZ4 frame cut off") }
        let size = littleEndianWord(source.buffered)
        if !frame.isLegacy, size == 0 {
            source.skip(4)
            return nil
        }
        let count = Int(frame.isLegacy ? size : size & 0x7FFF_FFFF)
        let bound =
            frame.isLegacy ? Int(LZ4_compressBound(Int32(Self.legacyBlockBytes))) : frame.blockBytesMax
        // A legacy frame has no end mark: another frame's magic number is no size of a block.
        if frame.isLegacy, count > bound, WordPattern.anyFrame.contains(where: { $0.matches(size) }) {
            return nil
        }
        guard count > 0, count <= bound else { throw damage(source, "impossible LZ4 block size") }
        let offset = source.offset
        source.skip(4)
        return BlockHeader(
            count: count, isCompressed: frame.isLegacy || size >> 31 == 0, sourceOffset: offset)
    }

    /// Reads one block's bytes, and decodes them unless another thread shall.
    private mutating func take(
        _ header: BlockHeader, _ frame: Frame, _ source: SourceReader, into block: InputBlock, packs: Bool
    ) throws(Damage) {
        let start = block.packedBytes.count
        block.packedBytes.append(addingCapacity: header.count) { room in
            // Sound: as many bytes are read as there is room for, or fewer, and those are told.
            unsafe room.withUnsafeMutableBufferPointer { bytes, count in
                count = unsafe source.read(
                    into: UnsafeMutableRawBufferPointer(
                        rebasing: UnsafeMutableRawBufferPointer(bytes)[..<header.count]))
            }
        }
        let read = block.packedBytes.count - start
        var checksum: UInt32?
        if frame.hasBlockChecksums, read == header.count, source.peek(4) >= 4 {
            checksum = littleEndianWord(source.buffered)
            source.skip(4)
        }
        guard read == header.count, !frame.hasBlockChecksums || checksum != nil else {
            block.packedBytes.removeLast(read)
            throw damage(source, "LZ4 block cut off")
        }
        block.packed.append(
            InputBlock.PackedBlock(
                range: start..<(start + header.count), isCompressed: header.isCompressed,
                decodedMax: frame.blockBytesMax, checksum: checksum, sourceOffset: header.sourceOffset))
        if packs { return }
        let before = block.count
        let damages = block.unpack(history: frame.isIndependent ? [] : history)
        // An independent block is lost alone: its damage says how far it was passed over already.
        if var first = damages.first {
            if !frame.isIndependent { first.bytesSkipped = nil }
            self.frame?.isDamaged = true
            throw first
        }
        if !frame.isIndependent { remember(block, from: before) }
    }

    /// Keeps the last 64 KiB, which the next block may refer to.
    private mutating func remember(_ block: InputBlock, from start: Int) {
        block.withBytes { bytes, own in
            for index in (own.lowerBound + start)..<own.upperBound { history.append(bytes[index]) }
        }
        if history.count > 65_536 { history.removeFirst(history.count - 65_536) }
    }

    private func endFrame(_ source: SourceReader, _ frame: Frame, _ block: InputBlock) throws(Damage) {
        guard frame.hasContentChecksum else { return }
        guard source.peek(4) >= 4 else { throw damage(source, "LZ4 content checksum cut off") }
        if !frame.isDamaged { block.contentChecksum = (littleEndianWord(source.buffered), source.offset) }
        source.skip(4)
    }

    // MARK: Damage

    private func damage(_ source: SourceReader, _ reason: String) -> Damage {
        Damage(sourceOffset: source.offset, bytesSkipped: nil, reason: reason)
    }

    /// Gets behind a damage: to the next block if that is where the source stands, else to the next frame.
    private mutating func pass(_ source: SourceReader, _ found: Damage) -> Damage {
        found.bytesSkipped == nil ? resynchronise(source, found) : found
    }

    /// Looks for the next frame, which may begin before the damage was noticed: a frame that was cut off
    /// takes what follows it for blocks.
    private mutating func resynchronise(_ source: SourceReader, _ found: Damage) -> Damage {
        let start = frame?.sourceOffset ?? source.offset
        let blocks = UInt64(2 * (frame?.blockBytesMax ?? 0))
        frame = nil
        source.rewind(to: max(start + 1, source.offset - min(source.offset, blocks)))
        if source.offset == start, source.peek(1) > 0 { source.skip(1) }
        source.seek(WordPattern.frames)
        return Damage(found.reason, from: found.sourceOffset, to: source.offset)
    }

    private func skip(_ source: SourceReader, _ count: Int) throws(Damage) {
        var left = count
        while left > 0 {
            let available = source.peek(1)
            guard available > 0 else { throw damage(source, "LZ4 frame cut off") }
            let taken = min(available, left)
            source.skip(taken)
            left -= taken
        }
    }
}

extension InputBlock {
    /// Decodes the LZ4 blocks that `fetch` brought; called by any thread, once.
    ///
    /// - Returns: Blocks that could not be decoded; what stands before and behind them is there.
    public func decode() -> [Damage] {
        unpack(history: [])
    }

    /// Decodes and drops the packed blocks.
    ///
    /// - Parameter history: What the blocks may refer to, at most 64 KiB.
    func unpack(history: [UInt8]) -> [Damage] {
        guard !packed.isEmpty else { return [] }
        var damages: [Damage] = []
        for piece in packed {
            if let reason = unpack(piece, history: history) {
                isDamaged = true
                if count == 0 { startsPart = true }
                if holes.last != count { holes.append(count) }
                damages.append(
                    Damage(
                        sourceOffset: piece.sourceOffset, bytesSkipped: UInt64(piece.range.count),
                        reason: reason))
            }
        }
        packed.removeAll(keepingCapacity: true)
        packedBytes.removeAll(keepingCapacity: true)
        return damages
    }

    /// - Returns: What is wrong with the block; `nil` when its bytes were appended.
    private func unpack(_ piece: PackedBlock, history: [UInt8]) -> String? {
        // Sound: `range` lies in `packedBytes`; LZ4 writes at most the bytes that it is told are free.
        unsafe packedBytes.withUnsafeBytes { bytes -> String? in
            let input = unsafe UnsafeRawBufferPointer(rebasing: bytes[piece.range])
            if let checksum = piece.checksum, unsafe blockHash(input) != checksum {
                return "LZ4 block checksum differs"
            }
            let output = unsafe free
            if !piece.isCompressed {
                guard input.count <= output.count else { return "LZ4 block too large" }
                unsafe output.copyMemory(from: input)
                count += input.count
                return nil
            }
            let written = unsafe history.withUnsafeBytes { past in
                unsafe LZ4_decompress_safe_usingDict(
                    input.bindMemory(to: CChar.self).baseAddress,
                    output.bindMemory(to: CChar.self).baseAddress,
                    Int32(input.count), Int32(min(output.count, piece.decodedMax)),
                    past.bindMemory(to: CChar.self).baseAddress, Int32(past.count))
            }
            guard written >= 0 else { return "LZ4 block is damaged" }
            count += Int(written)
            return nil
        }
    }
}

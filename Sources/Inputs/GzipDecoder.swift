private import CIgzip
private import Glibc

/// gzip (RFC 1952): one member after another, their checksums and sizes verified.
@safe
struct GzipDecoder: StreamDecoder {
    private let inflater = Inflater()

    /// Where the member begins that is being decoded.
    private var memberStart: UInt64?

    /// What is wrong behind the bytes that were handed out last.
    private var pending: String?

    /// How far before a damage the next member may begin.
    ///
    /// A member that was cut off is followed by the next one's header, which is taken for deflate data until
    /// that makes no sense any more.
    private static let lookBackBytes: UInt64 = 64 * 1024

    mutating func next(from source: SourceReader, into block: InputBlock, mayPack: Bool) -> FetchStep {
        if let reason = pending {
            // What igzip has decoded ahead of the damage is handed out first.
            inflater.drain(into: block)
            return block.count > 0 ? .bytes : broken(source, reason)
        }
        while block.count < block.fillMax {
            if memberStart == nil {
                guard source.peek(4) > 0 else { return block.count > 0 ? .bytes : .end }
                // The last bytes of a file may be too few to tell.
                guard WordPattern.gzip.begins(source.buffered) else {
                    if block.count > 0 { return .bytes }
                    if let damage = passOver(source) { return .gap(damage) }
                    continue
                }
                memberStart = source.offset
                guard let count = headerCount(source) else {
                    let reason = source.isAtEnd ? "gzip member cut off" : "gzip header is too long"
                    guard block.count > 0 else { return broken(source, reason) }
                    pending = reason
                    return .bytes
                }
                source.skip(count)
                inflater.begin()
            } else if source.peek(1) == 0, !inflater.holdsOutput {
                if block.count > 0 { return .bytes }
                return broken(source, "gzip member cut off")
            }
            switch inflater.step(source, block) {
            case .goesOn: break
            case .memberEnds: memberStart = nil
            case .fails(let reason):
                inflater.drain(into: block)
                guard block.count > 0 else { return broken(source, reason) }
                // What was decoded before the damage is handed out first.
                pending = reason
                return .bytes
            }
        }
        return .bytes
    }

    /// The bytes of a member's header (RFC 1952, 2.3), read into the buffer as a whole.
    ///
    /// igzip forgets the fields of a header that comes in two pieces, and would go on with what its
    /// memory held.
    ///
    /// - Returns: `nil` when the source ends before it, or the buffer is too small.
    private func headerCount(_ source: SourceReader) -> Int? {
        while true {
            if let count = headerCount(source.buffered) { return count }
            let buffered = source.buffered.count
            guard source.peek(min(buffered + 4096, SourceReader.bufferBytes)) > buffered else { return nil }
        }
    }

    /// - Returns: `nil` when it does not end among the bytes.
    private func headerCount(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count >= 10 else { return nil }
        let flags = bytes[bytes.startIndex + 3]
        var rest = bytes.dropFirst(10)
        if flags & 0x04 != 0 {
            guard rest.count >= 2 else { return nil }
            let count = Int(rest[rest.startIndex]) | Int(rest[rest.startIndex + 1]) << 8
            guard rest.count >= 2 + count else { return nil }
            rest = rest.dropFirst(2 + count)
        }
        // The name and the comment end with a zero.
        for flag: UInt8 in [0x08, 0x10] where flags & flag != 0 {
            guard let end = rest.firstIndex(of: 0) else { return nil }
            rest = rest[(end + 1)...]
        }
        if flags & 0x02 != 0 {
            guard rest.count >= 2 else { return nil }
            rest = rest.dropFirst(2)
        }
        return bytes.count - rest.count
    }

    private mutating func broken(_ source: SourceReader, _ reason: String) -> FetchStep {
        pending = nil
        let found = source.offset
        let start = memberStart ?? found
        memberStart = nil
        source.rewind(to: max(start + 1, found - min(found, Self.lookBackBytes)))
        if source.offset == start, source.peek(1) > 0 { source.skip(1) }
        source.seek([.gzip])
        return .gap(Damage(reason, from: found, to: source.offset))
    }

    /// Passes over zeros, which are padding, and over anything else, which is told.
    private func passOver(_ source: SourceReader) -> Damage? {
        while source.peek(1) > 0, source.buffered.first == 0 {
            source.skip(source.buffered.prefix { $0 == 0 }.count)
        }
        guard source.peek(4) > 0, !WordPattern.gzip.begins(source.buffered) else { return nil }
        let start = source.offset
        source.seek([.gzip])
        return Damage("bytes behind the gzip data", from: start, to: source.offset)
    }
}

/// Owns igzip's state.
@safe
private final class Inflater {
    enum Outcome {
        case goesOn
        case memberEnds
        case fails(reason: String)
    }

    private let memory: UnsafeMutableRawPointer
    private let state: UnsafeMutablePointer<inflate_state>

    /// The last block was filled to its end: igzip may hold bytes for the next.
    private(set) var holdsOutput = false

    /// The longest distance of deflate (RFC 1951, 3.2.5).
    private static let distanceMax = 32_768

    init() {
        // igzip may copy from before a damaged member's first byte, and so from before its own buffer: zeros
        // lie there, not what the memory held.
        let count = unsafe MemoryLayout<inflate_state>.size + Self.distanceMax
        unsafe memory = .allocate(byteCount: count, alignment: 64)
        unsafe memset(memory, 0, count)
        unsafe state = (memory + Self.distanceMax).bindMemory(to: inflate_state.self, capacity: 1)
        unsafe isal_inflate_init(state)
    }

    deinit {
        unsafe memory.deallocate()
    }

    /// Makes ready for the deflate data of a member.
    func begin() {
        unsafe isal_inflate_reset(state)
        unsafe state.pointee.crc_flag = UInt32(ISAL_GZIP_NO_HDR_VER)
        holdsOutput = false
    }

    /// Hands out what was decoded ahead of a damage, as far as there is room.
    func drain(into block: InputBlock) {
        // Sound: as many bytes are written as are free, or fewer.
        unsafe block.count += seep_inflate_drain(state, block.free.baseAddress, block.free.count)
    }

    /// Decodes from the buffered bytes into the block, as far as both go.
    func step(_ source: SourceReader, _ block: InputBlock) -> Outcome {
        var status: Int32 = 0
        unsafe source.consume { input in
            let output = unsafe block.free
            // Sound: igzip reads and writes inside the two buffers, during the call only.
            let start = unsafe UnsafeMutablePointer(mutating: input.baseAddress)
            unsafe state.pointee.next_in = start
            unsafe state.pointee.avail_in = UInt32(input.count)
            unsafe state.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
            unsafe state.pointee.avail_out = UInt32(output.count)
            status = unsafe isal_inflate(state)
            block.count += output.count - Int(unsafe state.pointee.avail_out)
            holdsOutput = unsafe state.pointee.avail_out == 0
            // Not from `avail_in`, which is eight too small, and may be below zero, after a damage.
            guard let start = unsafe start, let end = unsafe state.pointee.next_in else { return 0 }
            return unsafe end - start
        }
        switch status {
        case ISAL_DECOMP_OK:
            return unsafe state.pointee.block_state == ISAL_BLOCK_FINISH ? .memberEnds : .goesOn
        case ISAL_END_INPUT, ISAL_OUT_OVERFLOW: return .goesOn
        case ISAL_INCORRECT_CHECKSUM: return .fails(reason: "gzip checksum differs")
        default: return .fails(reason: "gzip data is damaged")
        }
    }
}

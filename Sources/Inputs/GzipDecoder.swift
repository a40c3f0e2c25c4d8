private import CIgzip

/// gzip (RFC 1952): one member after another, their checksums and sizes verified.
@safe
struct GzipDecoder: StreamDecoder {
    private let inflater: Inflater
    private var isInMember = false

    /// What is wrong behind the bytes that were handed out last.
    private var pending: String?

    init() throws(InputError) {
        inflater = Inflater()
    }

    mutating func next(from source: SourceReader, into block: InputBlock, mayPack: Bool) -> FetchStep {
        if let reason = pending { return broken(source, reason) }
        while block.count < block.fillMax {
            let available: Int
            do throws(InputError) {
                available = try source.peek(isInMember ? 1 : 10)
            } catch {
                return finish(
                    block, Damage(sourceOffset: source.offset, bytesSkipped: nil, reason: error.reason))
            }
            if !isInMember {
                if available == 0 { return block.count > 0 ? .bytes : .end }
                let head = source.buffered
                guard head.starts(with: [0x1F, 0x8B, 0x08]) else {
                    if block.count > 0 { return .bytes }
                    return passOver(source)
                }
                inflater.begin()
                isInMember = true
            } else if available == 0 {
                if block.count > 0 { return .bytes }
                isInMember = false
                return .gap(
                    Damage(sourceOffset: source.offset, bytesSkipped: 0, reason: "gzip member cut off"))
            }
            switch inflater.step(source, block) {
            case .goesOn: break
            case .memberEnds: isInMember = false
            case .fails(let reason):
                if block.count > 0 {
                    pending = reason
                    return .bytes
                }
                return broken(source, reason)
            }
        }
        return .bytes
    }

    private func finish(_ block: InputBlock, _ damage: Damage) -> FetchStep {
        block.count > 0 ? .bytes : .gap(damage)
    }

    private mutating func broken(_ source: SourceReader, _ reason: String) -> FetchStep {
        isInMember = false
        pending = nil
        let start = source.offset
        if !source.buffered.isEmpty { source.skip(1) }
        seekMember(source)
        return .gap(Damage(sourceOffset: start, bytesSkipped: source.offset - start, reason: reason))
    }

    /// Zeros behind the last member are padding; anything else is left out, and said.
    private func passOver(_ source: SourceReader) -> FetchStep {
        while let available = try? source.peek(4096), available > 0, source.buffered.allSatisfy({ $0 == 0 }) {
            source.skip(available)
        }
        guard !source.buffered.isEmpty else { return .end }
        let start = source.offset
        source.skip(1)
        seekMember(source)
        return .gap(
            Damage(
                sourceOffset: start, bytesSkipped: source.offset - start, reason: "bytes behind the gzip data"
            ))
    }

    /// A member's header: magic, deflate, no reserved flag.
    private func seekMember(_ source: SourceReader) {
        _ = try? source.seek(needed: 10) { head in
            head.starts(with: [0x1F, 0x8B, 0x08]) && head[head.startIndex + 3] & 0xE0 == 0
        }
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

    private let state: UnsafeMutablePointer<inflate_state>

    init() {
        unsafe state = .allocate(capacity: 1)
        unsafe isal_inflate_init(state)
    }

    deinit {
        unsafe state.deallocate()
    }

    func begin() {
        unsafe isal_inflate_reset(state)
        unsafe state.pointee.crc_flag = UInt32(ISAL_GZIP)
    }

    /// Decodes from the buffered bytes into the block, as far as both go.
    func step(_ source: SourceReader, _ block: InputBlock) -> Outcome {
        var status: Int32 = 0
        unsafe source.consume { input in
            let output = unsafe block.free
            // Sound: igzip reads and writes inside the two buffers, during the call only.
            unsafe state.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            unsafe state.pointee.avail_in = UInt32(input.count)
            unsafe state.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
            unsafe state.pointee.avail_out = UInt32(output.count)
            status = unsafe isal_inflate(state)
            block.count += output.count - Int(unsafe state.pointee.avail_out)
            return input.count - Int(unsafe state.pointee.avail_in)
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

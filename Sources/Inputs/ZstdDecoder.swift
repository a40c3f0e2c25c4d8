internal import Bytes
private import CZstd

/// Zstandard (RFC 8878): frames and skippable frames, one after another.
@safe
struct ZstdDecoder: StreamDecoder {
    private let context: Context

    /// Where the frame begins that is being decoded.
    private var frameStart: UInt64?

    /// Bytes that the context asks for next.
    private var wanted = ZstdDecoder.prefixBytes

    /// What is wrong behind the bytes that were handed out last.
    private var pending: String?

    /// Bytes may be waiting inside of the context although the source is at its end.
    private var outputWasFull = false

    /// Bytes that tell how long a frame's header is.
    private static let prefixBytes = 5

    /// How far before a damage the next frame may begin: two blocks, of which a damaged one may have
    /// swallowed its first bytes.
    private static let lookBackBytes: UInt64 = 256 * 1024

    @safe
    private final class Context {
        let pointer: OpaquePointer

        init() throws(InputError) {
            guard let pointer = unsafe ZSTD_createDStream() else { throw .outOfMemory }
            unsafe self.pointer = pointer
            var windowLog: Int32 = 10
            while 1 << Int(windowLog) < Limits.zstdWindowBytesMax { windowLog += 1 }
            unsafe ZSTD_DCtx_setParameter(pointer, ZSTD_d_windowLogMax, windowLog)
        }

        deinit {
            unsafe ZSTD_freeDStream(pointer)
        }
    }

    init() throws(InputError) {
        context = try Context()
    }

    /// Ends at the source's end, and before a frame of LZ4.
    mutating func next(from source: SourceReader, into block: InputBlock, mayPack: Bool) -> FetchStep {
        if let reason = pending { return broken(source, reason) }
        while block.count < block.fillMax {
            let available = source.peek(min(wanted, SourceReader.bufferBytes))
            if available == 0, !outputWasFull {
                if block.count > 0 { return .bytes }
                return frameStart == nil ? .end : broken(source, "zstd frame cut off")
            }
            if frameStart == nil {
                if WordPattern.lz4.begins(source.buffered) || WordPattern.lz4Legacy.begins(source.buffered) {
                    return block.count > 0 ? .bytes : .end
                }
                frameStart = source.offset
            }
            if let reason = step(source, block) {
                guard block.count > 0 else { return broken(source, reason) }
                // What was decoded before the damage is handed out first.
                pending = reason
                return .bytes
            }
        }
        return .bytes
    }

    /// Decodes at most one block of the frame.
    ///
    /// The library drops what it has decoded in a call that meets a damage. So each call gets the bytes of
    /// one block, without the next one's header, which the library asks for together with it, and none while
    /// a block waits for room.
    ///
    /// - Returns: What is wrong; `nil` for nothing.
    private mutating func step(_ source: SourceReader, _ block: InputBlock) -> String? {
        var status = 0
        var isFull = false
        let isBeginning = source.offset == frameStart
        let lent = outputWasFull ? 0 : isBeginning || wanted <= 3 ? wanted : wanted - 3
        unsafe source.consume(atMost: lent) { input in
            let free = unsafe block.free
            var output = unsafe ZSTD_outBuffer(dst: free.baseAddress, size: free.count, pos: 0)
            var taken = unsafe ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
            // Sound: zstd reads and writes inside the two buffers, during the call only.
            status = unsafe ZSTD_decompressStream(context.pointer, &output, &taken)
            let written = unsafe output.pos
            block.count += written
            isFull = written == free.count
            return unsafe taken.pos
        }
        guard ZSTD_isError(status) == 0 else {
            switch ZSTD_getErrorCode(status) {
            case ZSTD_error_checksum_wrong: return "zstd checksum differs"
            case ZSTD_error_frameParameter_windowTooLarge: return "zstd window is larger than the bound"
            case ZSTD_error_dictionary_wrong: return "zstd frame needs a dictionary"
            case ZSTD_error_prefix_unknown: return "bytes that begin no zstd frame"
            default: return "zstd data is damaged"
            }
        }
        outputWasFull = isFull && status != 0
        wanted = status == 0 ? Self.prefixBytes : status
        if status == 0 { frameStart = nil }
        return nil
    }

    private mutating func broken(_ source: SourceReader, _ reason: String) -> FetchStep {
        let found = source.offset
        let start = frameStart ?? found
        pending = nil
        frameStart = nil
        outputWasFull = false
        wanted = Self.prefixBytes
        unsafe ZSTD_DCtx_reset(context.pointer, ZSTD_reset_session_only)
        source.rewind(to: max(start + 1, found - min(found, Self.lookBackBytes)))
        if source.offset == start, source.peek(1) > 0 { source.skip(1) }
        source.seek(WordPattern.frames)
        return .gap(Damage(reason, from: found, to: source.offset))
    }
}

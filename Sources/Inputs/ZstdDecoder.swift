internal import Bytes
private import CZstd

/// Zstandard (RFC 8878): frames and skippable frames, one after another.
@safe
struct ZstdDecoder: StreamDecoder {
    static let magic: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]

    private let context: Context
    private var isInFrame = false

    /// What is wrong behind the bytes that were handed out last.
    private var pending: String?

    /// Bytes may be waiting inside of the context although the source is at its end.
    private var outputWasFull = false

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

    mutating func next(from source: SourceReader, into block: InputBlock, mayPack: Bool) -> FetchStep {
        if let reason = pending { return broken(source, reason) }
        while block.count < block.fillMax {
            let available: Int
            do throws(InputError) {
                available = try source.peek(1)
            } catch {
                if block.count > 0 { return .bytes }
                return .gap(Damage(sourceOffset: source.offset, bytesSkipped: nil, reason: error.reason))
            }
            if available == 0, !outputWasFull {
                if block.count > 0 { return .bytes }
                guard isInFrame else { return .end }
                isInFrame = false
                return .gap(
                    Damage(sourceOffset: source.offset, bytesSkipped: 0, reason: "zstd frame cut off"))
            }
            if let reason = step(source, block) {
                guard block.count > 0 else { return broken(source, reason) }
                pending = reason
                return .bytes
            }
        }
        return .bytes
    }

    /// Decodes from the buffered bytes into the block, as far as both go.
    ///
    /// - Returns: What is wrong; `nil` for nothing.
    private mutating func step(_ source: SourceReader, _ block: InputBlock) -> String? {
        var status = 0
        var isFull = false
        unsafe source.consume { input in
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
        isInFrame = status != 0
        outputWasFull = isFull && status != 0
        return nil
    }

    private mutating func broken(_ source: SourceReader, _ reason: String) -> FetchStep {
        isInFrame = false
        pending = nil
        outputWasFull = false
        let start = source.offset
        unsafe ZSTD_DCtx_reset(context.pointer, ZSTD_reset_session_only)
        if !source.buffered.isEmpty { source.skip(1) }
        _ = try? source.seek(needed: 4) { $0.starts(with: Self.magic) }
        return .gap(Damage(sourceOffset: start, bytesSkipped: source.offset - start, reason: reason))
    }
}

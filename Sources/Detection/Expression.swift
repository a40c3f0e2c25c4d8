internal import Bytes
private import CPCRE2

/// What an anchored match says.
enum ExpressionOutcome {
    case none

    /// The value: group 1 where the expression has one, else the whole match.
    case match(value: Range<Int>)

    /// A limit of PCRE2 was reached: nobody knows.
    case limitReached
}

/// What PCRE2 needs for a match besides the expression: one per worker.
@safe
final class ExpressionScratch {
    fileprivate let context: OpaquePointer
    fileprivate let stack: OpaquePointer
    fileprivate let block: OpaquePointer
    fileprivate let offsets: UnsafeMutablePointer<Int>

    /// - Throws: `DetectionError.outOfMemory`.
    init() throws(DetectionError) {
        guard let context = unsafe pcre2_match_context_create_8(nil),
            let stack = unsafe pcre2_jit_stack_create_8(32 * 1024, Limits.regexJITStackBytes, nil),
            // Group 0 and group 1 are all that anybody asks for.
            let block = unsafe pcre2_match_data_create_8(2, nil),
            let offsets = unsafe pcre2_get_ovector_pointer_8(block)
        else { throw .outOfMemory }
        unsafe self.context = context
        unsafe self.stack = stack
        unsafe self.block = block
        unsafe self.offsets = offsets
        unsafe pcre2_jit_stack_assign_8(context, nil, UnsafeMutableRawPointer(stack))
        unsafe pcre2_set_match_limit_8(context, Limits.regexMatchLimit)
        unsafe pcre2_set_depth_limit_8(context, Limits.regexDepthLimit)
        unsafe pcre2_set_heap_limit_8(context, Limits.regexHeapKiB)
    }

    deinit {
        unsafe pcre2_match_data_free_8(block)
        unsafe pcre2_jit_stack_free_8(stack)
        unsafe pcre2_match_context_free_8(context)
    }
}

/// A compiled expression that matches at one place only.
///
/// A value of two words without a reference count, so that a worker can pass it around per candidate; the
/// table that holds it frees it.
@safe
struct Expression {
    private let code: OpaquePointer
    private let isCompiledToMachineCode: Bool

    struct Rejection: Error {
        let offset: Int
        let reason: String
    }

    /// Where memory may not be written and executed, as under `MemoryDenyWriteExecute=` of systemd, PCRE2 makes no machine
    /// code, and the interpreter matches within the same limits.
    ///
    /// - Parameter isAnchored: `false` for the rare expression without a trigger, which searches.
    init(_ source: String, isAnchored: Bool = true, matchesWholeSubject: Bool = false) throws(Rejection) {
        var status: Int32 = 0
        var offset = 0
        var options = UInt32(PCRE2_NEVER_UTF) | UInt32(PCRE2_NEVER_BACKSLASH_C)
        if isAnchored { options |= UInt32(PCRE2_ANCHORED) }
        if matchesWholeSubject { options |= UInt32(PCRE2_ENDANCHORED) }
        var source = source
        let code = source.withUTF8 { text in
            unsafe pcre2_compile_8(text.baseAddress, text.count, options, &status, &offset, nil)
        }
        guard let code = unsafe code else {
            var message = [UInt8](repeating: 0, count: 160)
            let count = unsafe message.withUnsafeMutableBufferPointer { buffer in
                unsafe pcre2_get_error_message_8(status, buffer.baseAddress, buffer.count)
            }
            throw Rejection(
                offset: offset, reason: String(decoding: message.prefix(max(0, Int(count))), as: UTF8.self))
        }
        unsafe self.code = code
        isCompiledToMachineCode = unsafe pcre2_jit_compile_8(code, UInt32(PCRE2_JIT_COMPLETE)) == 0
    }

    /// Ends the expression's life: its owner's duty, once.
    func free() {
        unsafe pcre2_code_free_8(code)
    }

    /// Matches at `start`, seeing `bytes` from `floor` up to `end` and nothing else.
    ///
    /// - Returns: The value, in offsets into `bytes`.
    @inline(__always)
    func match(
        _ bytes: Span<UInt8>, floor: Int, start: Int, end: Int, scratch: ExpressionScratch
    ) -> ExpressionOutcome {
        // Sound: PCRE2 reads `end - floor` bytes during the call and keeps no pointer that is used after it.
        let status = unsafe bytes.withUnsafeBufferPointer { buffer -> Int32 in
            guard let base = buffer.baseAddress else { return PCRE2_ERROR_NOMATCH }
            let subject = unsafe base + floor
            if isCompiledToMachineCode {
                let status = unsafe pcre2_jit_match_8(
                    code, subject, end - floor, start - floor, 0, scratch.block, scratch.context)
                // The interpreter needs no machine stack: where that was too small it still knows.
                if status != PCRE2_ERROR_JIT_STACKLIMIT { return status }
            }
            return unsafe pcre2_match_8(
                code, subject, end - floor, start - floor, UInt32(PCRE2_NO_JIT), scratch.block,
                scratch.context)
        }
        guard status >= 0 else { return status == PCRE2_ERROR_NOMATCH ? .none : .limitReached }
        // Status 0 says that there were more groups than the block holds; group 1 is set all the same.
        let offsets = unsafe scratch.offsets
        if status != 1, unsafe offsets[2] != SEEP_PCRE2_UNSET {
            return unsafe .match(value: (floor + offsets[2])..<(floor + offsets[3]))
        }
        return unsafe .match(value: (floor + offsets[0])..<(floor + offsets[1]))
    }
}

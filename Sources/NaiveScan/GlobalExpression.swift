private import CPCRE2

/// An expression that is looked for anywhere in a text: PCRE2's plain global search.
///
/// It shares nothing with the scanner's own use of PCRE2 but the library.
@safe
final class GlobalExpression {
    private let code: OpaquePointer
    private let block: OpaquePointer

    struct Match {
        /// Where the match begins.
        var start: Int

        /// Group 1 where the expression has one and it took part, else the whole match.
        var value: Range<Int>

        /// Where the match ends; a group may end earlier.
        var end: Int
    }

    /// - Returns: `nil` for an expression that PCRE2 refuses.
    init?(_ source: String) {
        var status: Int32 = 0
        var offset = 0
        var source = source
        let code = source.withUTF8 { text in
            unsafe pcre2_compile_8(
                text.baseAddress, text.count, UInt32(PCRE2_NEVER_UTF), &status, &offset, nil)
        }
        guard let code = unsafe code else { return nil }
        guard let block = unsafe pcre2_match_data_create_from_pattern_8(code, nil) else {
            unsafe pcre2_code_free_8(code)
            return nil
        }
        _ = unsafe pcre2_jit_compile_8(code, UInt32(PCRE2_JIT_COMPLETE))
        unsafe self.code = code
        unsafe self.block = block
    }

    deinit {
        unsafe pcre2_match_data_free_8(block)
        unsafe pcre2_code_free_8(code)
    }

    /// The first match that begins at `start` or behind it, with all of `bytes` in sight.
    func firstMatch(in bytes: [UInt8], from start: Int) -> Match? {
        guard start <= bytes.count else { return nil }
        // Sound: PCRE2 reads the bytes during the call, and the block lives as long as this object.
        let count = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe pcre2_match_8(code, buffer.baseAddress, buffer.count, start, 0, block, nil)
        }
        precondition(count != 0, "a block made for the expression is too small for it")
        precondition(count > 0 || count == PCRE2_ERROR_NOMATCH, "a limit of PCRE2 was reached")
        guard count > 0, let offsets = unsafe pcre2_get_ovector_pointer_8(block) else { return nil }
        let whole = unsafe offsets[0]..<offsets[1]
        var value = whole
        if count > 1, unsafe offsets[2] != SEEP_PCRE2_UNSET {
            value = unsafe offsets[2]..<offsets[3]
        }
        return Match(start: whole.lowerBound, value: value, end: whole.upperBound)
    }
}

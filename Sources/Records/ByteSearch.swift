private import Glibc

extension ArraySlice where Element == UInt8 {
    /// Where a word stands first; `nil` for nowhere.
    ///
    /// The standard library's `firstRange(of:)` is generic over its elements and takes a hundred times as long, which
    /// was 20 ms for the head of each source.
    func find(_ word: [UInt8]) -> Range<Int>? {
        let (text, word) = (span, word.span)
        guard !word.isEmpty, text.count >= word.count else { return nil }
        let first = word[0]
        for at in 0...(text.count - word.count) where text[at] == first {
            var same = 1
            while same < word.count, text[at + same] == word[same] { same += 1 }
            if same == word.count { return startIndex + at..<startIndex + at + same }
        }
        return nil
    }
}

extension Span where Element == UInt8 {
    /// Whether a text stands at an offset, whole before `end`.
    func holds(_ text: [UInt8], at offset: Int, before end: Int) -> Bool {
        precondition(offset >= 0 && offset <= end && end <= count, "a range outside of the bytes")
        guard text.count <= end - offset else { return false }
        // Sound: the text lies in the bytes, as was just checked, and both are read during the call only.
        return unsafe withUnsafeBufferPointer { bytes in
            unsafe text.withUnsafeBufferPointer { text in
                guard let here = bytes.baseAddress, let there = text.baseAddress else { return text.isEmpty }
                return unsafe memcmp(here + offset, there, text.count) == 0
            }
        }
    }
}

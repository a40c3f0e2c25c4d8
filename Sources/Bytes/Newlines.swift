private import CByteScan
private import Glibc

/// The first line feed of a range, or its end.
package func firstNewline(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    // Sound: the range was checked against the span, and the bytes are read during the call only.
    unsafe bytes.extracting(range).withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress, let found = unsafe memchr(base, 0x0A, buffer.count) else {
            return range.upperBound
        }
        return unsafe range.lowerBound + (UnsafeRawPointer(found) - UnsafeRawPointer(base))
    }
}

/// The last line feed of a range; `nil` where there is none.
package func lastNewline(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    // Sound: as above.
    unsafe bytes.extracting(range).withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress, let found = unsafe seep_last_newline(base, buffer.count) else {
            return nil
        }
        return unsafe range.lowerBound + (found - base)
    }
}

/// Counts the line feeds of a range.
package func newlines(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    guard !range.isEmpty else { return 0 }
    // Sound: as above.
    return unsafe bytes.extracting(range).withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return 0 }
        return unsafe seep_count_newlines(base, buffer.count)
    }
}

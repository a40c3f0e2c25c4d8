private import Glibc

/// The first line feed of a range, or its end.
public func firstNewline(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    // Sound: the range was checked against the span, and the bytes are read during the call only.
    unsafe bytes.extracting(range).withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress, let found = unsafe memchr(base, 0x0A, buffer.count) else {
            return range.upperBound
        }
        return unsafe range.lowerBound + (UnsafeRawPointer(found) - UnsafeRawPointer(base))
    }
}

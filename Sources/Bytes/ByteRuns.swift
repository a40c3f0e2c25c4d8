public import CByteScan

/// Where the run of a set's bytes ends that begins a range, or the range's end.
@inlinable @inline(__always)
package func runEnd(_ bytes: Span<UInt8>, _ range: Range<Int>, of set: seep_byte_set) -> Int {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "a range outside of the bytes")
    // Sound: the range was just checked, and the kernel reads inside of it during the call only.
    return unsafe bytes.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return range.upperBound }
        return unsafe withUnsafePointer(to: set) { set in
            unsafe seep_run_end(base, range.lowerBound, range.upperBound, set)
        }
    }
}

/// Where the run of a set's bytes begins that ends a range, or the range's beginning.
@inlinable @inline(__always)
package func runStart(_ bytes: Span<UInt8>, _ range: Range<Int>, of set: seep_byte_set) -> Int {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "a range outside of the bytes")
    // Sound: the range was just checked, and the kernel reads inside of it during the call only.
    return unsafe bytes.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return range.lowerBound }
        return unsafe withUnsafePointer(to: set) { set in
            unsafe seep_run_start(base, range.upperBound, range.lowerBound, set)
        }
    }
}

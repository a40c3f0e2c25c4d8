internal import Bytes
internal import CByteScan

extension JSONReader {
    /// Reads on through a range, and hands out each value that begins there and is neither an object nor an array.
    ///
    /// - Parameter body: Gets the value's spot, and whether it is empty or `null`.
    mutating func survey(
        _ bytes: Span<UInt8>, _ range: Range<Int>, _ body: (RecordReader.Spot, _ isVoid: Bool) -> Void
    ) {
        var next = range.lowerBound
        var at = range.lowerBound
        var last = -1
        while at <= range.upperBound {
            next = seek(bytes, from: next, to: at).next
            defer { at += 1 }
            guard ahead != nil || state == .string || state == .scalar, depthBeyond == 0 else { continue }
            let start = valueStart
            if start != last, range.contains(start) {
                last = start
                body(spot, isVoid(bytes, start))
            }
            if let ahead {
                at = max(at, Int(ahead.value_end))
            } else if state == .string {
                at = runEnd(bytes, at..<range.upperBound, of: Self.plainInString)
            }
        }
    }

    private func isVoid(_ bytes: Span<UInt8>, _ start: Int) -> Bool {
        if start > 0, bytes[start - 1] == 0x22 { return start < bytes.count && bytes[start] == 0x22 }
        let null: [UInt8] = [0x6E, 0x75, 0x6C, 0x6C]
        guard start + null.count <= bytes.count else { return false }
        return null.indices.allSatisfy { bytes[start + $0] == null[$0] }
    }
}

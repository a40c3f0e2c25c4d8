internal import Bytes
internal import CByteScan

/// Going to a byte that somebody asks for, in steps of whole members where the document lets it.
extension JSONReader {
    /// The bytes that are read next belong to another span than those before, and begin there at an offset.
    mutating func beginSeeking(at offset: Int) {
        lineEnd = -1
        startedAt = offset - valueAge
        readUpTo = offset
        ahead = nil
    }

    /// Reads on up to a byte, or on behind it, when it lies in a member of an object that can be passed at once.
    ///
    /// - Parameter from: What the last call returned.
    /// - Returns: Where to read on, and the byte's spot: `nil` where it is no value.
    mutating func seek(
        _ bytes: Span<UInt8>, from: Int, to offset: Int
    ) -> (next: Int, spot: RecordReader.Spot?) {
        let next = from < offset ? goOn(bytes, from: from, to: offset) : from
        guard isInData(at: offset) else { return (next, nil) }
        return (next, spot)
    }

    /// The spot of the value that was sought last.
    var spot: RecordReader.Spot {
        RecordReader.Spot(
            hash: placeHash, container: index.isEmpty ? PlaceHash.document : index.hash,
            record: document, valueStart: valueStart, valueEnd: nil, escaping: .json)
    }

    private mutating func goOn(_ bytes: Span<UInt8>, from: Int, to offset: Int) -> Int {
        ahead = nil
        startedAt = from - valueAge
        var at = isByLine && offset > lineEnd ? skipLines(bytes, from..<offset) : from
        while at < offset, ahead == nil {
            if isByLine, at > lineEnd { lineEnd = firstNewline(bytes, at..<bytes.count) }
            if isByLine, at == lineEnd {
                endLine()
                leaveDocument()
                at += 1
                continue
            }
            let reach = Reach(end: isByLine ? lineEnd : bytes.count, target: offset)
            if state == .after {
                let passed = walkMembers(bytes, at, reach)
                if passed > at {
                    at = passed
                    continue
                }
            }
            at = readPart(bytes, at..<min(offset, reach.end), reach)
        }
        valueAge = at - startedAt
        readUpTo = at
        return at
    }

    /// Whether a byte that is sought, or stands behind it in the same member, is one of a value or a key.
    private func isInData(at offset: Int) -> Bool {
        guard let ahead else { return isInData }
        return offset >= ahead.value_start && offset <= ahead.value_end
            || offset >= ahead.key_start && offset < ahead.key_end
    }
}

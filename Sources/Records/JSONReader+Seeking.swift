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
    /// - Parameters:
    ///   - from: What the last call returned.
    ///   - shapes: What tells of the documents that have a known shape; their lines are begun, and not read.
    /// - Returns: Where to read on, and the byte's spot: `nil` where it is no value.
    mutating func seek(
        _ bytes: Span<UInt8>, from: Int, to offset: Int, _ shapes: DocumentShapes? = nil
    ) -> (next: Int, spot: RecordReader.Spot?) {
        var next = from
        if from < offset {
            let told: DocumentShapes.Answer
            (next, told) = goOn(bytes, from: from, to: offset, shapes)
            switch told {
            case .value(let spot): return (next, spot)
            case .nothing: return (next, nil)
            case .unknown: break
            }
        }
        guard isInData(at: offset) else { return (next, nil) }
        return (next, spot)
    }

    /// The spot of the value that was sought last.
    var spot: RecordReader.Spot {
        RecordReader.Spot(
            hash: placeHash, container: index.isEmpty ? PlaceHash.document : index.hash,
            record: document, valueStart: valueStart, valueEnd: nil, escaping: .json)
    }

    private mutating func goOn(
        _ bytes: Span<UInt8>, from: Int, to offset: Int, _ shapes: DocumentShapes?
    ) -> (next: Int, told: DocumentShapes.Answer) {
        ahead = nil
        startedAt = from - valueAge
        var told = DocumentShapes.Answer.unknown
        var at = isByLine && offset > lineEnd ? skipLines(bytes, from..<offset) : from
        while at < offset, ahead == nil {
            if isByLine, at > lineEnd {
                lineEnd = shapes?.end(ofLine: at) ?? firstNewline(bytes, at..<bytes.count)
                if let shapes, isBeforeDocument(bytes, at) {
                    if offset < lineEnd {
                        told = ask(shapes, bytes, at..<lineEnd, offset)
                    } else if pass(bytes, at..<lineEnd, shapes) {
                        at = lineEnd + 1
                        continue
                    }
                }
            }
            if case .unknown = told {
            } else {
                // The line was not read, and is begun again by whoever seeks on.
                lineEnd = -1
                break
            }
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
        return (at, told)
    }

    /// Whether a whole line begins here that may be a document.
    func isBeforeDocument(_ bytes: Span<UInt8>, _ at: Int) -> Bool {
        state == .root && at > 0 && bytes[at - 1] == 0x0A && bytes[at] == 0x7B && lineEnd < bytes.count
    }

    private func ask(
        _ shapes: DocumentShapes, _ bytes: Span<UInt8>, _ line: Range<Int>, _ offset: Int
    ) -> DocumentShapes.Answer {
        if shapes.begin(line, record: document, index: index.next) {
            let told = shapes.answer(bytes, at: offset)
            if case .unknown = told {} else { return told }
        }
        return shapes.learn(self, bytes, line) ? shapes.answer(bytes, at: offset) : .unknown
    }

    /// Passes a line of a known shape.
    mutating func pass(_ bytes: Span<UInt8>, _ line: Range<Int>, _ shapes: DocumentShapes) -> Bool {
        let isBegun = shapes.begin(line, record: document, index: index.next)
        var next = isBegun ? shapes.pass(bytes) : nil
        if next == nil, shapes.learn(self, bytes, line) { next = shapes.pass(bytes) }
        guard let next else { return false }
        endLine()
        leaveDocument()
        index.next = next
        return true
    }

    /// Whether a byte that is sought, or stands behind it in the same member, is one of a value or a key.
    private func isInData(at offset: Int) -> Bool {
        guard let ahead else { return isInData }
        return offset >= ahead.value_start && offset <= ahead.value_end
            || offset >= ahead.key_start && offset < ahead.key_end
    }
}

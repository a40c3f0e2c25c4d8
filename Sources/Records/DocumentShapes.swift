internal import Bytes
internal import CByteScan
internal import Findings

/// The shapes of the documents that came last, one a line, and where the values of the document being asked for stand.
///
/// Most documents of an export repeat the keys of the one before. As far as a document has a known shape, its values are
/// where the shape tells; as soon as it differs, the reader of documents reads it. The answers are the same.
@safe
final class DocumentShapes {
    /// The values of the document, as far as they were passed. Memory of the walks; freed with the shapes.
    private let values: UnsafeMutableBufferPointer<seep_range>
    private var shapes: [DocumentShape] = []

    /// The document's line, and its number among all.
    private var line = -1
    private var lineBound = -1

    /// The line's end; -1 where its document has no known shape.
    private var lineEnd = -1
    private var record: UInt64 = 0

    /// The document's shape, and how far it was passed.
    private var number = 0

    /// The shape of the document before.
    private var previous = 0
    private var shape = unsafe seep_document()
    private var walk = seep_document_walk()

    /// The first value that ends behind the last offset, and its end; -1 for none.
    private var slot = -1
    private var slotEnd = -1

    /// The value of the last answer; -1 where it was none of a known shape.
    private var answered = -1

    /// Lines that had no known shape, one after the other.
    private var unlike = 0

    /// What may be spent on learning; a shape costs as much as many lines.
    private var credit = creditMax
    private var mayLearn = false

    /// The shape that was learned last; the one behind it gives way to the next.
    private var newest = 0
    private var learnedCount = 0

    private static let shapesMax = 8
    private static let creditMax = 512
    private static let costOfLearning = 128

    /// Behind so many lines of no known shape, most lines are no longer tried.
    private static let unlikeMax = 32

    enum Answer {
        case value(RecordReader.Spot)

        /// The byte is no value.
        case nothing

        /// The reader must be asked.
        case unknown
    }

    init() {
        unsafe values = .allocate(capacity: DocumentShape.valuesMax)
        unsafe values.initialize(repeating: seep_range())
    }

    deinit { unsafe values.deallocate() }

    /// Where a byte of the line stands; offsets ascend.
    @inline(__always)
    func answer(_ bytes: Span<UInt8>, at offset: Int) -> Answer {
        answered = -1
        guard offset < lineEnd else { return .unknown }
        if offset > slotEnd, !find(offset), !goOn(bytes, to: offset) {
            lineEnd = -1
            return .unknown
        }
        // Sound: a walk passes no more values than the shape has, which `shapes` keeps; those are at most `valuesMax`.
        let start = unsafe Int(values[slot].start)
        let known = unsafe shape.slots[slot]
        if offset < start {
            let keyStart = start - (bytes[start - 1] == 0x22 ? 1 : 0) - Int(known.key_back)
            if known.is_member == 0 || known.follows == 0 && offset < keyStart - 1 {
                lineEnd = -1
                mayLearn = false
                return .unknown
            }
            guard offset >= keyStart, offset < keyStart + Int(known.key_count) else { return .nothing }
        }
        answered = slot
        return .value(
            RecordReader.Spot(
                hash: known.place, container: known.container, record: record, valueStart: start,
                valueEnd: nil, escaping: .json))
    }

    /// The place of the last answer; `nil` where the reader was asked.
    var place: Place? { answered < 0 ? nil : shapes[number].places[answered] }

    /// Another span is read.
    func leaveSpan() {
        line = -1
        lineEnd = -1
    }

    // MARK: - Lines

    /// The end of the line that was begun last, if it begins here.
    func end(ofLine start: Int) -> Int? { start == line ? lineBound : nil }

    /// Begins a line, or goes on in it.
    ///
    /// - Parameters:
    ///   - record: The number of its document.
    ///   - index: The index that the line before has told for this one.
    /// - Returns: Whether its document may have a known shape.
    func begin(_ range: Range<Int>, record: UInt64, index: [UInt8]) -> Bool {
        if range.lowerBound == line { return lineEnd >= 0 }
        line = range.lowerBound
        lineBound = range.upperBound
        lineEnd = -1
        self.record = record
        mayLearn = true
        credit = min(credit + 1, Self.creditMax)
        previous = number
        if unlike >= Self.unlikeMax, record & 7 != 0 { return false }
        let guess = shapes.isEmpty ? 0 : shapes[number].successor
        for step in shapes.indices {
            let number = (guess + step) % shapes.count
            guard shapes[number].indexBefore == index else { continue }
            start(number, upTo: range.upperBound)
            return true
        }
        return false
    }

    /// Takes the shape of the line that was begun.
    ///
    /// - Parameter reader: Stands at the line's first byte.
    /// - Returns: Whether its document has one; `false` also where learning it would cost too much.
    func learn(_ reader: JSONReader, _ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard mayLearn, credit >= Self.costOfLearning else { return false }
        mayLearn = false
        credit -= Self.costOfLearning
        guard let learned = DocumentShape(reader, bytes, range, number: learnedCount) else { return false }
        learnedCount += 1
        if shapes.count < Self.shapesMax {
            newest = shapes.count
            shapes.append(learned)
        } else {
            newest = (newest + 1) % Self.shapesMax
            shapes[newest] = learned
        }
        shapes[previous].successor = newest
        start(newest, upTo: range.upperBound)
        return true
    }

    /// Passes the line to its end.
    ///
    /// - Returns: The index that the line tells for the next; `nil` where its document has no known shape.
    func pass(_ bytes: Span<UInt8>) -> [UInt8]? {
        let isKnown = lineEnd >= 0 && (walk.is_whole != 0 || passWhole(bytes) || goOn(bytes, to: .max))
        lineEnd = -1
        return isKnown ? shapes[number].indexAfter : nil
    }

    /// Notes the line that was passed last in `batch`.
    func note(ordinal: Int, in batch: DocumentBatch) {
        // Sound: a line was passed to its end, so as many ranges were written as its shape has values.
        let known = unsafe UnsafeBufferPointer(rebasing: values[..<shape.count])
        unsafe batch.take(
            line..<lineBound, ofShape: shapes[number].number, { shapes[number] }, values: known.span,
            plain: walk.plain, record: record, ordinal: ordinal)
    }

    private func start(_ number: Int, upTo end: Int) {
        self.number = number
        unsafe shape = shapes[number].shape
        walk = seep_document_walk()
        walk.at = line
        slot = -1
        slotEnd = -1
        lineEnd = end
    }

    /// Goes on to the value that ends behind an offset, or to the line's end for `Int.max`, in the first shape that the
    /// line has up to there.
    private func goOn(_ bytes: Span<UInt8>, to offset: Int) -> Bool {
        if find(offset) || walkOn(bytes, to: offset) { return true }
        if walk.is_whole != 0 {
            // Behind the last value, and no other shape tells more.
            mayLearn = false
            return false
        }
        let first = number
        for other in shapes.indices
        where other != first && shapes[other].indexBefore == shapes[first].indexBefore {
            start(other, upTo: lineEnd)
            guard walkOn(bytes, to: offset) else { continue }
            shapes[previous].successor = other
            return true
        }
        unlike += 1
        return false
    }

    /// Finds a value among those that were passed.
    @inline(__always)
    private func find(_ offset: Int) -> Bool {
        while slot + 1 < walk.slot {
            slot += 1
            // Sound: as above.
            slotEnd = unsafe Int(values[slot].end)
            if slotEnd > offset { return true }
        }
        return false
    }

    private func walkOn(_ bytes: Span<UInt8>, to offset: Int) -> Bool {
        // A line in which two values are asked for is mostly asked for more.
        walkValues(bytes, upTo: walk.slot == 0 ? offset : .max)
        guard find(offset) || walk.is_whole != 0 && offset == .max else { return false }
        unlike = 0
        return true
    }

    /// Passes a line of which no value is asked for, if it has the shape that is tried first.
    private func passWhole(_ bytes: Span<UInt8>) -> Bool {
        walkValues(bytes, upTo: .max)
        guard walk.is_whole != 0 else { return false }
        unlike = 0
        return true
    }

    private func walkValues(_ bytes: Span<UInt8>, upTo target: Int) {
        // Sound: the line lies in the span, the walk reads it and writes as many ranges as the shape has values, during
        // the call only; `shapes` keeps the shape.
        unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress, let found = unsafe values.baseAddress,
                lineEnd <= buffer.count
            else { return }
            unsafe seep_walk_document(base, lineEnd, buffer.count, &shape, target, &walk, found)
        }
    }
}

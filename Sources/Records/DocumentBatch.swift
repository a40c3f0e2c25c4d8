package import Bytes
internal import CByteScan
public import Findings

/// The documents of a chunk that have a known shape, one a line: where all of their values stand.
public final class DocumentBatch {
    package private(set) var lines = ShapedLines()

    /// The shapes of the lines.
    private var shapes: [DocumentShape] = []

    /// What stands behind the last whole line, and the reader there.
    private(set) var rest: (start: Int, reader: JSONReader)?

    public init() {
        // As many as a dense chunk has; what is not used costs no memory.
        lines.reserve(values: Limits.chunkBytes / 16)
    }

    public var isEmpty: Bool { lines.lines.isEmpty }

    public func removeAll() {
        lines.removeAll()
        shapes.removeAll(keepingCapacity: true)
        rest = nil
    }

    /// Notes where the last whole line ends, and the reader that has read to there.
    func end(at start: Int, _ reader: JSONReader) { rest = (start, reader) }

    /// The identities of a value's place and of its index.
    public func identity(ofShape shape: Int, value: Int) -> (place: UInt64, container: UInt64) {
        shapes[shape].identity(of: value)
    }

    public func place(ofShape shape: Int, value: Int) -> Place { shapes[shape].places[value] }

    /// Takes a line in; lines ascend.
    ///
    /// - Parameters:
    ///   - number: That of the line's shape.
    ///   - shape: Asked for where the batch has it not yet: each copy would count its references.
    func take(
        _ line: Range<Int>, ofShape number: Int, _ shape: () -> DocumentShape, values: Span<seep_range>,
        plain: UInt64, record: UInt64, ordinal: Int
    ) {
        // Few chunks have more than one or two shapes.
        let place = lines.shapes.lastIndex { $0.number == number } ?? add(shape())
        lines.append(
            ShapedLines.Line(line, shape: place, ordinal: ordinal, record: record, plain: plain),
            values: values)
    }

    private func add(_ shape: DocumentShape) -> Int {
        shapes.append(shape)
        return lines.append(
            ShapedLines.Shape(number: shape.number, valuesCount: shape.valuesCount, single: shape.single))
    }

    /// Finds the values of ascending offsets.
    struct Cursor {
        private let batch: DocumentBatch?
        private var line = 0

        /// The value of the last answer, in its line.
        private var value = 0

        init(_ batch: DocumentBatch?) { self.batch = batch }

        /// - Returns: `nil` where the byte is no value of a line of the batch.
        @inline(__always)
        mutating func spot(at offset: Int) -> RecordReader.Spot? {
            guard let batch else { return nil }
            let lines = batch.lines.lines
            while line < lines.count, lines[line].end <= offset {
                line += 1
                value = 0
            }
            guard line < lines.count, lines[line].start <= offset else { return nil }
            let shape = Int(lines[line].shape)
            let (first, count) = (Int(lines[line].firstValue), batch.lines.shapes[shape].valuesCount)
            while value < count, batch.lines.values[first + value].end <= offset { value += 1 }
            guard value < count, batch.lines.values[first + value].start <= offset else { return nil }
            let identity = batch.shapes[shape].identity(of: value)
            return RecordReader.Spot(
                hash: identity.place, container: identity.container, record: lines[line].record,
                valueStart: Int(batch.lines.values[first + value].start), valueEnd: nil, escaping: .json)
        }

        /// The reader to go on with to an offset, and where it stands, unless what was read ends behind that.
        func passLines(from at: Int, to offset: Int) -> (start: Int, reader: JSONReader)? {
            guard let rest = batch?.rest, at < rest.start, offset >= rest.start else { return nil }
            return rest
        }

        /// The place of the last spot.
        var place: Place? {
            guard let batch else { return nil }
            return batch.place(ofShape: Int(batch.lines.lines[line].shape), value: value)
        }
    }
}

extension JSONReader {
    /// Reads on through a range, and notes its whole lines whose documents have a known shape.
    mutating func gather(
        _ bytes: Span<UInt8>, _ range: Range<Int>, _ shapes: DocumentShapes, into batch: DocumentBatch
    ) {
        beginSeeking(at: range.lowerBound)
        var at = range.lowerBound
        var ordinal = 0
        while at < range.upperBound {
            let end = firstNewline(bytes, at..<range.upperBound)
            guard end < range.upperBound else { break }
            lineEnd = end
            if isBeforeDocument(bytes, at), pass(bytes, at..<end, shapes) {
                shapes.note(ordinal: ordinal, in: batch)
                valueAge = 0
            } else {
                read(bytes, at..<end + 1)
            }
            at = end + 1
            ordinal += 1
        }
        batch.end(at: at, self)
        if at < range.upperBound { read(bytes, at..<range.upperBound) }
    }
}

internal import Bytes
public import Findings

/// Finds the values of ascending offsets in documents.
public final class DocumentCursor {
    private var reader = RecordReader()

    /// Where what was read ends.
    private var at = 0
    private let shapes = DocumentShapes()

    /// What is known of the span already, and whether it gave the last spot.
    private var known = DocumentBatch.Cursor(nil)
    private var isKnown = false

    public init() {}

    /// Reads on through a range, and finds the documents of a known shape among its whole lines.
    ///
    /// - Parameter batch: Gets them, in place of those that it had.
    public func gather(
        _ reader: RecordReader, _ bytes: Span<UInt8>, _ range: Range<Int>, into batch: DocumentBatch
    ) {
        batch.removeAll()
        shapes.leaveSpan()
        reader.gather(bytes, range, shapes, into: batch)
    }

    /// Goes on in another span.
    ///
    /// - Parameters:
    ///   - reader: The structure's state at a byte; reads on from there.
    ///   - at: That byte's offset in the span.
    ///   - batch: What `gather` found in the span; `nil` when it was not asked.
    public func begin(_ reader: RecordReader, at: Int, _ batch: DocumentBatch? = nil) {
        known = DocumentBatch.Cursor(batch)
        self.reader = reader
        self.at = at
        reader.beginSeeking(at: at)
        shapes.leaveSpan()
    }

    /// Goes on to an offset.
    ///
    /// - Returns: `nil` where the byte is no value of a document.
    public func spot(_ bytes: Span<UInt8>, at offset: Int) -> RecordReader.Spot? {
        if let spot = known.spot(at: offset) {
            isKnown = true
            return spot
        }
        isKnown = false
        switch shapes.answer(bytes, at: offset) {
        case .value(let spot): return spot
        case .nothing: return nil
        case .unknown:
            if let rest = known.passLines(from: at, to: offset) {
                reader.go(to: rest.reader, at: rest.start)
                at = rest.start
            }
            let found = reader.seek(bytes, from: at, to: offset, shapes)
            at = found.next
            return found.spot
        }
    }

    /// The place of the last spot.
    ///
    /// - Parameter bytes: The span in which it was sought.
    public func place(_ bytes: Span<UInt8>) -> Place {
        (isKnown ? known.place : shapes.place) ?? reader.place(bytes)
    }
}

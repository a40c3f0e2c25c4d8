public import Findings

/// Finds the values of ascending offsets in documents.
public final class DocumentCursor {
    private var reader = RecordReader()

    /// Where what was read ends.
    private var at = 0
    private let shapes = DocumentShapes()

    public init() {}

    /// Goes on in another span.
    ///
    /// - Parameters:
    ///   - reader: The structure's state at a byte; reads on from there.
    ///   - at: That byte's offset in the span.
    public func begin(_ reader: RecordReader, at: Int) {
        self.reader = reader
        self.at = at
        reader.beginSeeking(at: at)
        shapes.leaveSpan()
    }

    /// Goes on to an offset.
    ///
    /// - Returns: `nil` where the byte is no value of a document.
    public func spot(_ bytes: Span<UInt8>, at offset: Int) -> RecordReader.Spot? {
        switch shapes.answer(bytes, at: offset) {
        case .value(let spot): return spot
        case .nothing: return nil
        case .unknown:
            let found = reader.seek(bytes, from: at, to: offset, shapes)
            at = found.next
            return found.spot
        }
    }

    /// The place of the last spot.
    ///
    /// - Parameter bytes: The span in which it was sought.
    public func place(_ bytes: Span<UInt8>) -> Place { shapes.place ?? reader.place(bytes) }
}

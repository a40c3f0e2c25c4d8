private import Bytes
internal import Detection
internal import Findings
internal import Ledger
internal import Records

/// Tells where the matches of a chunk stand, following the structure from one to the next.
final class Placer {
    /// Of documents: the reader, and where it stands.
    private var reader: RecordReader
    private var at = 0
    private var hasTables = false
    private var hasDocuments = false

    /// Of tables: the values of the chunk.
    private var cells: CellIndex.Cursor

    /// The identity of the last match's place.
    private(set) var hash: UInt64 = 0

    /// The row or document of the last match; `nil` in text.
    private(set) var record: UInt64?
    private var firstRecord: UInt64?
    private var inner = ""
    private var field = Place.text

    init(_ reader: RecordReader, _ cells: CellIndex) {
        self.reader = reader
        self.cells = CellIndex.Cursor(cells)
    }

    /// Goes on in another chunk.
    ///
    /// - Parameters:
    ///   - reader: The structure's state at the chunk's first byte; reads on from there.
    ///   - at: That byte's offset in the span that matches lie in.
    ///   - cells: The chunk's values of tables.
    func begin(_ reader: RecordReader, at: Int, _ cells: CellIndex) {
        self.reader = reader
        reader.beginSeeking()
        hasTables = reader.hasTables
        hasDocuments = reader.hasDocuments
        self.at = at
        self.cells = CellIndex.Cursor(cells)
        record = nil
        firstRecord = nil
    }

    /// Goes on to a match, which begins no earlier than the last.
    ///
    /// - Parameter name: That of the match's field, as the detector found it; empty for none.
    func place(_ match: Match, name: Span<UInt8>, _ bytes: Span<UInt8>) {
        let start = Int(match.start)
        if !inner.isEmpty { inner = "" }
        guard let spot = spot(at: start, bytes) else {
            record = nil
            hash = Tally.placeHash(name)
            field = name.isEmpty ? .text : Place(fieldName: name)
            return
        }
        hash = spot.hash
        record = spot.record
        if firstRecord == nil { firstRecord = spot.record }
        if let path = InnerPath(bytes, spot, at: start) {
            inner = path.text
            hash ^= path.hash &* 0x9E37_79B9_7F4A_7C15
        } else if hasDocuments, !name.isEmpty,
            match.nameIsDecoded || match.nameRange.lowerBound >= spot.valueStart,
            Place.isName(name)
        {
            inner = Place(fieldName: name).name
            hash ^= Tally.placeHash(name) &* 0x9E37_79B9_7F4A_7C15
        }
    }

    private func spot(at offset: Int, _ bytes: Span<UInt8>) -> RecordReader.Spot? {
        if hasTables { return cells.spot(at: offset) }
        guard hasDocuments else { return nil }
        let found = reader.seek(bytes, from: at, to: offset)
        at = found.next
        return found.spot
    }

    /// Whether the row may have begun before the chunk; in text, every row may that begins no line.
    var mayBeCut: Bool { record == nil || record == firstRecord }

    var isInTable: Bool { record != nil && hasTables }

    /// The last match's place in words.
    ///
    /// - Parameter bytes: The span that the match lies in.
    func placed(_ bytes: Span<UInt8>) -> Place {
        guard record != nil else { return field }
        var place = hasTables ? cells.place : reader.place(bytes)
        place.inner = inner
        return place
    }

    var position: RecordPosition? {
        record.map { RecordPosition(number: $0, keyColumn: hasTables ? cells.keyColumn : "") }
    }
}

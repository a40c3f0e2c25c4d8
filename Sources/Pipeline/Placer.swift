private import Bytes
internal import Detection
internal import Findings
internal import Ledger
internal import Records

/// Tells where the matches of a chunk stand, following the structure from one to the next.
final class Placer {
    private var reader: RecordReader
    private var hasTables = false

    /// Of documents: where their values stand.
    private let documents = DocumentCursor()
    private var hasDocuments = false

    /// Of tables: the values of the chunk.
    private var cells: CellIndex.Cursor

    /// The identity of the last match's place.
    private(set) var hash: UInt64 = 0

    /// The identity of its table or index; 0 in text.
    private(set) var container: UInt64 = 0

    /// The row or document of the last match; `nil` in text.
    private(set) var record: UInt64?

    /// The last match is all that stands in its column or under its path.
    private(set) var isWholeValue = false
    private var firstRecord: UInt64?

    /// The row or document that was found first may have begun before the chunk.
    private var beginsInRecord = false
    private var inner = ""

    /// The value of the last match, when that is a document.
    private var value = InnerPath.Value()
    private var field = Place.text

    /// Of query logs: the literals of the chunk, and whether the last match stands in one.
    private let queries: QueryIndex
    private var hasQueries = false
    private var lineLog: LineLog?
    private var logMemory = LineLog.Memory()
    private var isInQuery = false

    init(_ reader: RecordReader, _ cells: CellIndex, _ queries: QueryIndex) {
        self.queries = queries
        self.reader = reader
        self.cells = CellIndex.Cursor(cells)
    }

    /// Goes on in another chunk.
    ///
    /// - Parameters:
    ///   - reader: The structure's state at the chunk's first byte; reads on from there.
    ///   - at: That byte's offset in the span that matches lie in.
    ///   - cells: The chunk's values of tables.
    ///   - beginsInRecord: A row or document began before the chunk and goes on in it.
    func begin(_ reader: RecordReader, at: Int, _ cells: CellIndex, beginsInRecord: Bool) {
        self.beginsInRecord = beginsInRecord
        self.reader = reader
        documents.begin(reader, at: at)
        hasTables = reader.hasTables
        hasDocuments = reader.hasDocuments
        hasQueries = reader.queries != nil
        lineLog = reader.lineLog
        logMemory = LineLog.Memory()
        value = InnerPath.Value()
        self.cells = CellIndex.Cursor(cells)
        record = nil
        firstRecord = nil
    }

    /// Goes on to a match, which begins no earlier than the last.
    ///
    /// - Parameter name: That of the match's field, as the detector found it; empty for none.
    func place(_ match: Match, name: Span<UInt8>, _ bytes: Span<UInt8>) {
        if hasQueries, place(inQuery: match.range.lowerBound, bytes) { return }
        guard let spot = go(to: match.range, bytes) else {
            if let found = lineLog?.place(bytes, at: match.range.lowerBound, name: name, &logMemory) {
                (hash, field) = found
                return
            }
            hash = Tally.placeHash(name)
            field = name.isEmpty ? .text : Place(fieldName: name)
            return
        }
        if inner.isEmpty, hasDocuments, !name.isEmpty,
            match.nameIsDecoded || match.nameRange.lowerBound >= spot.valueStart,
            Place.isName(name)
        {
            inner = Place(fieldName: name).name
            hash ^= Tally.placeHash(name) &* 0x9E37_79B9_7F4A_7C15
        }
    }

    /// Goes on to a literal of a statement.
    ///
    /// - Returns: Whether the byte stands in one.
    private func place(inQuery offset: Int, _ bytes: Span<UInt8>) -> Bool {
        if !inner.isEmpty { inner = "" }
        guard let spot = queries.spot(at: offset, bytes) else {
            isInQuery = false
            return false
        }
        isInQuery = true
        hash = spot.hash
        container = 0
        record = nil
        isWholeValue = false
        if let path = value.path(bytes, spot, at: offset) {
            inner = path.text
            hash ^= path.hash &* 0x9E37_79B9_7F4A_7C15
        }
        return true
    }

    /// Goes on to a value that fails a rule's check.
    ///
    /// - Returns: Whether the value is all that stands in its column or under its path.
    func place(_ miss: Miss, _ bytes: Span<UInt8>) -> Bool {
        go(to: miss.range, bytes) != nil && isWholeValue
    }

    private func go(to range: Range<Int>, _ bytes: Span<UInt8>) -> RecordReader.Spot? {
        if !inner.isEmpty { inner = "" }
        guard let spot = spot(at: range.lowerBound, bytes) else {
            record = nil
            container = 0
            isWholeValue = false
            return nil
        }
        hash = spot.hash
        container = spot.container
        record = spot.record
        if firstRecord == nil { firstRecord = spot.record }
        isWholeValue =
            spot.valueStart == range.lowerBound
            && (spot.valueEnd.map { $0 == range.upperBound } ?? endsValue(range, bytes))
        if let path = value.path(bytes, spot, at: range.lowerBound) {
            inner = path.text
            hash ^= path.hash &* 0x9E37_79B9_7F4A_7C15
            isWholeValue = false
        }
        return spot
    }

    /// Whether a value of a document that begins where a range does ends there, too.
    private func endsValue(_ range: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
        guard range.upperBound < bytes.count else { return true }
        let end = bytes[range.upperBound]
        if range.lowerBound > 0, bytes[range.lowerBound - 1] == 0x22 { return end == 0x22 }
        return end == 0x2C || end == 0x5D || end == 0x7D || end <= 0x20
    }

    private func spot(at offset: Int, _ bytes: Span<UInt8>) -> RecordReader.Spot? {
        if hasTables { return cells.spot(at: offset) }
        return hasDocuments ? documents.spot(bytes, at: offset) : nil
    }

    /// Whether the row or document may have begun before the chunk.
    var mayBeCut: Bool { beginsInRecord && record != nil && record == firstRecord }

    var isInTable: Bool { record != nil && hasTables }

    /// The last match's place in words.
    ///
    /// - Parameter bytes: The span that the match lies in.
    func placed(_ bytes: Span<UInt8>) -> Place {
        if hasQueries, isInQuery {
            var place = queries.place
            place.inner = inner
            return place
        }
        guard record != nil else { return field }
        var place = hasTables ? cells.place : documents.place(bytes)
        place.inner = inner
        return place
    }

    func logFields(at offset: Int, _ bytes: Span<UInt8>) -> LogFields? { reader.logFields(bytes, at: offset) }

    var position: RecordPosition? {
        record.map { RecordPosition(number: $0, keyColumn: hasTables ? cells.keyColumn : "") }
    }
}

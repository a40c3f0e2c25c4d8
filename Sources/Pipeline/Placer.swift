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
    private var cells = CellIndex.Cursor()

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

    init(_ reader: RecordReader, _ queries: QueryIndex) {
        self.queries = queries
        self.reader = reader
    }

    /// Goes on in another chunk.
    ///
    /// - Parameters:
    ///   - reader: The structure's state at the chunk's first byte; reads on from there.
    ///   - at: That byte's offset in the span that matches lie in.
    ///   - cells: The chunk's values of tables.
    ///   - batch: The documents among the chunk's lines whose shape is known.
    ///   - beginsInRecord: A row or document began before the chunk and goes on in it.
    func begin(
        _ reader: RecordReader, at: Int, _ cells: CellIndex, _ batch: DocumentBatch, beginsInRecord: Bool
    ) {
        self.beginsInRecord = beginsInRecord
        self.reader = reader
        documents.begin(reader, at: at, batch.isEmpty ? nil : batch)
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

    /// Reads on through a chunk, and finds the documents of known shapes among its lines.
    func gather(
        _ reader: RecordReader, _ bytes: Span<UInt8>, _ range: Range<Int>, into batch: DocumentBatch
    ) {
        documents.gather(reader, bytes, range, into: batch)
    }

    /// Lets go of the chunk's values, whose memory the next chunk's take.
    func end() { cells = CellIndex.Cursor() }

    /// Where a match stands, as far as counting it like another one asks.
    struct Footing {
        /// Equal for values of one column or path, and for no others.
        var place: UInt64
        var isWhole: Bool
    }

    /// Goes on to a match, as `place` does, and tells what that needs not be asked for once it is known of its column;
    /// sets `record` alone.
    ///
    /// - Parameter spot: The value of a table in which the match begins.
    /// - Returns: `nil` where `place` must be asked.
    @inline(__always)
    func footing(of match: Match, in spot: CellWalker.Spot, _ bytes: Span<UInt8>) -> Footing? {
        guard spot.start >= 0 else { return nil }
        let begins = spot.start == match.start
        if !begins, mayBeDocument(bytes[Int(spot.start)]) { return nil }
        stand(in: spot.row)
        return Footing(place: spot.column, isWhole: begins && spot.end == match.end)
    }

    /// The same of a match in a document, and its path.
    @inline(__always)
    func footing(inDocument match: Match, _ bytes: Span<UInt8>) -> Footing? {
        guard hasDocuments, !match.nameIsDecoded, let spot = documents.spot(bytes, at: Int(match.start)),
            spot.valueStart >= 0, match.nameRange.isEmpty || match.nameRange.lowerBound < spot.valueStart
        else { return nil }
        let begins = spot.valueStart == Int(match.start)
        if !begins, mayBeDocument(bytes[spot.valueStart]) { return nil }
        stand(in: spot.record)
        return Footing(
            place: spot.hash, isWhole: begins && endsValue(Int(match.start), Int(match.end), bytes))
    }

    @inline(__always)
    private func mayBeDocument(_ first: UInt8) -> Bool { first == 0x7B || first == 0x5B }

    /// Where matches may be counted without being placed.
    enum Cut {
        /// In all rows.
        case nowhere

        /// Not in this one, which may have begun before the chunk.
        case row(UInt64)

        /// In none: the first row has not been met.
        case unknown
    }

    var cut: Cut {
        guard beginsInRecord else { return .nowhere }
        return firstRecord.map { .row($0) } ?? .unknown
    }

    /// Goes on to a row or document.
    @inline(__always)
    func stand(in record: UInt64) {
        self.record = record
        if firstRecord == nil { firstRecord = record }
    }

    /// Goes on to a match, which begins no earlier than the last.
    ///
    /// - Parameter decoded: Values and names without their escapes.
    func place(_ match: Match, _ bytes: Span<UInt8>, _ decoded: Span<UInt8>) {
        if hasQueries, place(inQuery: Int(match.start), bytes) { return }
        let valueStart = go(to: Int(match.start), Int(match.end), bytes)
        if valueStart == Self.nowhere {
            place(inText: match, bytes, decoded)
        } else if hasDocuments, inner.isEmpty {
            place(inDocument: match, valueStart: valueStart, bytes, decoded)
        }
    }

    /// A match that stands in no table and no document has the place of its field.
    private func place(inText match: Match, _ bytes: Span<UInt8>, _ decoded: Span<UInt8>) {
        let name = (match.nameIsDecoded ? decoded : bytes).extracting(match.nameRange)
        if let found = lineLog?.place(
            bytes, at: match.range.lowerBound, name: name, nameIsFound: match.nameIsFound, &logMemory)
        {
            (hash, field) = found
            return
        }
        hash = Tally.placeHash(name)
        field = name.isEmpty ? .text : Place(fieldName: name)
    }

    /// A match may stand in a field of its own inside of a document's value.
    @inline(__always)
    private func place(
        inDocument match: Match, valueStart: Int, _ bytes: Span<UInt8>, _ decoded: Span<UInt8>
    ) {
        let range = match.nameRange
        guard !range.isEmpty, match.nameIsDecoded || range.lowerBound >= valueStart else { return }
        let name = (match.nameIsDecoded ? decoded : bytes).extracting(range)
        guard Place.isName(name) else { return }
        inner = Place(fieldName: name).name
        hash ^= Tally.placeHash(name) &* 0x9E37_79B9_7F4A_7C15
    }

    /// Goes on to a literal of a statement.
    ///
    /// - Returns: Whether the byte stands in one.
    private func place(inQuery offset: Int, _ bytes: Span<UInt8>) -> Bool {
        if !inner.isEmpty { inner = "" }
        guard let spot = queries.spot(at: offset) else {
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
        go(to: miss.range.lowerBound, miss.range.upperBound, bytes) != Self.nowhere && isWholeValue
    }

    private static let nowhere = Int.min

    /// - Returns: Where the value begins that the first byte stands in; `nowhere` outside of tables and documents.
    @inline(__always)
    private func go(to start: Int, _ end: Int, _ bytes: Span<UInt8>) -> Int {
        if !inner.isEmpty { inner = "" }
        guard
            let spot = hasTables
                ? cells.spot(at: start) : hasDocuments ? documents.spot(bytes, at: start) : nil
        else {
            record = nil
            container = 0
            isWholeValue = false
            return Self.nowhere
        }
        hash = spot.hash
        container = spot.container
        stand(in: spot.record)
        if spot.valueStart == start {
            isWholeValue = spot.valueEnd.map { $0 == end } ?? endsValue(start, end, bytes)
        } else {
            isWholeValue = false
            goInside(spot, bytes, at: start)
        }
        return spot.valueStart
    }

    /// A value that a match stands inside of may be a document of its own.
    private func goInside(_ spot: RecordReader.Spot, _ bytes: Span<UInt8>, at start: Int) {
        guard let path = value.path(bytes, spot, at: start) else { return }
        inner = path.text
        hash ^= path.hash &* 0x9E37_79B9_7F4A_7C15
    }

    /// Whether a value of a document that begins where a range does ends there, too.
    private func endsValue(_ start: Int, _ end: Int, _ bytes: Span<UInt8>) -> Bool {
        guard end < bytes.count else { return true }
        let next = bytes[end]
        if start > 0, bytes[start - 1] == 0x22 { return next == 0x22 }
        return next == 0x2C || next == 0x5D || next == 0x7D || next <= 0x20
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

    func logFields(at offset: Int, _ bytes: Span<UInt8>) -> LogFields? {
        reader.logFields(bytes, at: offset, &logMemory)
    }

    var position: RecordPosition? {
        record.map { RecordPosition(number: $0, keyColumn: hasTables ? cells.keyColumn : "") }
    }
}

public import Findings

/// Follows the structure of a stream: tables of dumps, rows of separated values, documents.
///
/// A copy travels with each block of the stream and tells there what the bytes before have told. What it knows at an
/// offset depends on the bytes before and on nothing else, however they are cut, so any cut gives the same places.
///
/// A class, so that its large state is never copied but on purpose.
public final class RecordReader: @unchecked Sendable {
    // Sendable: one owner at a time reads on; copies share nothing that changes.
    private(set) var format: Format
    private(set) var sql = SQLReader()
    private var json = JSONReader(isByLine: true)
    private(set) var delimited: DelimitedReader?
    private(set) var xml = XMLReader()

    /// The kind of the stream, when it is a log of statements: its literals are placed around what is found.
    public private(set) var queries: QueryOutline?

    /// The kind of the stream, when its lines have fields by their order: they are told around what is found.
    public private(set) var lineLog: LineLog?

    /// The stream's documents are the entries of a log.
    private(set) var documentLog: DocumentLog?

    /// Bytes of the byte order mark that are still to come.
    private var markBytesLeft = 0

    enum Format: UInt8 {
        case text
        case sql
        case json
        case delimited
        case xml
        case queries
    }

    /// Of a text without structure.
    public init() { format = .text }

    /// Another reader that stands where `other` does.
    public init(copying other: RecordReader) {
        format = other.format
        sql = other.sql
        json = other.json
        delimited = other.delimited
        xml = other.xml
        queries = other.queries
        lineLog = other.lineLog
        documentLog = other.documentLog
        markBytesLeft = other.markBytesLeft
    }

    /// - Parameter head: The first bytes of the stream: `Limits.sniffedBytes`, or all when there are fewer.
    public init(sniffing head: Span<UInt8>) {
        switch Sniffer(head).format {
        case .text: format = .text
        case .sql: format = .sql
        case .json(let isByLine):
            format = .json
            json = JSONReader(isByLine: isByLine)
            if isByLine { documentLog = DocumentLog(sniffing: head) }
        case .delimited(let found):
            format = .delimited
            delimited = DelimitedReader(found)
        case .xml: format = .xml
        case .queries(let log):
            format = .queries
            queries = QueryOutline(log)
        case .lines(let log):
            format = .text
            lineLog = log
        }
        if Sniffer.beginsWithMark(head) { markBytesLeft = 3 }
    }

    /// Of rows without a head, as MySQL writes them with `--tab`.
    init(rowsOf table: Table) {
        format = .delimited
        delimited = DelimitedReader(
            Delimited(
                delimiter: 0x09, hasQuotes: false, hasBackslashes: true, columns: table.columns,
                hasHeader: false), table: table)
    }

    /// Nothing is known of the stream but its lines.
    public var isText: Bool { format == .text }

    /// The stream has documents.
    public var hasDocuments: Bool { format == .json }

    /// The stream has one document a line.
    public var hasDocumentLines: Bool { format == .json && json.isByLine }

    /// The stream has tables, whose columns may have names that rules ask for.
    public var hasTables: Bool { format == .sql || format == .delimited || format == .xml }

    /// A row or a document has begun, and has not ended where what was read ends; of documents by line, only that one
    /// may have.
    public var isInRecord: Bool {
        switch format {
        case .text, .queries: false
        case .sql: sql.isInRow
        case .json: true
        case .delimited: delimited?.isInRow ?? false
        case .xml: xml.isInRow
        }
    }

    /// Reads on over a range of the bytes, which follows what was read last.
    public func read(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        var none = NoCells()
        read(bytes, range, sink: &none)
    }

    /// Reads on over rows of tables, and notes their values.
    public func read(_ bytes: Span<UInt8>, _ range: Range<Int>, into index: CellIndex) {
        var index = index
        read(bytes, range, sink: &index)
    }

    /// Notes the value that has begun and not ended where what was read ends.
    public func noteOpenValue(in index: CellIndex) {
        switch format {
        case .sql where sql.isInData:
            guard let owner = sql.owner else { return }
            let start = sql.spotStart
            index.take(start..<max(start, sql.readUpTo), column: sql.spotColumn, isQuoted: false, of: owner)
        case .delimited:
            guard let delimited, delimited.isInData else { return }
            let start = delimited.spotStart
            index.take(
                start..<max(start, delimited.readUpTo), column: delimited.spotColumn, isQuoted: false,
                of: delimited.owner)
        case .xml where xml.isInData:
            guard let owner = xml.owner else { return }
            let start = xml.valueStart
            index.take(start..<max(start, xml.readUpTo), column: xml.column, isQuoted: false, of: owner)
        default: break
        }
    }

    /// What is read next belongs to another span, and begins there at an offset.
    func beginSeeking(at offset: Int) { json.beginSeeking(at: offset) }

    /// Goes on where another reader of documents stands in the same span.
    func go(to reader: JSONReader, at offset: Int) {
        json = reader
        json.beginSeeking(at: offset)
    }

    /// Reads on in documents up to a byte, or a little further.
    ///
    /// - Parameters:
    ///   - from: Where what was read ends.
    ///   - shapes: Those of the documents before, with which this span was begun.
    /// - Returns: Where to read on, and the byte's spot: `nil` where it is no value of a document.
    func seek(
        _ bytes: Span<UInt8>, from: Int, to offset: Int, _ shapes: DocumentShapes
    ) -> (next: Int, spot: Spot?) {
        guard format == .json else { return (max(from, offset), nil) }
        return json.seek(bytes, from: passMark(from..<max(from, offset)), to: offset, shapes)
    }

    /// Reads on through a range, and notes its whole lines whose documents have a known shape.
    func gather(
        _ bytes: Span<UInt8>, _ range: Range<Int>, _ shapes: DocumentShapes, into batch: DocumentBatch
    ) {
        if hasDocumentLines, markBytesLeft == 0 {
            json.gather(bytes, range, shapes, into: batch)
        } else {
            read(bytes, range)
        }
    }

    /// Where reading begins in a range: behind the byte order mark.
    private func passMark(_ range: Range<Int>) -> Int {
        let passed = min(markBytesLeft, range.count)
        markBytesLeft -= passed
        return range.lowerBound + passed
    }

    /// Reads on through a range of documents, and hands out each value that begins there.
    ///
    /// - Parameter body: Gets the value's spot, and whether it is empty or stands for no value.
    public func surveyDocuments(
        _ bytes: Span<UInt8>, _ range: Range<Int>, _ body: (Spot, _ isVoid: Bool) -> Void
    ) {
        guard format == .json else { return }
        beginSeeking(at: range.lowerBound)
        json.survey(bytes, range, body)
    }

    private func read(_ bytes: Span<UInt8>, _ range: Range<Int>, sink: inout some CellSink) {
        let range = passMark(range)..<range.upperBound
        guard !range.isEmpty else { return }
        switch format {
        case .text: break
        case .queries: queries?.read(bytes, range)
        case .sql: sql.read(bytes, range, into: &sink)
        case .json: json.read(bytes, range)
        case .delimited: delimited?.read(bytes, range, into: &sink)
        case .xml: xml.read(bytes, range, into: &sink)
        }
    }

    /// Bytes of the stream are missing from here on.
    public func passHole() {
        switch format {
        case .text: break
        case .queries: queries?.passHole()
        case .sql: sql.passHole()
        case .json: json.passHole()
        case .delimited: delimited?.passHole()
        case .xml: xml.passHole()
        }
    }

    /// Records that have not the form of the others, so far.
    public var malformed: UInt64 {
        switch format {
        case .text, .queries: 0
        case .sql: sql.malformed
        case .json: json.malformed
        case .delimited: delimited?.malformed ?? 0
        case .xml: xml.malformed
        }
    }

    /// The rows of each table so far, by its name.
    public var rowsOfTables: [String: UInt64] {
        switch format {
        case .text, .json, .queries: [:]
        case .sql: sql.rows
        case .delimited: delimited.map { [$0.table.name: $0.row] } ?? [:]
        case .xml: xml.rows
        }
    }
}

// MARK: - Where it stands

extension RecordReader {
    /// Where a byte of a value stands.
    public struct Spot {
        /// The place's identity, equal for all workers of the process.
        public var hash: UInt64

        /// The identity of the table or the index.
        public var container: UInt64

        /// The row of the table or the document, from 1.
        public var record: UInt64

        /// Where the value begins; an offset of the span being read, which may lie before it.
        public var valueStart: Int

        /// Where the value ends; `nil` where the stream has not told yet.
        public var valueEnd: Int?

        /// How the value is written.
        var escaping: Escaping
    }

    /// The place of the byte that was sought last.
    ///
    /// - Parameter bytes: The span in which it was sought.
    public func place(_ bytes: Span<UInt8>) -> Place {
        Place(.json, container: json.indexText, name: json.pathText(bytes))
    }
}

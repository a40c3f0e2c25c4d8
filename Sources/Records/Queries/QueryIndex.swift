internal import Bytes
public import Findings

/// The literals of the statements in a piece of a query log, in its order, with what they stand for.
///
/// A literal is placed by its statement when it stands at most `Limits.statementReachBytes` behind the statement's first
/// byte, or in one of its rows (`StatementRows`), so that what is told of it does not depend on where the piece was cut.
public final class QueryIndex {
    struct Statement {
        var text: QueryText

        /// Made when somebody asks.
        var shape: QueryShape?
    }

    /// A literal, and what it stands for.
    struct Cell {
        var start: Int
        var end: Int

        /// Of `statements`; -1 for a value outside of any.
        var statement: Int

        /// The column, or a field of the log; empty where the syntax does not show it.
        var name: String

        /// The table of a row event; empty for a statement's literal.
        var table = ""
        var hasBackslashes = false

        /// The columns of an `INSERT`, and the number of the literal's.
        var columns: [String] = []
        var column = 0
    }

    private var statements: [Statement] = []
    private var cells: [Cell] = []
    private var cell = 0

    public init() {}

    /// Reads the statements of a piece.
    ///
    /// - Parameters:
    ///   - outline: The log's state at the piece's first byte.
    ///   - own: The piece, in the span.
    ///   - end: Literals are looked for up to here, too.
    public func read(_ bytes: Span<UInt8>, _ outline: QueryOutline, around own: Range<Int>, upTo end: Int) {
        statements.removeAll(keepingCapacity: true)
        cells.removeAll(keepingCapacity: true)
        cell = 0
        var start = max(0, own.lowerBound - Limits.contextBytesBefore)
        if own.lowerBound >= Limits.contextBytesBefore {
            // The line that the context begins in is too far before the piece.
            start = min(end, firstNewline(bytes, start..<end) + 1)
        }
        var reader = QueryLogReader(outline.log, self)
        if let far = outline.far {
            let next = reader.nextHead(bytes, own.lowerBound - far.searched..<end, isCut: false).at
            if let rows = far.rows { reader.readRows(bytes, own.lowerBound - rows.row..<next, rows) }
            start = next
        }
        reader.read(bytes, start..<end)
        cells.removeAll { $0.end < own.lowerBound }
    }

    /// Hands out the literals whose column has a name.
    ///
    /// - Parameter body: Gets the literal's range, the names of the columns beside it, its number among them, and the
    ///   quote that is doubled in it.
    public func forEachColumnValue(_ body: (Range<Int>, [String], Int, UInt8) -> Void) {
        for cell in cells where cell.end > cell.start && !cell.name.isEmpty {
            let doubled: UInt8 =
                cell.statement >= 0 && statements[cell.statement].text.wrapping == .csv ? 0x22 : 0x27
            if cell.columns.isEmpty {
                let name = cell.name.split(separator: ".").last.map(String.init) ?? cell.name
                body(cell.start..<cell.end, [name], 0, doubled)
            } else {
                body(cell.start..<cell.end, cell.columns, cell.column, doubled)
            }
        }
    }

    /// Goes on to an offset, which is no smaller than the last.
    ///
    /// - Returns: `nil` where the byte is in no literal that is placed.
    public func spot(at offset: Int, _ bytes: Span<UInt8>) -> RecordReader.Spot? {
        while cell + 1 < cells.count, cells[cell + 1].start <= offset { cell += 1 }
        guard cell < cells.count, cells[cell].start <= offset, offset <= cells[cell].end else { return nil }
        let found = cells[cell]
        var hash = PlaceHash.table(found.table)
        var escaping = Escaping(backslashes: found.hasBackslashes, doubled: 0x27)
        if found.statement >= 0 {
            hash = PlaceHash.step(
                hash, index: Int(truncatingIfNeeded: shape(of: found.statement, bytes).fingerprint))
            escaping = statements[found.statement].text.escaping(hasBackslashes: found.hasBackslashes)
        }
        return RecordReader.Spot(
            hash: PlaceHash.step(hash, found.name), container: 0, record: 0, valueStart: found.start,
            valueEnd: found.end, escaping: escaping)
    }

    /// The place of the last spot.
    public var place: Place {
        let found = cells[cell]
        guard found.statement >= 0, let shape = statements[found.statement].shape else {
            return found.table.isEmpty
                ? Place(.field, name: found.name) : Place(.column, container: found.table, name: found.name)
        }
        return Place(.query, container: shape.text, name: found.name, fingerprint: shape.fingerprint)
    }

    private func shape(of number: Int, _ bytes: Span<UInt8>) -> QueryShape {
        if let known = statements[number].shape { return known }
        let shape = QueryShape(statements[number].text, bytes)
        statements[number].shape = shape
        return shape
    }

    // MARK: - What a reader adds

    /// - Parameter shape: `nil` when the statement's head is in the text.
    func begin(_ text: QueryText, shape: QueryShape? = nil) -> Int {
        statements.append(Statement(text: text, shape: shape))
        return statements.count - 1
    }

    func end(_ statement: Int, at end: Int) {
        statements[statement].text.range = statements[statement].text.range.lowerBound..<end
    }

    func start(of statement: Int) -> Int { statements[statement].text.range.lowerBound }

    func take(_ cell: Cell) { cells.append(cell) }
}

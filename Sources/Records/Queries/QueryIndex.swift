internal import Bytes
public import Findings

/// The literals of the statements in a piece of a query log, in its order, with what they stand for.
///
/// A literal is placed by its statement when it stands at most `Limits.statementReachBytes` behind the statement's first
/// byte, or in one of its rows (`StatementRows`), so that what is told of it does not depend on where the piece was cut.
public final class QueryIndex {
    /// A literal, and what it stands for.
    struct Cell {
        var start: Int
        var end: Int

        /// Of `literals`.
        var literal: Int32
        var escaping: Escaping
    }

    var literals = QueryLiterals()
    private var cells: [Cell] = []
    private var cell = 0

    public init() {}

    /// What is known of statements should be forgotten before more is read.
    public var hasManyLiterals: Bool { literals.areMany }

    /// Forgets the statements met so far, with the plans of their columns.
    public func forgetLiterals() {
        cells.removeAll()
        literals.removeAll()
    }

    /// Reads the statements of a piece.
    ///
    /// - Parameters:
    ///   - outline: The log's state at the piece's first byte.
    ///   - own: The piece, in the span.
    ///   - end: Literals are looked for up to here, too.
    public func read(_ bytes: Span<UInt8>, _ outline: QueryOutline, around own: Range<Int>, upTo end: Int) {
        cells.removeAll(keepingCapacity: true)
        cell = 0
        var start = max(0, own.lowerBound - Limits.contextBytesBefore)
        if own.lowerBound >= Limits.contextBytesBefore {
            // The line that the context begins in is too far before the piece.
            start = min(end, firstNewline(bytes, start..<end) + 1)
        }
        var reader = QueryLogReader(outline.log, self)
        if let far = outline.far, outline.reach <= own.lowerBound {
            let next = reader.nextHead(bytes, own.lowerBound - far.searched..<end, isCut: false).at
            if let rows = far.rows { reader.readRows(bytes, own.lowerBound - rows.row..<next, rows) }
            start = next
        }
        reader.read(bytes, start..<end)
        cells.removeAll { $0.end < own.lowerBound }
    }

    /// Hands out the literals whose column has a name.
    ///
    /// - Parameters:
    ///   - plan: Answers once for a column, by its number among the names of those beside it.
    ///   - body: Gets the literal's range, the answer, and the quote that is doubled in it.
    public func forEachColumnValue(
        plan: (_ names: [String], _ column: Int) -> Int32, _ body: (Range<Int>, Int32, UInt8) -> Void
    ) {
        for cell in cells where cell.end > cell.start {
            let number = Int(cell.literal)
            guard !literals.all[number].names.isEmpty else { continue }
            let answer =
                literals.all[number].plan ?? plan(literals.all[number].names, literals.all[number].column)
            literals.setPlan(answer, of: cell.literal)
            body(cell.start..<cell.end, answer, cell.escaping.doubled)
        }
    }

    /// Goes on to an offset, which is no smaller than the last.
    ///
    /// - Returns: `nil` where the byte is in no literal that is placed.
    public func spot(at offset: Int) -> RecordReader.Spot? {
        while cell + 1 < cells.count, cells[cell + 1].start <= offset { cell += 1 }
        guard cell < cells.count, cells[cell].start <= offset, offset <= cells[cell].end else { return nil }
        let found = cells[cell]
        return RecordReader.Spot(
            hash: literals.all[Int(found.literal)].hash, container: 0, record: 0, valueStart: found.start,
            valueEnd: found.end, escaping: found.escaping)
    }

    /// The place of the last spot.
    public var place: Place { literals.all[Int(cells[cell].literal)].place }

    /// Adds a literal that a reader has found.
    func take(_ cell: Cell) { cells.append(cell) }
}

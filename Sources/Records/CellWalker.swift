public import CByteScan

/// Finds the values of ascending offsets, for those who know what stands in each column already.
public struct CellWalker {
    @usableFromInline let cells: [seep_cell]
    @usableFromInline let runs: [Run]
    @usableFromInline var cell = 0
    @usableFromInline var run = -1

    /// The cells of the run that was begun last end before this one.
    @usableFromInline var runEnd = 0

    /// Cells of one table whose rows count from the same number.
    @usableFromInline
    struct Run {
        @usableFromInline let start: Int

        /// The identity of the table with the names of its columns.
        @usableFromInline let shape: UInt64
        @usableFromInline let row: UInt64

        init(start: Int, owner: CellOwner) {
            self.start = start
            shape = owner.table.shape
            row = owner.row
        }
    }

    /// Where a value stands.
    public struct Spot {
        /// Equal for values of one column of a table, and for no others.
        public let column: UInt64
        public let row: UInt64

        /// Its bytes, without quotes; may begin before the span's first.
        public let start: Int32
        public let end: Int32

        @inlinable
        init(_ cell: seep_cell, of run: Run) {
            column = seep_column_identity(run.shape, cell.column)
            row = run.row &+ UInt64(cell.row)
            start = cell.start
            end = cell.end
        }
    }

    /// Over no values.
    public init() { (cells, runs) = ([], []) }

    init(_ cells: [seep_cell], _ runs: [Run]) {
        self.cells = cells
        self.runs = runs
    }

    /// Goes on to an offset.
    ///
    /// - Returns: `nil` where the byte is no value of a table.
    @inlinable @inline(__always)
    public mutating func spot(at offset: Int32) -> Spot? {
        while cell + 1 < cells.count, cells[cell + 1].start <= offset { cell += 1 }
        guard cell < cells.count, cells[cell].start <= offset, offset <= cells[cell].end else { return nil }
        while cell >= runEnd {
            run += 1
            runEnd = run + 1 < runs.count ? runs[run + 1].start : cells.count
        }
        return Spot(cells[cell], of: runs[run])
    }

    /// Where it stands, for the kernel to go on from there.
    @inlinable public var place: seep_cell_place {
        seep_cell_place(
            cell: cell, end: runEnd, count: cells.count, table: runs[run].shape, first_row: runs[run].row)
    }

    /// All values.
    @inlinable public var values: [seep_cell] { cells }

    /// Goes on to a value, by its place among all of them: the last one, or one behind.
    @inlinable
    public mutating func goOn(to cell: Int) { self.cell = cell }
}

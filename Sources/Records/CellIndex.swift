internal import Bytes
internal import CByteScan
public import Findings

/// The values of tables in a piece of a stream, in its order.
@safe
public final class CellIndex: CellSink {
    /// Memory of the walks; freed with the index.
    let scratch: UnsafeMutableBufferPointer<seep_cell>

    /// Memory of the surveys: the numbers of cells that are worth a look, and the counts of columns; freed with the index.
    let wanted: UnsafeMutableBufferPointer<UInt32>
    let counts: UnsafeMutableBufferPointer<seep_counts>
    private var cells: [seep_cell] = []
    private var runs: [Run] = []

    /// Values that one index has noted, on their way to another. Its memory is used again.
    public struct Noted: Sendable {
        fileprivate var cells: [seep_cell] = []
        fileprivate var runs: [Run] = []

        public init() {}
    }

    /// Cells of one table whose rows count from the same number.
    fileprivate struct Run {
        var start: Int
        var owner: CellOwner
    }

    static let scratchCells = 4096

    public init() {
        // As many as a dense chunk has; what is not used costs no memory.
        cells.reserveCapacity(Limits.chunkBytes / 16)
        unsafe scratch = .allocate(capacity: Self.scratchCells)
        unsafe scratch.initialize(repeating: seep_cell())
        unsafe wanted = .allocate(capacity: Self.scratchCells)
        unsafe wanted.initialize(repeating: 0)
        unsafe counts = .allocate(capacity: Self.columnsMax)
        unsafe counts.initialize(repeating: seep_counts())
    }

    deinit {
        unsafe scratch.deallocate()
        unsafe wanted.deallocate()
        unsafe counts.deallocate()
    }

    public var isEmpty: Bool { cells.isEmpty }

    public func removeAll() {
        cells.removeAll(keepingCapacity: true)
        runs.removeAll(keepingCapacity: true)
    }

    /// Gives its values away, and takes others.
    public func exchange(_ noted: inout Noted) {
        swap(&cells, &noted.cells)
        swap(&runs, &noted.runs)
    }

    func take(_ some: UnsafeMutableBufferPointer<seep_cell>.SubSequence, of owner: CellOwner) {
        guard unsafe !some.isEmpty else { return }
        if !continues(owner, atMost: 0) { runs.append(Run(start: cells.count, owner: owner)) }
        unsafe cells.append(contentsOf: some)
    }

    func take(_ range: Range<Int>, column: Int, isQuoted: Bool, of owner: CellOwner) {
        if !continues(owner, atMost: .max >> 32) { runs.append(Run(start: cells.count, owner: owner)) }
        let base = runs.last?.owner.row ?? owner.row
        cells.append(
            seep_cell(
                start: Int32(clamping: range.lowerBound), end: Int32(clamping: range.upperBound),
                row: UInt32(truncatingIfNeeded: owner.row - base), column: UInt16(truncatingIfNeeded: column),
                quoted: isQuoted ? 1 : 0))
    }

    /// Whether the last run is the owner's, and counts from at most so many rows before.
    private func continues(_ owner: CellOwner, atMost rows: UInt64) -> Bool {
        guard let last = runs.last?.owner, last.table === owner.table, last.escaping == owner.escaping else {
            return false
        }
        return owner.row >= last.row && owner.row - last.row <= rows
    }

    /// The tables whose values were asked for, by their shapes.
    var surveyed: [UInt64: Int] = [:]
    var surveys: [TableSurvey] = []

    /// Begins with the first value.
    public var walker: CellWalker {
        CellWalker(cells, runs.map { CellWalker.Run(start: $0.start, owner: $0.owner) })
    }

    /// The cells and runs, for a cursor.
    fileprivate var contents: (cells: [seep_cell], runs: ArraySlice<Run>) { (cells, runs[...]) }

    /// Goes through the values, table by table.
    ///
    /// - Parameter body: Gets the table, and its cells in their order.
    func forEachRun(_ body: (CellOwner, ArraySlice<seep_cell>) -> Void) {
        for (number, run) in runs.enumerated() {
            let end = number + 1 < runs.count ? runs[number + 1].start : cells.count
            body(run.owner, cells[run.start..<end])
        }
    }
}

// MARK: - Where offsets lie

extension CellIndex {
    /// Finds the values of ascending offsets.
    public struct Cursor {
        private let cells: [seep_cell]
        private let runs: ArraySlice<CellIndex.Run>
        private var cell = 0
        private var run = -1
        private var owner: CellOwner?

        /// The run's cells end before this one.
        private var runEnd = 0

        public init(_ index: CellIndex) {
            (cells, runs) = index.contents
        }

        /// Of no values.
        public init() { (cells, runs) = ([], []) }

        /// Goes on to an offset.
        ///
        /// - Returns: `nil` where the byte is no value of a table.
        public mutating func spot(at offset: Int) -> RecordReader.Spot? {
            let offset = Int32(truncatingIfNeeded: offset)
            while cell + 1 < cells.count, cells[cell + 1].start <= offset { cell += 1 }
            guard cell < cells.count, cells[cell].start <= offset, offset <= cells[cell].end else {
                return nil
            }
            while cell >= runEnd { beginRun() }
            guard let owner else { return nil }
            let found = cells[cell]
            return RecordReader.Spot(
                hash: owner.table.placeHash(Int(found.column)), container: owner.table.hash,
                record: owner.row + UInt64(found.row),
                valueStart: Int(found.start), valueEnd: Int(found.end), escaping: owner.escaping)
        }

        private mutating func beginRun() {
            run += 1
            owner = runs[run].owner
            runEnd = run + 1 < runs.count ? runs[run + 1].start : cells.count
        }

        /// The place of the last spot.
        public var place: Place {
            guard let owner else { return .text }
            return Place(
                .column, container: owner.table.name, name: owner.table.columnName(Int(cells[cell].column)))
        }

        public var keyColumn: String { owner?.table.keyColumn ?? "" }
    }
}

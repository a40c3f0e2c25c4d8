internal import CByteScan
public import Findings

/// The values of tables in a piece of a stream, in its order.
@safe
public final class CellIndex: CellSink {
    /// Memory of the walks; freed with the index.
    let scratch: UnsafeMutableBufferPointer<seep_cell>
    private var cells: [seep_cell] = []
    private var runs: [Run] = []

    /// Cells of one table whose rows count from the same number.
    private struct Run {
        var start: Int
        var owner: CellOwner
    }

    private static let scratchCells = 4096

    public init() {
        unsafe scratch = .allocate(capacity: Self.scratchCells)
        unsafe scratch.initialize(repeating: seep_cell())
    }

    deinit { unsafe scratch.deallocate() }

    public var isEmpty: Bool { cells.isEmpty }

    public func removeAll() {
        cells.removeAll(keepingCapacity: true)
        runs.removeAll(keepingCapacity: true)
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

    // MARK: - Columns that somebody asks for

    /// The plans of a table's columns, by the table's identity, and the tables, so that an identity stays one's own.
    private var plans: [ObjectIdentifier: [Int32]] = [:]
    private var planned: [Table] = []

    /// Goes through the values of the columns that have plans.
    ///
    /// - Parameters:
    ///   - wanted: Asked once for each column of a table, with all names: the column's plan, or `nil`.
    ///   - body: Gets the value's range, its plan, and the quotes around it, which are doubled inside; 0 for none.
    public func forEachWanted(
        _ wanted: ([String], Int) -> Int32?, _ body: (Range<Int>, Int32, UInt8) -> Void
    ) {
        for (number, run) in runs.enumerated() {
            let plans = plans(of: run.owner.table, wanted)
            guard !plans.isEmpty else { continue }
            let end = number + 1 < runs.count ? runs[number + 1].start : cells.count
            for index in run.start..<end {
                let column = Int(cells[index].column)
                guard column < plans.count, plans[column] >= 0 else { continue }
                let cell = cells[index]
                guard cell.start >= 0, cell.end > cell.start else { continue }
                body(
                    Int(cell.start)..<Int(cell.end), plans[column],
                    cell.quoted != 0 ? run.owner.escaping.doubled : 0)
            }
        }
    }

    /// - Returns: -1 for a column without a plan; nothing when no column has one.
    func plans(of table: Table, _ wanted: ([String], Int) -> Int32?) -> [Int32] {
        if let known = plans[ObjectIdentifier(table)] { return known }
        if planned.count >= 4096 {
            planned = []
            plans = [:]
        }
        let names = table.columns
        let found = names.indices.map { wanted(names, $0) ?? -1 }
        let plans = found.contains { $0 >= 0 } ? found : []
        planned.append(table)
        self.plans[ObjectIdentifier(table)] = plans
        return plans
    }
}

// MARK: - Where offsets lie

extension CellIndex {
    /// Finds the values of ascending offsets.
    public struct Cursor {
        private let cells: [seep_cell]
        private let runs: ArraySlice<Run>
        private var cell = 0
        private var run = -1
        private var owner: CellOwner?

        /// The run's cells end before this one.
        private var runEnd = 0

        public init(_ index: CellIndex) {
            cells = index.cells
            runs = index.runs[...]
        }

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
                hash: owner.table.placeHash(Int(found.column)), record: owner.row + UInt64(found.row),
                valueStart: Int(found.start), escaping: owner.escaping)
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

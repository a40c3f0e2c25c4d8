internal import Bytes
internal import CByteScan
public import Findings

/// What somebody asked of a table's columns, and how many values they had since.
struct TableSurvey {
    let table: Table

    /// What the column's name asks for, by the column; `CellIndex.bareColumn` for nothing.
    let plans: [Int32]
    var columns: [ColumnCounts] = []
}

extension CellIndex {
    /// The plan of columns that nobody asks for by name.
    public static let bareColumn: Int32 = -1

    /// Digits of a number that is worth looking at in a column whose name tells nothing.
    private static let bareBytes = 9...Limits.bareDigitsMax

    /// The most columns that are counted; databases have fewer.
    static let columnsMax = 4096

    /// Tables that are held at a time.
    private static let surveysMax = 4096

    /// Goes through the values of all columns that somebody asks for, counts what it passes, and hands out those that may
    /// be worth a test: neither empty nor `NULL`.
    ///
    /// - Parameters:
    ///   - own: Values are counted that begin here.
    ///   - plan: Asked once for each column of a table, with all names: the column's plan, or `bareColumn`.
    ///   - body: Gets the value's range, its plan, and the quotes around it, which are doubled inside; 0 for none.
    public func survey(
        _ bytes: Span<UInt8>, own: Range<Int>, plan: ([String], Int) -> Int32,
        _ body: (Range<Int>, Int32, UInt8) -> Void
    ) {
        forEachRun { owner, cells in
            let number = surveyNumber(of: owner.table, plan)
            let plans = surveys[number].plans
            let doubled = owner.escaping.doubled
            for start in stride(from: cells.startIndex, to: cells.endIndex, by: Self.scratchCells) {
                let some = cells[start..<min(start + Self.scratchCells, cells.endIndex)]
                for found in 0..<surveyCells(some, bytes, own, number) {
                    // Sound: so many were just written.
                    let cell = unsafe some[start + Int(wanted[found])]
                    let column = Int(cell.column)
                    body(
                        Int(cell.start)..<Int(cell.end),
                        column < plans.count ? plans[column] : Self.bareColumn,
                        cell.quoted != 0 ? doubled : 0)
                }
            }
        }
    }

    /// Counts cells of a table by their columns, and writes the numbers of those that are worth a look to `wanted`.
    ///
    /// - Returns: How many they are.
    private func surveyCells(
        _ cells: ArraySlice<seep_cell>, _ bytes: Span<UInt8>, _ own: Range<Int>, _ number: Int
    ) -> Int {
        precondition(cells.count <= Self.scratchCells, "more cells than there is room for")
        let plans = surveys[number].plans
        var survey = seep_survey()
        survey.bare = Self.bareColumn
        survey.bare_min = Self.bareBytes.lowerBound
        survey.bare_max = Self.bareBytes.upperBound
        survey.own_start = Int32(clamping: own.lowerBound)
        survey.own_end = Int32(clamping: own.upperBound)
        survey.columns_max = UInt32(Self.columnsMax)
        // Sound: all is read and written during the call only, and there is room for the numbers of all cells, and for
        // the counts of `columnsMax` columns.
        let found = unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe cells.withUnsafeBufferPointer { cells in
                unsafe plans.withUnsafeBufferPointer { plans in
                    guard let base = bytes.baseAddress, let first = cells.baseAddress else { return 0 }
                    return unsafe seep_survey_cells(
                        base, bytes.count, first, cells.count, plans.baseAddress, plans.count, &survey,
                        counts.baseAddress, wanted.baseAddress)
                }
            }
        }
        let columns = Int(survey.columns)
        // Sound: the walk counts no more columns than there is room for.
        unsafe surveys[number].add(counts[..<columns])
        for column in 0..<columns { unsafe counts[column] = seep_counts() }
        return found
    }

    /// Takes out what was counted of each column since the last call.
    public func drainCounts(_ body: (UInt64, ColumnCounts, () -> Place) -> Void) {
        for number in surveys.indices {
            let table = surveys[number].table
            for (column, counts) in surveys[number].columns.enumerated() where counts.values > 0 {
                body(table.placeHash(column), counts) {
                    Place(.column, container: table.name, name: table.columnName(column))
                }
                surveys[number].columns[column] = ColumnCounts()
            }
        }
    }

    /// So many tables were asked for that they should be dropped.
    public var hasManySurveys: Bool { surveys.count >= Self.surveysMax }

    /// Lets go of all tables: nobody will ask for the plans of their columns any more.
    public func dropSurveys() {
        surveys.removeAll()
        surveyed.removeAll()
    }

    private func surveyNumber(of table: Table, _ plan: ([String], Int) -> Int32) -> Int {
        if let known = surveyed[table.shape] { return known }
        let names = table.columns
        surveys.append(TableSurvey(table: table, plans: names.indices.map { plan(names, $0) }))
        surveyed[table.shape] = surveys.count - 1
        return surveys.count - 1
    }
}

extension TableSurvey {
    mutating func add(_ counts: UnsafeMutableBufferPointer<seep_counts>.SubSequence) {
        let missing = unsafe counts.count - columns.count
        if missing > 0 { columns += Array(repeating: ColumnCounts(), count: missing) }
        // Sound: these are numbers below the count.
        for column in unsafe counts.indices {
            unsafe columns[column] += ColumnCounts(values: counts[column].values, voids: counts[column].voids)
        }
    }
}

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

    /// Bytes of a value that is worth looking at in a column whose name tells nothing.
    private static let bareBytes = 9...19

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
            for cell in cells where cell.start >= 0 {
                let column = Int(cell.column)
                let range = Int(cell.start)..<max(Int(cell.start), Int(cell.end))
                let isVoid = range.isEmpty || cell.quoted == 0 && isNull(bytes, range)
                if own.contains(range.lowerBound) { surveys[number].count(column, isVoid: isVoid) }
                if isVoid { continue }
                let plan = column < plans.count ? plans[column] : Self.bareColumn
                if plan == Self.bareColumn, !Self.bareBytes.contains(range.count) { continue }
                body(range, plan, cell.quoted != 0 ? doubled : 0)
            }
        }
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

    /// `NULL`, `\N` and `DEFAULT` stand for no value.
    @inline(__always)
    private func isNull(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        switch range.count {
        case 2: text[range.lowerBound] == 0x5C && text[range.lowerBound + 1] == 0x4E
        case 4: text[range.lowerBound] | 0x20 == 0x6E && isWord(text, range, Self.null)
        case 7: text[range.lowerBound] | 0x20 == 0x64 && isWord(text, range, Self.byDefault)
        default: false
        }
    }

    private func isWord(_ text: Span<UInt8>, _ range: Range<Int>, _ word: [UInt8]) -> Bool {
        for (index, at) in range.enumerated() where text[at] | 0x20 != word[index] { return false }
        return true
    }

    private static let null = Array("null".utf8)
    private static let byDefault = Array("default".utf8)
}

extension TableSurvey {
    /// The most columns that are counted; databases have fewer.
    private static let columnsMax = 4096

    @inline(__always)
    mutating func count(_ column: Int, isVoid: Bool) {
        if column >= columns.count {
            guard column < Self.columnsMax else { return }
            columns += Array(repeating: ColumnCounts(), count: column + 1 - columns.count)
        }
        columns[column].values += 1
        if isVoid { columns[column].voids += 1 }
    }
}

internal import Bytes
internal import Detection
internal import Findings

/// The values of columns, those of each one after the other. Its memory is used again.
struct ColumnRuns {
    /// Where the run of each column begins, and where the last one ends.
    private(set) var starts: [Int] = []

    /// The values' hashes, their rows, and their places in the order in which they came; more than there are values.
    private(set) var hashes: [UInt64] = []
    private(set) var rows: [Int32] = []
    private var places: [Int32] = []

    /// The number of values.
    private var count = 0

    func run(of column: Int) -> Range<Int> { starts[column]..<starts[column + 1] }

    /// Where a value stands among those that came, by its place among the runs.
    func place(_ value: Int) -> Int { Int(places[value]) }

    /// Takes other values in.
    ///
    /// - Parameters:
    ///   - found: Those of one column come by ascending rows; and so in `others`, which has other columns.
    ///   - columnsCount: All of their columns are below.
    mutating func fill(
        _ found: Span<FieldValues.Entry>, _ others: Span<FieldValues.Entry>, columnsCount: Int
    ) {
        starts = [Int](repeating: 0, count: columnsCount + 1)
        count = found.count + others.count
        if hashes.count < count {
            hashes = [UInt64](repeating: 0, count: count)
            rows = [Int32](repeating: 0, count: count)
            places = rows
        }
        Self.count(found, &starts)
        Self.count(others, &starts)
        for column in 0..<columnsCount { starts[column + 1] += starts[column] }
        var next = starts
        Self.fill(found, from: 0, &next, &hashes, &rows, &places)
        Self.fill(others, from: found.count, &next, &hashes, &rows, &places)
    }

    private static func count(_ entries: Span<FieldValues.Entry>, _ starts: inout [Int]) {
        var starts = starts.mutableSpan
        for index in entries.indices { starts[Int(entries[index].column) + 1] += 1 }
    }

    /// In the order in which they come: neighbours stand near each other.
    private static func fill(
        _ entries: Span<FieldValues.Entry>, from first: Int, _ next: inout [Int], _ hashes: inout [UInt64],
        _ rows: inout [Int32], _ places: inout [Int32]
    ) {
        var next = next.mutableSpan
        var hashes = hashes.mutableSpan
        var rows = rows.mutableSpan
        var places = places.mutableSpan
        for index in entries.indices {
            let column = Int(entries[index].column)
            let at = next[column]
            next[column] = at + 1
            hashes[at] = entries[index].hash
            rows[at] = entries[index].row
            places[at] = Int32(truncatingIfNeeded: first + index)
        }
    }
}

internal import CByteScan

/// Takes the values of tables as a reader passes them.
protocol CellSink {
    /// Room for the values of a walk; none for those who only want to know where a stream stands.
    var scratch: UnsafeMutableBufferPointer<seep_cell> { get }

    /// Takes what a walk has passed; the rows of the cells count from the owner's.
    mutating func take(_ cells: UnsafeMutableBufferPointer<seep_cell>.SubSequence, of owner: CellOwner)

    /// - Parameter range: Without the quotes around it; may begin before the span's first byte.
    mutating func take(_ range: Range<Int>, column: Int, isQuoted: Bool, of owner: CellOwner)
}

/// Whose a value is, and how it is written.
struct CellOwner {
    var table: Table
    var row: UInt64
    var escaping: Escaping
}

/// For those who only want to know where a stream stands.
struct NoCells: CellSink {
    @inline(__always)
    var scratch: UnsafeMutableBufferPointer<seep_cell> {
        unsafe UnsafeMutableBufferPointer(start: nil, count: 0)
    }

    @inline(__always)
    mutating func take(_ cells: UnsafeMutableBufferPointer<seep_cell>.SubSequence, of owner: CellOwner) {}

    @inline(__always)
    mutating func take(_ range: Range<Int>, column: Int, isQuoted: Bool, of owner: CellOwner) {}
}

/// A walk over the simple values of a table, which begins and ends between values.
struct CellWalk {
    enum Kind {
        case tuples
        case lines
    }

    /// Where it stands, how many rows it began, and what it found wrong with them.
    private(set) var walk: seep_walk
    private var plan: seep_walk_plan
    private let kind: Kind

    /// - Parameters:
    ///   - column: The column of the value that comes next, where it stands in a row.
    ///   - columns: Values of a row; 0 when nobody knows.
    init(_ kind: Kind, column: Int, isInRow: Bool, columns: Int, backslashesEscape: Bool) {
        self.kind = kind
        walk = seep_walk()
        walk.column = UInt32(clamping: column)
        walk.in_row = isInRow ? 1 : 0
        plan = seep_walk_plan()
        plan.columns = UInt32(clamping: columns)
        plan.escapes = backslashesEscape ? 1 : 0
        plan.delimiter = 0x09
    }

    /// Of lines that are no `COPY` data.
    init(_ format: Delimited, column: Int, isInRow: Bool) {
        self.init(
            .lines, column: column, isInRow: isInRow, columns: format.columns.count, backslashesEscape: false)
        plan.delimiter = format.delimiter
        plan.quotes = format.hasQuotes ? 1 : 0
        plan.skips_empty = 1
        plan.escapes = format.endsAtMark ? 1 : 0
    }

    /// Passes all simple values of a range.
    ///
    /// - Parameter owner: With the number of the row that was begun last.
    mutating func pass(
        _ bytes: Span<UInt8>, _ range: Range<Int>, of owner: CellOwner, into sink: inout some CellSink
    ) {
        walk.at = range.lowerBound
        // Sound: the walk reads up to the range's end and writes as many cells as there is room for, during the call.
        unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress, range.upperBound <= buffer.count else { return }
            let scratch = unsafe sink.scratch
            repeat {
                walk.cells = 0
                switch kind {
                case .tuples:
                    unsafe seep_walk_tuples(
                        base, range.upperBound, &plan, &walk, scratch.baseAddress, scratch.count)
                case .lines:
                    unsafe seep_walk_lines(
                        base, range.upperBound, &plan, &walk, scratch.baseAddress, scratch.count)
                }
                unsafe sink.take(scratch[..<walk.cells], of: owner)
            } while walk.cells > 0 && walk.cells == scratch.count
        }
    }
}

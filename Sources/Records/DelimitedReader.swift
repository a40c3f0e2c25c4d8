internal import Bytes
internal import CByteScan

/// How a text of separated values is written.
struct Delimited: Sendable, Equatable {
    var delimiter: UInt8

    /// Values may stand between `"`, as in RFC 4180; a doubled one is one.
    var hasQuotes: Bool

    /// A backslash takes the next byte's meaning away, as in what MySQL writes with `--tab`.
    var hasBackslashes = false
    var columns: [String]

    /// The first line tells the names.
    var hasHeader = true

    /// A line `\.` ends the text, as in what `COPY` reads.
    var endsAtMark = false
}

/// Follows a text of separated values, so that every byte's row and column are known.
///
/// What it knows at an offset depends on the bytes before and on nothing else, however they are cut.
struct DelimitedReader: Sendable {
    let format: Delimited
    let table: Table

    /// The row being read, from 1; 0 in the head.
    private(set) var row: UInt64 = 0
    private(set) var column = 0
    private(set) var malformed: UInt64 = 0

    /// The line that ends the text was read.
    private(set) var isEnded = false
    private var state = State.rowStart
    private var isInHead: Bool
    private let plainOutside: seep_byte_set
    private let plainInside: seep_byte_set

    /// The value being read, and the end of what was read; offsets of the span.
    private var valueStart = 0
    private(set) var readUpTo = 0
    private var valueEnd = 0
    private var startAge = 0
    private var endAge = 0

    private enum State: UInt8 {
        case rowStart

        /// Behind `\` and `\.` that begin a line.
        case markBackslash
        case markDot
        case valueStart
        case bare
        case bareEscape
        case quoted

        /// Behind a quote inside of quotes.
        case quote

        /// Behind the quote that ended a value.
        case behindQuotes
    }

    /// - Parameters:
    ///   - table: Whose rows they are; `nil` for one without a name.
    ///   - row: The table's last so far.
    init(_ format: Delimited, table: Table? = nil, row: UInt64 = 0) {
        self.format = format
        self.table = table ?? Table(name: "", columns: format.columns)
        self.row = row
        isInHead = format.hasHeader
        var ends: [UInt8] = [format.delimiter, 0x0A]
        if format.hasBackslashes { ends.append(0x5C) }
        plainOutside = ByteSet(allBut: ends).kernelSet
        plainInside = ByteSet(allBut: [0x22]).kernelSet
    }

    /// The byte that is read next is one of a row's, not of the head's.
    var isInData: Bool { !isInHead }

    /// A row has begun, and has not ended.
    var isInRow: Bool { !isInHead && state != .rowStart }

    /// The row of the byte that is read next, from 1, and its column, from 0.
    var spotRow: UInt64 { state == .rowStart ? row + 1 : row }
    var spotColumn: Int { state == .rowStart ? 0 : column }

    /// Whose the value is that is read next.
    var owner: CellOwner {
        let escaping = Escaping(backslashes: format.hasBackslashes, doubled: format.hasQuotes ? 0x22 : 0)
        return CellOwner(table: table, row: spotRow, escaping: escaping)
    }

    /// Where the value begins that holds the byte that is read next.
    var spotStart: Int { state == .rowStart || state == .valueStart ? readUpTo : valueStart }

    /// - Returns: Where it stopped: behind the line that ends the text, or at the range's end.
    @discardableResult
    mutating func read(_ bytes: Span<UInt8>, _ range: Range<Int>, into sink: inout some CellSink) -> Int {
        var at = range.lowerBound
        valueStart = at - startAge
        valueEnd = at - endAge
        while at < range.upperBound, !isEnded { at = readPart(bytes, at..<range.upperBound, into: &sink) }
        startAge = at - valueStart
        endAge = at - valueEnd
        readUpTo = at
        return at
    }

    /// Bytes are missing from here on: goes on as if a line began.
    mutating func passHole() {
        malformed += 1
        state = .bare
        column = 0
    }

    private mutating func readPart(_ bytes: Span<UInt8>, _ range: Range<Int>, into sink: inout some CellSink)
        -> Int
    {
        let at = range.lowerBound
        if !isInHead, state == .rowStart || state == .valueStart {
            let passed = walkLines(bytes, range, into: &sink)
            if passed > at { return passed }
        }
        switch state {
        case .rowStart:
            // An empty line is no row.
            if bytes[at] == 0x0A || bytes[at] == 0x0D { return at + 1 }
            if !isInHead { row += 1 }
            column = 0
            state = .valueStart
            if format.endsAtMark, bytes[at] == 0x5C {
                valueStart = at
                state = .markBackslash
                return at + 1
            }
        case .markBackslash, .markDot: return readMark(bytes[at], at)
        case .valueStart:
            valueStart = at
            if format.hasQuotes, bytes[at] == 0x22 {
                valueStart = at + 1
                state = .quoted
                return at + 1
            }
            state = .bare
        case .bare, .behindQuotes:
            let end = runEnd(bytes, range, of: plainOutside)
            guard end < range.upperBound else { return end }
            if bytes[end] == 0x5C, format.hasBackslashes {
                state = .bareEscape
            } else {
                finishValue(bytes, at: end, into: &sink)
            }
            return end + 1
        case .bareEscape:
            state = .bare
            return at + 1
        case .quoted:
            let end = runEnd(bytes, range, of: plainInside)
            guard end < range.upperBound else { return end }
            valueEnd = end
            state = .quote
            return end + 1
        case .quote:
            let isDoubled = bytes[at] == 0x22
            state = isDoubled ? .quoted : .behindQuotes
            return isDoubled ? at + 1 : at
        }
        return at
    }

    /// Tells the line that ends the text from one that only begins with a backslash.
    private mutating func readMark(_ byte: UInt8, _ at: Int) -> Int {
        switch (state, byte) {
        case (.markBackslash, 0x2E): state = .markDot
        case (.markDot, 0x0D): break
        case (.markDot, 0x0A):
            if !isInHead { row -= 1 }
            isEnded = true
        case (.markBackslash, _) where format.hasBackslashes: state = .bare
        default:
            state = .bare
            return at
        }
        return at + 1
    }

    /// Passes what is simple, from between two values on; a text with backslashes is none.
    private mutating func walkLines(_ bytes: Span<UInt8>, _ range: Range<Int>, into sink: inout some CellSink)
        -> Int
    {
        guard !format.hasBackslashes else { return range.lowerBound }
        var pass = CellWalk(format, column: column, isInRow: state == .valueStart)
        var owner = owner
        owner.row = row
        pass.pass(bytes, range, of: owner, into: &sink)
        row += pass.walk.rows
        malformed += pass.walk.malformed
        column = Int(pass.walk.column)
        state = pass.walk.in_row != 0 ? .valueStart : .rowStart
        return pass.walk.at
    }

    private mutating func finishValue(_ bytes: Span<UInt8>, at: Int, into sink: inout some CellSink) {
        let isQuoted = state == .behindQuotes
        var end = isQuoted ? valueEnd : at
        if !isQuoted, end > valueStart, end > 0, bytes[end - 1] == 0x0D { end -= 1 }
        if !isInHead {
            sink.take(valueStart..<max(valueStart, end), column: column, isQuoted: isQuoted, of: owner)
        }
        if bytes[at] == format.delimiter {
            column += 1
            state = .valueStart
        } else {
            if !isInHead, !table.columns.isEmpty, column + 1 != table.columns.count { malformed += 1 }
            isInHead = false
            state = .rowStart
        }
    }
}

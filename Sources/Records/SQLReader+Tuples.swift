internal import Bytes
internal import CByteScan

/// Where in a tuple a reader stands.
struct TupleState: Sendable {
    var state = State.start
    var depth = 0

    /// The value between the tuple's separators; offsets of the span being read.
    var valueStart = 0
    var valueEnd = 0
    var hasString = false

    /// Backslashes are escapes in the string being read.
    var escapes = false
    var lastByte: UInt8 = 0

    /// Distances from the end of what was read, while nobody reads.
    private var startAge = 0
    private var endAge = 0

    enum State: UInt8 {
        /// Before a value.
        case start

        /// In a number, a word or an expression.
        case bare
        case string
        case stringEscape

        /// Behind a quote that ends a string, unless another follows.
        case stringEnd
    }

    /// Reading goes on at an offset of another span.
    mutating func begin(at: Int) {
        valueStart = at - startAge
        valueEnd = at - endAge
    }

    mutating func end(at: Int) {
        startAge = at - valueStart
        endAge = at - valueEnd
    }
}

extension SQLReader {
    mutating func readBetweenTuples(
        _ bytes: Span<UInt8>, _ range: Range<Int>, into sink: inout some CellSink
    ) -> Int {
        let byte = bytes[range.lowerBound]
        let passed = byte == 0x3B ? range.lowerBound : walkTuples(bytes, range, into: &sink)
        if passed > range.lowerBound { return passed }
        switch byte {
        case 0x28: beginTuple()
        case 0x3B: mode = .head
        case 0x2C: break
        case let other where other <= 0x20: break
        default:
            // `ON DUPLICATE KEY UPDATE …` and the like.
            mode = .skipped
            return range.lowerBound
        }
        return range.lowerBound + 1
    }

    mutating func beginTuple() {
        mode = .tuple
        row += 1
        column = 0
        tuple.state = .start
        tuple.depth = 1
    }

    /// Passes what is simple, from between two values on.
    private mutating func walkTuples(
        _ bytes: Span<UInt8>, _ range: Range<Int>, into sink: inout some CellSink
    ) -> Int {
        guard let owner else { return range.lowerBound }
        var pass = CellWalk(
            .tuples, column: column, isInRow: mode == .tuple, columns: owner.table.columns.count,
            backslashesEscape: lexer.backslashesEscape)
        pass.pass(bytes, range, of: owner, into: &sink)
        row += pass.walk.rows
        malformed += pass.walk.malformed
        column = Int(pass.walk.column)
        mode = pass.walk.in_row != 0 ? .tuple : .values
        tuple.state = .start
        tuple.depth = 1
        return pass.walk.at
    }

    mutating func readTuple(_ bytes: Span<UInt8>, _ range: Range<Int>, into sink: inout some CellSink) -> Int
    {
        var at = range.lowerBound
        while at < range.upperBound {
            switch tuple.state {
            case .start:
                let passed = walkTuples(bytes, at..<range.upperBound, into: &sink)
                if mode != .tuple || passed == range.upperBound { return passed }
                at = passed
                let byte = bytes[at]
                if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
                    at += 1
                    continue
                }
                tuple.valueStart = at
                tuple.valueEnd = at
                tuple.hasString = false
                tuple.lastByte = 0
                tuple.state = .bare
            case .bare:
                let end = runEnd(bytes, at..<range.upperBound, of: Self.plainInTuple)
                if end > at {
                    tuple.lastByte = bytes[end - 1]
                    at = end
                    continue
                }
                at += 1
                guard takeMark(bytes[at - 1], at: at - 1, into: &sink) else { return at }
            case .string:
                let plain = tuple.escapes ? Self.plainInText : Self.allButQuote
                let end = runEnd(bytes, at..<range.upperBound, of: plain)
                guard end < range.upperBound else { return end }
                at = end + 1
                if bytes[end] == 0x5C {
                    tuple.state = .stringEscape
                } else {
                    tuple.valueEnd = end
                    tuple.state = .stringEnd
                }
            case .stringEscape:
                tuple.state = .string
                at += 1
            case .stringEnd:
                let isDoubled = bytes[at] == 0x27
                tuple.state = isDoubled ? .string : .bare
                if isDoubled { at += 1 }
            }
        }
        return at
    }

    /// Takes a byte outside of strings that may end a value.
    ///
    /// - Returns: Whether the tuple goes on.
    private mutating func takeMark(_ byte: UInt8, at: Int, into sink: inout some CellSink) -> Bool {
        switch byte {
        case 0x27:
            tuple.escapes = lexer.backslashesEscape || tuple.lastByte | 0x20 == 0x65
            if !tuple.hasString { tuple.valueStart = at + 1 }
            tuple.hasString = true
            tuple.state = .string
        case 0x28, 0x5B: tuple.depth += 1
        case 0x5D: tuple.depth = max(1, tuple.depth - 1)
        case 0x2C where tuple.depth == 1:
            finishValue(at: at, into: &sink)
            column += 1
            tuple.state = .start
        case 0x29:
            tuple.depth -= 1
            guard tuple.depth == 0 else { break }
            finishValue(at: at, into: &sink)
            finishTuple()
            return false
        case 0x3B:
            malformed += 1
            mode = .head
            return false
        default: break
        }
        tuple.lastByte = byte
        return true
    }

    private mutating func finishValue(at: Int, into sink: inout some CellSink) {
        guard let owner else { return }
        let end = tuple.hasString ? tuple.valueEnd : at
        sink.take(tuple.valueStart..<end, column: column, isQuoted: tuple.hasString, of: owner)
    }

    private mutating func finishTuple() {
        if let table, !table.columns.isEmpty, column + 1 != table.columns.count { malformed += 1 }
        mode = .values
    }

    private static let plainInTuple = ByteSet(allBut: "'(),;[]".utf8).kernelSet
    private static let plainInText = ByteSet(allBut: "'\\".utf8).kernelSet
    private static let allButQuote = ByteSet(allBut: "'".utf8).kernelSet
}

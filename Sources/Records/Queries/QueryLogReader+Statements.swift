internal import Bytes
internal import Findings

/// Statements, and the literals in them.
extension QueryLogReader {
    /// Reads a statement, or several with `;` between them.
    ///
    /// - Parameter entry: Where the entry of the log begins that it stands in.
    mutating func readStatement(
        _ bytes: Span<UInt8>, _ range: Range<Int>, _ wrapping: QueryText.Wrapping = .none, entry: Int
    ) {
        var text = QueryText(range: range, wrapping: wrapping, isMySQL: log.isMySQL)
        statement = nil
        while let first = QueryTokenizer(text).peek(bytes) {
            let start = first.range.lowerBound
            text.range = start..<range.upperBound
            begin(at: start)
            let reach = min(start + Limits.statementReachBytes, entry + QueryOutline.sight)
            let isAtHead = start - entry <= Limits.queryHeadBytesMax
            if !isAtHead { statement = nil }
            let isShort = cut == nil && skeleton.read(bytes, text, upTo: reach)
            // Most statements are like one before.
            if isShort, let known = index.literals.template(skeleton.hash) {
                take(known, text)
                text.range = skeleton.end..<range.upperBound
            } else {
                let next = readNew(
                    bytes, text, upTo: reach, StatementRows(isAtHead: isAtHead),
                    keptAs: isShort ? skeleton.hash : nil)
                guard let next else { return }
                text.range = next..<range.upperBound
            }
        }
    }

    private mutating func begin(at offset: Int) {
        // Also of several in one text: `$1` of the record behind is the last one's.
        statement = offset
        parameters.removeAll(keepingCapacity: true)
        rowLiterals.removeAll(keepingCapacity: true)
        lastLiteral = nil
    }

    /// Takes the literals of a statement like one before.
    private mutating func take(_ template: QueryLiterals.Template, _ text: QueryText) {
        parameters = template.parameters
        for (token, literal) in zip(skeleton.literals, template.literals) { take(token, literal, text) }
    }

    private func take(_ token: QueryToken, _ literal: Int32, _ text: QueryText) {
        index.take(
            QueryIndex.Cell(
                start: token.range.lowerBound, end: token.range.upperBound, literal: literal,
                escaping: text.escaping(hasBackslashes: token.hasBackslashes)))
    }

    /// Reads a statement whose like was not met.
    ///
    /// - Parameters:
    ///   - reach: Values outside of rows are placed up to here.
    ///   - skeleton: Under which what its like has in common is kept; `nil` for one that is too long.
    /// - Returns: Where the next statement begins; `nil` where the text ends, or what comes is placed by nobody, and only
    ///   costs.
    private mutating func readNew(
        _ bytes: Span<UInt8>, _ text: QueryText, upTo reach: Int, _ rows: StatementRows,
        keptAs skeleton: UInt64?
    ) -> Int? {
        let shape = QueryShape(text, bytes)
        var rows = rows
        var literals: [Int32] = []
        var tokenizer = QueryTokenizer(text)
        var parser = QueryParser()
        while !parser.isFinished, let token = tokenizer.next(bytes) {
            let isNear = token.range.lowerBound <= reach
            guard rows.reach(token, &parser, isNear: isNear, end: text.range.upperBound) else { return nil }
            let literal = take(token, bytes, &parser, shape, text)
            if skeleton != nil, let literal { literals.append(literal) }
        }
        if let skeleton {
            index.literals.keep(
                QueryLiterals.Template(literals: literals, parameters: parameters), of: skeleton)
        }
        if parser.isFinished { return tokenizer.at }
        noteOpenRows(rows, shape, of: text)
        return nil
    }

    /// Goes on with the rows of a statement whose head is out of sight.
    ///
    /// - Parameters:
    ///   - range: From the first byte of a row to the end of the log's entry.
    ///   - open: The rows.
    mutating func readRows(_ bytes: Span<UInt8>, _ range: Range<Int>, _ open: QueryOutline.Rows) {
        var text = open.text
        text.range = range.lowerBound..<text.end(bytes, range)
        var tokenizer = QueryTokenizer(text)
        var parser = open.parser
        var rows = StatementRows(from: range.lowerBound, parser)
        begin(at: range.lowerBound)
        // `$1` of the record behind is too far from the statement.
        defer { statement = nil }
        while let token = tokenizer.next(bytes) {
            guard rows.reach(token, &parser, isNear: false, end: text.range.upperBound) else { return }
            _ = take(token, bytes, &parser, open.shape, text)
        }
        noteOpenRows(rows, open.shape, of: text)
    }

    private mutating func noteOpenRows(_ rows: StatementRows, _ shape: QueryShape, of text: QueryText) {
        guard let cut, text.range.upperBound >= cut, let row = rows.row(before: cut) else { return }
        openRows = QueryOutline.Rows(text: text, shape: shape, parser: row.parser, row: row.start)
    }

    /// Takes a token of a statement.
    ///
    /// - Returns: The literal, if it is one.
    private mutating func take(
        _ token: QueryToken, _ bytes: Span<UInt8>, _ parser: inout QueryParser, _ shape: QueryShape,
        _ text: QueryText
    ) -> Int32? {
        // Rows are outlined by their marks alone.
        if cut != nil, parser.rowColumn != nil, token.kind != .mark { return nil }
        let bytes = bytes.extracting(token.range)
        switch token.kind {
        case .word: parser.take(word: String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self))
        case .name: parser.take(name: QueryShape.name(bytes))
        case .mark: parser.take(mark: token.mark)
        case .parameter:
            if parameters.count < 255 { parameters[token.mark] = literal(parser, shape) }
            parser.takeLiteral()
        case .literal:
            let literal = literal(parser, shape)
            take(token, literal, text)
            parser.takeLiteral()
            return literal
        }
        return nil
    }

    /// What a literal stands for that comes next.
    private mutating func literal(_ parser: QueryParser, _ shape: QueryShape) -> Int32 {
        guard let column = parser.rowColumn, column < Self.rowLiteralsMax else {
            let name = Self.shown(parser.literalColumn)
            // Of a list, all stand for one column.
            if let lastLiteral, lastLiteral.name == name { return lastLiteral.number }
            let number = index.literals.append(QueryLiteral(shape, name: name, row: nil))
            lastLiteral = (name, number)
            return number
        }
        while rowLiterals.count <= column { rowLiterals.append(nil) }
        if let known = rowLiterals[column] { return known }
        let number = index.literals.append(
            QueryLiteral(shape, name: Self.shown(parser.literalColumn), row: parser.tuple))
        rowLiterals[column] = number
        return number
    }

    /// Columns of a row that are kept from one row to the next.
    private static let rowLiteralsMax = 4096

    /// A column that may be shown: what is no name, but data that stands where a name should, is `*`.
    private static func shown(_ column: String?) -> String {
        guard let column else { return "" }
        return column.split(separator: ".", omittingEmptySubsequences: false).map { part in
            if part.utf8.first == 0x23 || part == "*" { return String(part) }
            let bytes = Array(part.utf8)
            return QueryShape.name(bytes.span)
        }.joined(separator: ".")
    }

    /// Reads `$1 = 'x', $2 = NULL` of the statement before.
    mutating func readParameters(_ bytes: Span<UInt8>, _ range: Range<Int>, _ wrapping: QueryText.Wrapping) {
        guard let statement else { return }
        let text = QueryText(range: range, wrapping: wrapping, isMySQL: false)
        var tokenizer = QueryTokenizer(text)
        var number: UInt8 = 0
        while let token = tokenizer.next(bytes) {
            if token.kind == .parameter { number = token.mark }
            guard token.kind == .literal, let literal = parameters[number],
                token.range.lowerBound - statement <= Limits.statementReachBytes
            else { continue }
            take(token, literal, text)
        }
    }
}

internal import Bytes
internal import CByteScan

/// Follows the statements of a dump, so that every byte's table, row and column are known.
///
/// What it knows at an offset depends on the bytes before and on nothing else, however they are cut. Syntax: what
/// `mysqldump`, `mariadb-dump`, `pg_dump` and SQLite's `.dump` write.
struct SQLReader: Sendable {
    var mode = Mode.head
    var lexer = SQLLexer()

    /// The statement's bytes, up to what its kind needs.
    var head: [UInt8] = []
    var headDepth = 0
    private var headIsWanted = false

    /// The head of the last `INSERT`, and its table: most statements repeat it.
    private(set) var lastHead: [UInt8] = []
    private(set) var lastHeadIsPlain = false
    private var lastTable: Table?

    private var catalog = Catalog()

    /// The table whose data is being read.
    private(set) var table: Table?

    /// The row being read, from 1, and the column, from 0.
    var row: UInt64 = 0
    var column = 0

    /// Rows with more or fewer values than their table has columns, and rows that end too soon.
    var malformed: UInt64 = 0
    var tuple = TupleState()
    var line = CopyLine()

    /// The lines of a `COPY` with options.
    private(set) var lines: DelimitedReader?

    enum Mode: UInt8 {
        /// Between statements, and in one whose kind is not known yet.
        case head

        /// In a statement that tells nothing.
        case skipped

        /// Behind `VALUES`, outside of a tuple.
        case values
        case tuple

        /// Behind `COPY … FROM stdin;`, in its line and in the lines behind it.
        case copyHead
        case copy

        /// The same, of lines of another form.
        case copyDelimited

        /// A line of a client's command, such as `\connect shop`.
        case command

        /// Between `DELIMITER ;;` and `DELIMITER ;`: the lines of a program.
        case program
    }

    /// What was read ends here; an offset of the span being read.
    private(set) var readUpTo = 0

    /// A table's value begins where the reader stands, or before, and ends behind it.
    var isInData: Bool {
        mode == .tuple || mode == .copy || mode == .copyDelimited && lines?.isInData == true
    }

    /// A row has begun, and has not ended.
    var isInRow: Bool {
        mode == .tuple || mode == .copy && !isBeforeRow || mode == .copyDelimited && lines?.isInRow == true
    }

    /// A line of `COPY` data begins with the byte that is read next: no byte of it has told so yet.
    private var isBeforeRow: Bool { mode == .copy && line.endSeen == .none && !line.skipsToEnd }

    /// The row of the byte that is read next, from 1, and its column, from 0.
    var spotRow: UInt64 { isBeforeRow ? row + 1 : row }
    var spotColumn: Int {
        if mode == .copyDelimited, let lines { return lines.spotColumn }
        return isBeforeRow ? 0 : column
    }

    /// Whose the value is that is read next.
    var owner: CellOwner? {
        if mode == .copyDelimited, let lines { return lines.owner }
        return table.map {
            let escaping =
                mode == .copy ? .json : Escaping(backslashes: lexer.backslashesEscape, doubled: 0x27)
            return CellOwner(table: $0, row: spotRow, escaping: escaping)
        }
    }

    /// Where the value begins that holds the byte that is read next.
    var spotStart: Int {
        if mode == .copyDelimited, let lines { return lines.spotStart }
        if mode == .copy { return isBeforeRow ? readUpTo : line.cellStart }
        return tuple.state == .start ? readUpTo : tuple.valueStart
    }

    mutating func read(_ bytes: Span<UInt8>, _ range: Range<Int>, into sink: inout some CellSink) {
        var at = range.lowerBound
        tuple.begin(at: at)
        line.begin(at: at)
        while at < range.upperBound {
            let rest = at..<range.upperBound
            switch mode {
            case .head: at = readHead(bytes, rest)
            case .skipped: at = readSkipped(bytes, rest)
            case .values: at = readBetweenTuples(bytes, rest, into: &sink)
            case .tuple: at = readTuple(bytes, rest, into: &sink)
            case .copyHead: at = readLine(bytes, rest, then: lines == nil ? .copy : .copyDelimited)
            case .copy: at = readCopy(bytes, rest, into: &sink)
            case .copyDelimited: at = readLines(bytes, rest, into: &sink)
            case .command, .program: at = readLine(bytes, rest, then: mode)
            }
        }
        tuple.end(at: at)
        line.end(at: at)
        readUpTo = at
    }

    /// Bytes are missing from here on: goes on where a line begins.
    mutating func passHole() {
        if mode == .tuple || mode == .copy { malformed += 1 }
        lexer.beginCode()
        head = []
        headDepth = 0
        headIsWanted = false
        switch mode {
        case .copy, .copyHead: line.skipsToEnd = true
        case .copyDelimited:
            lines?.passHole()
            malformed += 1
        case .program: break
        default:
            leaveTable()
            mode = .command
        }
    }

    /// The table that the statements so far have made, when they have made one.
    var onlyTable: Table? { catalog.onlyTable }

    /// Rows of each table so far, by its name.
    var rows: [String: UInt64] {
        var rows = catalog.rows
        if let table { rows[table.name] = row }
        return rows
    }

    // MARK: - Statements

    private mutating func readHead(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        var at = range.lowerBound
        if head.isEmpty, lexer.isInCode {
            while at < range.upperBound, bytes[at] <= 0x20 || bytes[at] == 0x3B { at += 1 }
            guard at < range.upperBound else { return at }
            if bytes[at] == 0x5C {
                mode = .command
                return at
            }
            if let lastTable, repeatsHead(bytes, at..<range.upperBound) {
                lexer.beginCode()
                enter(lastTable)
                beginTuple()
                return at + lastHead.count
            }
        }
        let step = lexer.next(bytes, at..<range.upperBound)
        head.append(bytes.extracting(at..<step.end))
        if step.endsComment, Self.code(of: head).isEmpty {
            head = []
        } else if head.count > Limits.statementHeadBytesMax {
            leaveHead(to: .skipped)
        } else {
            take(step.mark)
        }
        return step.end
    }

    /// Goes on behind a mark of a statement's head, which is the head's last byte.
    private mutating func take(_ mark: UInt8) {
        switch mark {
        case 0x28:
            if headDepth == 0, Self.endsInValues(head) {
                beginInsert()
                return
            }
            headDepth += 1
        case 0x29: headDepth = max(0, headDepth - 1)
        case 0x3B where Self.delimiter(head) != nil: break
        case 0x3B where headDepth == 0: finishStatement()
        case 0x3B: leaveHead(to: .head)
        case 0x0A:
            // A command of MySQL's client: the line's end ends it.
            if let delimiter = Self.delimiter(head) { leaveHead(to: delimiter == [0x3B] ? .head : .program) }
        default: break
        }
        if mode == .head, !headIsWanted, let wanted = Self.isWanted(head) {
            headIsWanted = wanted
            if !wanted { leaveHead(to: .skipped) }
        }
    }

    private mutating func beginInsert() {
        if head == lastHead, let lastTable {
            enter(lastTable)
        } else {
            lexer.learn(from: head)
            var parser = SQLHeadParser(head)
            guard case .insert(let name, let columns) = parser.statement() else {
                leaveHead(to: .skipped)
                return
            }
            let table = catalog.table(name, columns: columns)
            (lastHead, lastTable) = (head, table)
            lastHeadIsPlain = Self.isPlain(head)
            enter(table)
        }
        leaveHead(to: .tuple)
        beginTuple()
    }

    private mutating func finishStatement() {
        lexer.learn(from: head)
        var parser = SQLHeadParser(head)
        var next = Mode.head
        switch parser.statement() {
        case .copy(let name, let columns):
            enter(catalog.table(name, columns: columns))
            line = CopyLine()
            lines = nil
            next = .copyHead
        case .copyDelimited(let name, let columns, var form):
            let table = catalog.table(name, columns: columns)
            enter(table)
            form.columns = table.columns
            lines = DelimitedReader(form, table: table, row: row)
            next = .copyHead
        case .createTable(let name, let columns, let stored, let key):
            // SQLite writes no value for a generated column; the others write one, or name the columns.
            catalog.create(name, columns: lexer.isSQLite ? stored : columns, key: key)
            lastHead = []
        case .use(let database):
            leaveTable()
            catalog.enter(database: database, holdsSchemas: false)
            lastHead = []
        case .backslashes(let areEscapes): lexer.settle(backslashesEscape: areEscapes)
        case .insert, .other: break
        }
        leaveHead(to: next)
    }

    private mutating func leaveHead(to next: Mode) {
        mode = next
        head.removeAll(keepingCapacity: head.count < 4096)
        headDepth = 0
        headIsWanted = false
    }

    private mutating func readSkipped(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        let step = lexer.next(bytes, range)
        if step.mark == 0x3B { mode = .head }
        return step.end
    }

    /// Reads lines of a `COPY` with options.
    private mutating func readLines(_ bytes: Span<UInt8>, _ range: Range<Int>, into sink: inout some CellSink)
        -> Int
    {
        let malformedBefore = lines?.malformed ?? 0
        let end = lines?.read(bytes, range, into: &sink) ?? range.upperBound
        row = lines?.row ?? row
        malformed += (lines?.malformed ?? 0) - malformedBefore
        if lines?.isEnded == true {
            lines = nil
            mode = .head
        }
        return end
    }

    /// Reads up to the end of a line, and on in `next`.
    private mutating func readLine(_ bytes: Span<UInt8>, _ range: Range<Int>, then next: Mode) -> Int {
        let end = firstNewline(bytes, range)
        if mode != .copyHead, head.count < Limits.fieldNameBytesMax * 4 {
            head.append(bytes.extracting(range.lowerBound..<min(end, range.lowerBound + 256)))
        }
        guard end < range.upperBound else { return end }
        switch mode {
        case .copyHead: mode = next
        case .program:
            leaveHead(to: Self.delimiter(head) == [0x3B] ? .head : .program)
        default:
            if let database = Self.connectedDatabase(head) {
                leaveTable()
                catalog.enter(database: database, holdsSchemas: true)
                lastHead = []
            }
            leaveHead(to: .head)
        }
        return end + 1
    }

    // MARK: - Tables

    private mutating func enter(_ next: Table) {
        if let table, table.hash == next.hash {
            self.table = next
            return
        }
        leaveTable()
        table = next
        row = catalog.rows[next.name] ?? 0
    }

    private mutating func leaveTable() {
        if let table { catalog.note(row, of: table) }
        table = nil
        row = 0
    }
}

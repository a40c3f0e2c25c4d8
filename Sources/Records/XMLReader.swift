internal import Bytes
internal import CByteScan

/// Follows the rows of a dump in XML, so that every byte's table, row and column are known.
///
/// What it knows at an offset depends on the bytes before and on nothing else, however they are cut. Syntax: what
/// `mysqldump --xml`, `mariadb-dump --xml` and `mysql --xml` write: `<row>` with a `<field name="…">` for each column.
/// A `<` in a value is always written as an entity.
struct XMLReader: Sendable {
    private var catalog = Catalog()

    /// The table whose rows are being read.
    private(set) var table: Table?

    /// The row being read, from 1, and the column, from 0.
    private(set) var row: UInt64 = 0
    private(set) var column = 0

    /// A row has begun, and has not ended.
    private(set) var isInRow = false

    /// Rows with more or fewer fields than their table has columns, and rows that end too soon.
    private(set) var malformed: UInt64 = 0
    private var state = State.text

    /// The tag being read, without its brackets; and that of each column, for most rows repeat them.
    private var tag: [UInt8] = []
    private var columnTags: [[UInt8]] = []

    /// Fields of the row so far, and the columns that the rows before had; 0 for none.
    private var fields = 0
    private var rowColumns = 0

    /// A table's structure so far: its name, its columns and its key.
    private var structure: (name: String, columns: [String], key: String)?

    /// The value being read began here, and what was read ends there; offsets of the span being read.
    private(set) var valueStart = 0
    private(set) var readUpTo = 0
    private var valueAge = 0

    private enum State: UInt8 {
        /// Between tags, outside of any value.
        case text
        case tag
        case value
    }

    /// The byte that is read next is one of a value.
    var isInData: Bool { state == .value }

    /// Whose the value is that is read next.
    var owner: CellOwner? {
        table.map { CellOwner(table: $0, row: row, escaping: .xml) }
    }

    /// Rows of each table so far, by its name.
    var rows: [String: UInt64] {
        var rows = catalog.rows
        if let table { rows[table.name] = row }
        return rows
    }

    mutating func read(_ bytes: Span<UInt8>, _ range: Range<Int>, into sink: inout some CellSink) {
        var at = range.lowerBound
        valueStart = at - valueAge
        while at < range.upperBound {
            switch state {
            case .text:
                at = runEnd(bytes, at..<range.upperBound, of: Self.allButOpening)
                if at < range.upperBound, !passField(bytes, &at, range.upperBound) { beginTag() }
            case .value:
                at = runEnd(bytes, at..<range.upperBound, of: Self.allButOpening)
                guard at < range.upperBound else { break }
                if let owner { sink.take(valueStart..<at, column: column, isQuoted: false, of: owner) }
                if bytes.holds(Self.wholeFieldEnd, at: at, before: range.upperBound) {
                    state = .text
                    at += Self.wholeFieldEnd.count - 1
                } else {
                    beginTag()
                }
            case .tag:
                let end = runEnd(bytes, at..<range.upperBound, of: Self.allButClosing)
                let room = max(0, Limits.statementHeadBytesMax - tag.count)
                tag.append(bytes.extracting(at..<min(end, at + room)))
                at = end
                if at < range.upperBound { finishTag(at: at + 1, into: &sink) }
            }
            // The bracket itself.
            if at < range.upperBound { at += 1 }
        }
        valueAge = at - valueStart
        readUpTo = at
    }

    /// Passes the tag of the next column up to its last bracket, where it stands whole.
    private mutating func passField(_ bytes: Span<UInt8>, _ at: inout Int, _ end: Int) -> Bool {
        guard isInRow, column + 1 < columnTags.count else { return false }
        let known = columnTags[column + 1]
        let last = at + 1 + known.count
        guard last < end, bytes[last] == 0x3E, bytes.holds(known, at: at + 1, before: last) else {
            return false
        }
        column += 1
        fields += 1
        state = .value
        valueStart = last + 1
        at = last
        return true
    }

    /// Bytes are missing from here on: goes on behind the next bracket that opens.
    mutating func passHole() {
        if isInRow { malformed += 1 }
        isInRow = false
        state = .text
    }

    private mutating func beginTag() {
        state = .tag
        tag.removeAll(keepingCapacity: true)
    }

    // MARK: - Tags

    private mutating func finishTag(at end: Int, into sink: inout some CellSink) {
        state = .text
        if isInRow, column + 1 < columnTags.count, tag == columnTags[column + 1] {
            beginField(column + 1, at: end, into: &sink)
            return
        }
        if tag.starts(with: Self.fieldEnd) { return }
        let read = XMLTag(tag)
        switch read.name {
        case "field" where isInRow: beginField(named: read, at: end, into: &sink)
        case "field":
            guard let name = read["Field"] else { return }
            structure?.columns.append(name)
            if read["Key"] == "PRI", structure?.key.isEmpty == true { structure?.key = name }
        case "row":
            if isInRow { malformed += 1 }
            isInRow = true
            row += 1
            column = -1
            fields = 0
        case "/row": finishRow()
        case "database": catalog.enter(database: read["name"] ?? "", holdsSchemas: false)
        case "table_structure": structure = (read["name"] ?? "", [], "")
        case "/table_structure":
            if let structure {
                catalog.create([structure.name], columns: structure.columns, key: structure.key)
            }
            structure = nil
        case "table_data": enter(catalog.table([read["name"] ?? ""], columns: []))
        case "resultset": enter(catalog.table([], columns: []))
        case "/table_data", "/resultset": leaveTable()
        default: break
        }
    }

    private mutating func beginField(_ number: Int, at end: Int, into sink: inout some CellSink) {
        column = number
        fields += 1
        if tag.last == 0x2F {
            // `<field name="x" xsi:nil="true" />`: no value. It stands at the bracket, which whoever reads it has.
            if let owner { sink.take(end - 1..<end - 1, column: column, isQuoted: false, of: owner) }
            return
        }
        state = .value
        valueStart = end
    }

    private mutating func beginField(named read: XMLTag, at end: Int, into sink: inout some CellSink) {
        guard let table, let name = read["name"] else { return }
        let known = table.columns.firstIndex(of: name)
        let number = known ?? table.columns.count
        if known == nil, number < Limits.tablesMax {
            self.table = Table(name: table.name, columns: table.columns + [name], keyColumn: table.keyColumn)
        }
        if number == columnTags.count, tag.last != 0x2F { columnTags.append(tag) }
        beginField(number, at: end, into: &sink)
    }

    private mutating func finishRow() {
        guard isInRow else { return }
        isInRow = false
        if rowColumns > 0, fields != rowColumns { malformed += 1 }
        if rowColumns == 0 { rowColumns = fields }
    }

    private mutating func enter(_ next: Table) {
        leaveTable()
        table = next
        row = catalog.rows[next.name] ?? 0
        rowColumns = next.columns.count
    }

    private mutating func leaveTable() {
        if isInRow { malformed += 1 }
        isInRow = false
        if let table { catalog.note(row, of: table) }
        table = nil
        columnTags = []
        row = 0
    }

    private static let fieldEnd = Array("/field".utf8)
    private static let wholeFieldEnd = Array("</field>".utf8)
    private static let allButOpening = ByteSet(allBut: [0x3C]).kernelSet
    private static let allButClosing = ByteSet(allBut: [0x3E]).kernelSet
}

/// A tag's name and attributes, without its brackets.
private struct XMLTag {
    let name: String
    private let rest: ArraySlice<UInt8>

    init(_ tag: [UInt8]) {
        let end = tag.firstIndex { $0 <= 0x20 } ?? tag.count
        name = String(decoding: tag[..<end], as: UTF8.self)
        rest = tag[end...]
    }

    /// An attribute's value as a name; `nil` for none.
    subscript(attribute: String) -> String? {
        let head = Array((" " + attribute + "=\"").utf8)
        var at = rest.startIndex
        while at + head.count <= rest.endIndex {
            if rest[at...].starts(with: head) {
                let value = rest[(at + head.count)...].prefix { $0 != 0x22 }
                return Names.identifier(Escaping.xml.text(of: Array(value).span))
            }
            at += 1
        }
        return nil
    }
}

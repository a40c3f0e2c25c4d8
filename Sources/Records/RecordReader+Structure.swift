internal import Bytes

extension RecordReader {
    /// A reader of the rows that MySQL writes beside the statement that makes their table, with `--tab`.
    ///
    /// Syntax: MySQL 8.4 manual, "mysqldump", `--tab`: values between tabs, a backslash before what would end one.
    ///
    /// - Parameters:
    ///   - head: The first bytes of the rows.
    ///   - structure: The first bytes of the statements.
    /// - Returns: `nil` unless the statements make one table, and the first row has a value for each of its columns.
    public convenience init?(sniffing head: Span<UInt8>, structure: Span<UInt8>) {
        var statements = SQLReader()
        var none = NoCells()
        statements.read(structure, 0..<structure.count, into: &none)
        guard let table = statements.onlyTable, !table.columns.isEmpty,
            Self.valuesOfFirstRow(head) == table.columns.count
        else { return nil }
        self.init(rowsOf: table)
    }

    private static func valuesOfFirstRow(_ head: Span<UInt8>) -> Int {
        var values = 1
        var at = 0
        while at < head.count, head[at] != 0x0A {
            if head[at] == 0x5C {
                at += 1
            } else if head[at] == 0x09 {
                values += 1
            }
            at += 1
        }
        return values
    }
}

import Records
import Testing

/// Texts that break the rules of their format: some attribution is lost, and never a byte, a count or the process.
@Suite struct BadInputTests {
    /// What a reader tells of a text at its end.
    private struct Told: Equatable {
        var malformed: UInt64
        var rows: [String: UInt64]
    }

    /// - Parameter piece: Bytes that are read at a time.
    private func told(_ bytes: [UInt8], piece: Int) -> Told {
        let reader = RecordReader(sniffing: bytes.span)
        var at = 0
        while at < bytes.count {
            let end = min(bytes.count, at + piece)
            let cells = CellIndex()
            let copy = RecordReader(copying: reader)
            copy.read(bytes.span, at..<end, into: cells)
            copy.noteOpenValue(in: cells)
            reader.read(bytes.span, at..<end)
            at = end
        }
        return Told(malformed: reader.malformed, rows: reader.rowsOfTables)
    }

    private static let inputs: [(text: String, malformed: UInt64, rows: [String: UInt64])] = [
        // Cut in the middle of a row.
        ("CREATE TABLE t (a int, b int);\nINSERT INTO t VALUES (1,2),(3,'x", 0, ["t": 2]),
        ("COPY t (a, b) FROM stdin;\n1\t2\n3", 0, ["t": 2]),
        // A table that was never created has no number of columns.
        ("INSERT INTO t VALUES (1,2),(1),(1,2,3);\n", 0, ["t": 3]),
        // Too many and too few values.
        ("CREATE TABLE t (a int, b int);\nINSERT INTO t VALUES (1,2),(1),(1,2,3);\n", 2, ["t": 3]),
        ("COPY t (a, b) FROM stdin WITH CSV HEADER;\na,b\n1,2\n1\n\"1\n\",2,3\n\\.\n", 2, ["t": 3]),
        (
            "COPY t (a, b) FROM stdin WITH DELIMITER '|';\n1|2\n\\N|2\n\\.\nINSERT INTO u VALUES (1);\n", 0,
            ["t": 2, "u": 1]
        ),
        // Mixed line ends and NUL bytes.
        (
            "CREATE TABLE t (a int,\r\n b int);\r\nINSERT INTO t VALUES (1,'\0\r\n'),\r\n(2,'\0');\r\n", 0,
            ["t": 2]
        ),
        ("a,b\r\n1,2\n3,4\r\n\0,\0\n", 0, ["": 3]),
        // A blob full of quotes.
        (
            "CREATE TABLE `t` (a text);\nINSERT INTO `t` VALUES ('''''\\'\\\\'),(_binary '\"`\\''),('x');\n",
            0, ["t": 3]
        ),
        // Text that becomes statements.
        ("CREATE TABLE t (a int);\nnothing (of; it's) a dump\nINSERT INTO t VALUES (1);\n", 0, [:]),
        (
            "<?xml version=\"1.0\"?>\n<mysqldump>\n<table_data name=\"t\">\n<row>\n<field name=\"a\">1", 0,
            ["t": 1]
        ),
        (
            "<?xml version=\"1.0\"?>\n<mysqldump><table_data name=\"t\"><row><field name=\"a\">1</field><row></row></table_data>",
            1,
            ["t": 2]
        ),
        (
            "<?xml version=\"1.0\"?>\n<mysqldump><table_data name=\"t\"><<row>><field name=\"a\"<field></a>\0</table_data>",
            0, ["t": 0]
        ),
        ("<?xml version=\"1.0\"?>\n<mysqldump><!-- <![CDATA[ -- -> ]]> <row>", 0, [:]),
    ]

    @Test(arguments: inputs.indices)
    func `counts what is left of broken tables, whatever the cuts`(number: Int) {
        let (text, malformed, rows) = Self.inputs[number]
        let bytes = Array(text.utf8)
        let expected = Told(malformed: malformed, rows: rows)
        for piece in [1, 2, 7, bytes.count] {
            #expect(told(bytes, piece: piece) == expected, "\(piece) bytes at a time")
        }
    }

    @Test(arguments: [1 << 16, 1 << 20, 1 << 25])
    func `reads a statement of sixteen megabytes`(piece: Int) {
        var bytes = Array("CREATE TABLE t (a int, b text);\nINSERT INTO t VALUES ".utf8)
        var rows: UInt64 = 0
        while bytes.count < 16 << 20 {
            if rows > 0 { bytes.append(0x2C) }
            rows += 1
            bytes += Array("(\(rows),'some ''text'', not long')".utf8)
        }
        bytes += Array(";\n".utf8)
        #expect(told(bytes, piece: piece) == Told(malformed: 0, rows: ["t": rows]))
    }

    @Test
    func `reads a line of eight megabytes and a document deeper than paths are told`() {
        var line = Array("{\"a\":1,\"b\":\"".utf8)
        line += [UInt8](repeating: 0x78, count: 8 << 20)
        line += Array("\"}\n{\"a\":2}\n".utf8)
        #expect(told(line, piece: 1 << 20) == Told(malformed: 0, rows: [:]))
        let deep =
            "[" + String(repeating: "{\"a\":", count: 100) + "1" + String(repeating: "}", count: 100) + "]"
        #expect(told(Array(deep.utf8), piece: 64) == Told(malformed: 1, rows: [:]))
    }

    /// Marsaglia's xorshift, so that a failure can be repeated.
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
    }

    @Test(arguments: 1...8)
    func `survives changed bytes, and tells the same for any cuts`(seed: UInt64) {
        var random = Seeded(state: seed &* 0x9E37_79B9_7F4A_7C15)
        let dumps = [
            Dumps.mysql, Dumps.postgres, Dumps.sqlite, Dumps.commas, Dumps.batch, Dumps.xml, Dumps.resultSet,
            Dumps.copyOptions,
        ]
        let marks = Array("\\'\"`<>&;,()\n\t\0-*/$.".utf8)
        for text in dumps {
            for _ in 0..<20 {
                var bytes = Array(text.utf8)
                for _ in 0..<4 {
                    let at = Int.random(in: min(64, bytes.count / 2)..<bytes.count, using: &random)
                    bytes[at] = marks.randomElement(using: &random) ?? 0
                }
                let whole = told(bytes, piece: bytes.count)
                for piece in [1, 13] { #expect(told(bytes, piece: piece) == whole, "seed \(seed)") }
            }
        }
    }
}

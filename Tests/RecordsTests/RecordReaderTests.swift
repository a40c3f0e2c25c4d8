import Findings
import Records
import Testing

@Suite struct RecordReaderTests {
    /// Where the marks `m0` to `m9` of a text stand: the place, and the row or document.
    ///
    /// - Parameter cuts: Offsets at which the text is read in pieces.
    private func places(_ text: String, cuts: [Int] = []) -> [String: String] {
        let bytes = Array(text.utf8)
        let edges = [0] + cuts + [bytes.count]
        var found: [String: String] = [:]
        let outline = RecordReader(sniffing: bytes.span)
        let documents = DocumentCursor()
        for (start, end) in zip(edges, edges.dropFirst()) where start < end {
            let reader = RecordReader(copying: outline)
            let cells = CellIndex()
            if reader.hasTables {
                reader.read(bytes.span, start..<end, into: cells)
                let beyond = RecordReader(copying: reader)
                beyond.read(bytes.span, end..<bytes.count, into: cells)
                beyond.noteOpenValue(in: cells)
            }
            var cursor = CellIndex.Cursor(cells)
            documents.begin(reader, at: start)
            var value = InnerPath.Value()
            for offset in start..<end where isMark(bytes, offset) {
                let mark = String(decoding: bytes[offset...(offset + 1)], as: UTF8.self)
                var spot: RecordReader.Spot?
                var place = Place.text
                if reader.hasTables {
                    spot = cursor.spot(at: offset)
                    place = cursor.place
                } else {
                    spot = documents.spot(bytes.span, at: offset)
                    place = documents.place(bytes.span)
                }
                guard let spot else {
                    found[mark] = "text"
                    continue
                }
                if let path = value.path(bytes.span, spot, at: offset) { place.inner = path.text }
                found[mark] = "\(place.description) \(spot.record)"
            }
            outline.read(bytes.span, start..<end)
        }
        return found
    }

    private func isMark(_ bytes: [UInt8], _ offset: Int) -> Bool {
        offset + 1 < bytes.count && bytes[offset] == 0x6D && bytes[offset + 1] &- 0x30 < 10
            && (offset == 0 || (bytes[offset - 1] | 0x20) &- 0x61 >= 26)
    }

    private static let expected: [(text: String, places: [String: String])] = [
        (
            Dumps.mysql,
            [
                "m1": "shop.customers.email 1", "m2": "shop.customers.payload → user.email 1",
                "m3": "shop.customers.payload → devices[].mac 1", "m4": "shop.customers.payload 2",
                "m5": "shop.customers.email 3", "m6": "text", "m7": "shop.customers.email 4",
                "m8": "shop.customers.payload 4", "m9": "shop.orders.note 1",
            ]
        ),
        (
            Dumps.postgres,
            [
                "m1": "shop.public.customers.id 1", "m2": "shop.public.customers.email 1",
                "m3": "shop.public.customers.Full \"Name 1",
                "m4": "shop.public.customers.payload → user.email 1",
                "m5": "shop.public.messages.#3 1", "m6": "shop.public.messages.#3 2",
                "m7": "shop.public.messages.#3 3",
            ]
        ),
        (Dumps.sqlite, ["m1": "people.mail 1", "m2": "people.mail 2", "m3": "people.the note 2"]),
        (
            Dumps.commas,
            [
                "m1": "email 1", "m2": "note, long 1", "m3": "note, long 1", "m4": "email 2", "m5": "last 2",
            ]
        ),
        (
            Dumps.xml,
            [
                "m1": "shop.customers.say \"hi\" 1", "m2": "shop.customers.say \"hi\" 1",
                "m3": "shop.customers.payload → user.email 1", "m4": "shop.customers.payload 2",
                "m5": "shop.notes.c 1", "m6": "shop.notes.a 2", "m7": "shop.notes.c 2",
            ]
        ),
        (Dumps.resultSet, ["m1": "mail 1"]),
        (Dumps.batch, ["m1": "mail 1", "m2": "mail 2", "m3": "note 2"]),
        (
            Dumps.lines,
            [
                "m1": "users-2019.12 → mail 2", "m2": "users-2019.12 → device.ssid 2",
                "m3": "users-2019.12 → device.tags[] 2", "m4": "users-2019.12 → device.tags[].k 2",
                "m5": "users-2019.12 → log → user.mail 2", "m6": "text", "m7": "other → _source.a.b 4",
                "m8": "other → _source.* 4", "m9": "other → cut 4", "m0": "last 5",
            ]
        ),
        (
            Dumps.documents,
            ["m1": "mail 1", "m2": "list[][] 1", "m3": "mail 2", "m4": "inner.deep 2"]
        ),
        (
            Dumps.copyOptions,
            [
                "m1": "text", "m2": "t.e mail 1", "m3": "t.e mail 2", "m4": "t.id 3", "m5": "u.mail 1",
                "m6": "v.b 1", "m7": "v.a 2",
            ]
        ),
        (
            "\u{FEFF}" + Dumps.sqlite,
            ["m1": "people.mail 1", "m2": "people.mail 2", "m3": "people.the note 2"]
        ),
        ("\u{FEFF}a,b\n1,m1\n", ["m1": "b 1"]),
        (
            Dumps.mongo,
            [
                "m1": "born 1", "m2": "born 1", "m3": "list[].at 1", "m4": "* 1", "m5": "mail 2",
                "m6": "photo.base64 2",
            ]
        ),
        (
            "INSERT INTO `a` VALUES (1,'m1');\nINSERT INTO `a` VALUES (2,'m2');\nINSERT INTO b VALUES ('m3');\n"
                + "INSERT INTO `a` VALUES (3,'m4');INSERT INTO `a` VALUES ('m5');insert into `a` VALUES ('m6');\n"
                + "INSERT INTO `a` VALUES (7,'x'),(8,'m7') ;;\nINSERT INTO `a` (c,d) VALUES (9,'m8');\n"
                + "INSERT INTO `a` (c,d) VALUES (10,'m9');\n",
            [
                "m1": "a.#2 1", "m2": "a.#2 2", "m3": "b.#1 1", "m4": "a.#2 3", "m5": "a.#1 4",
                "m6": "a.#1 5",
                "m7": "a.#2 7", "m8": "a.d 8", "m9": "a.d 9",
            ]
        ),
        (
            "{\"_index\":\"a\",\"b\":\"m1\"}\n{\"_index\":\"cut\n{\"_index\":\"c\",\"b\":\"m2\"}\n",
            ["m1": "a → b 1", "m2": "c → b 3"]
        ),
    ]

    @Test(arguments: expected.indices)
    func `tells the place of every value`(number: Int) {
        let (text, expected) = Self.expected[number]
        let found = places(text)
        for (mark, place) in expected { #expect(found[mark] == place, "\(mark)") }
        #expect(found.count == expected.count)
    }

    @Test(arguments: expected.indices)
    func `any cut in two, and every byte alone, give the same places`(number: Int) {
        let (text, expected) = Self.expected[number]
        let count = text.utf8.count
        for cut in 1..<count { #expect(places(text, cuts: [cut]) == expected, "cut at \(cut)") }
        #expect(places(text, cuts: Array(1..<count)) == expected)
    }

    @Test
    func `rows without a head take their columns from the structure beside them`() throws {
        let structure = Array(
            "-- MySQL dump\nCREATE TABLE `a b` (`id` int, `mail` text, `note` text);\n".utf8)
        let rows = Array("1\tm1\ta\\\tb\\\nc\n2\t\\N\tm2\n".utf8)
        let known = RecordReader(sniffing: rows.span, structure: structure.span)
        let reader = try #require(known)
        let cells = CellIndex()
        reader.read(rows.span, 0..<rows.count, into: cells)
        var cursor = CellIndex.Cursor(cells)
        for (offset, place) in [(2, "a b.mail 1"), (10, "a b.note 1"), (18, "a b.note 2")] {
            let spot = cursor.spot(at: offset)
            #expect("\(cursor.place.description) \(spot?.record ?? 0)" == place)
        }
        #expect(reader.rowsOfTables == ["a b": 2])
        #expect(reader.malformed == 0)
    }

    @Test(arguments: [
        ("1\t2\n", "CREATE TABLE t (a int);"), ("1\n", "SELECT 1;"), ("", "CREATE TABLE t (a int, b int);"),
        ("1\n", "CREATE TABLE t (a int); CREATE TABLE u (a int);"),
    ])
    func `a structure that does not fit the rows is none of theirs`(rows: String, structure: String) {
        let (rows, structure) = (Array(rows.utf8), Array(structure.utf8))
        let reader = RecordReader(sniffing: rows.span, structure: structure.span)
        #expect(reader == nil)
    }

    @Test(arguments: [
        ("2026-11-25 INFO started\nid,a\n", true), ("[2026-11-25] x\n", true), ("", true),
        ("{not json\n", true),
        ("# Time: 2026\n# User@Host: a\nINSERT INTO t VALUES (1);\n", false), ("a,b\n", true),
        ("2026-11-25 10:00:00 LOG: x\n2026-11-25 10:00:01 LOG: y\n", true),
        ("1,2\n3,4\n", true), ("jane@x.net,b\n1,2\n", true), ("a,b\n1,2\n", false), ("a;b\n1;2\n", false),
        ("a|b\r\n1|2\r\n", false), ("\u{FEFF}{\"a\":1}\n", false), ("[{\"a\":1}]", false),
        ("INSERT INTO t VALUES (1);\n", false),
        ("create table t (a int);\ninsert into t values (1);\n", false),
    ])
    func `tells text from structure by its first bytes`(text: String, isText: Bool) {
        let bytes = Array(text.utf8)
        let reader = RecordReader(sniffing: bytes.span)
        #expect(reader.isText == isText)
    }

    @Test(
        arguments: [
            ("CREATE TABLE t (a int, b int);\nINSERT INTO t VALUES (1,2),(1),(1,2,3),(4,", 2, ["t": 4]),
            ("COPY t (a, b) FROM stdin;\n1\t2\n1\n1\t2\t3\n\\.\n", 2, ["t": 3]),
            ("a,b\n1,2\n3,4\n5,6\n7,8\n9,10\n1,2\n1,2\n1,2\n1,2\n1,2\n1,2,3\n\"1\",2\n", 1, ["": 12]),
            (
                Dumps.xml.replacing("<field name=\"id\">1</field>", with: "")
                    .replacing("m4</field>\n\t</row>", with: "m4</field>"), 2,
                ["shop.customers": 2, "shop.notes": 2]
            ),
            ("{\"a\":1}\n{\"a\":\n{\"a\":2}\n{\"a\":3}\n", 1, [:]),
        ] as [(String, UInt64, [String: UInt64])])
    func `counts the rows of tables, and those of another form`(
        text: String, malformed: UInt64, rows: [String: UInt64]
    ) {
        let bytes = Array(text.utf8)
        for cut in 0...bytes.count {
            let reader = RecordReader(sniffing: bytes.span)
            reader.read(bytes.span, 0..<cut)
            reader.read(bytes.span, cut..<bytes.count)
            #expect(reader.malformed == malformed, "cut at \(cut)")
            #expect(reader.rowsOfTables == rows, "cut at \(cut)")
        }
    }

    @Test
    func `a hole costs the rest of a line, and no more`() {
        let bytes = Array(
            "CREATE TABLE t (a text);\nINSERT INTO t VALUES ('x\nINSERT INTO t VALUES ('y');\n".utf8)
        let hole = bytes.count - 30
        let reader = RecordReader(sniffing: bytes.span)
        reader.read(bytes.span, 0..<hole)
        reader.passHole()
        reader.read(bytes.span, hole..<bytes.count)
        #expect(reader.rowsOfTables == ["t": 2])
        #expect(reader.malformed == 1)
    }
}

import Testing

@testable import Records

/// Rows of an `INSERT` far behind its first byte, in every log of statements.
@Suite struct QueryRowsTests {
    /// How a log writes a statement.
    struct Form: Sendable, CustomTestStringConvertible {
        var log: QueryLog
        var head: String
        var tail: String

        /// What stands between two rows.
        var gap = ", "
        var quote = "'"
        var testDescription: String { "\(log), \(gap.count) bytes between rows" }

        func entry(_ statement: String) -> String {
            let written =
                switch log {
                case .postgresCSV: statement.replacing("\"", with: "\"\"")
                case .postgresJSON: statement.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
                default: statement
                }
            return head + written + tail
        }
    }

    static let forms: [Form] = [
        Form(log: .general, head: "261125 15:36:46\t     6 Query\t", tail: "\n"),
        Form(log: .general, head: "\t\t     6 Query\t", tail: "\n", gap: ",\n"),
        Form(
            log: .slow,
            head: "# User@Host: root[root] @ localhost []\n# Query_time: 0.1\nSET timestamp=1795621006;\n",
            tail: ";\n", gap: ",\n  "),
        Form(log: .binlog, head: "# at 4\n#Q> ", tail: "\n", gap: ",\n#Q> "),
        Form(
            log: .postgres, head: "2026-11-25 15:36:47.460 UTC [1] seep@shop LOG:  statement: ", tail: "\n",
            gap: ",\n\t"),
        Form(
            log: .postgres, head: "2026-11-25 15:36:47.460 UTC [1] seep@shop STATEMENT:  ", tail: "\n"),
        Form(
            log: .postgresCSV,
            head: "2026-11-25 15:36:47.460 UTC,\"seep\",\"shop\",1,\"[local]\",6b.33,30,\"idle\","
                + "2026-11-25 15:36:47 UTC,3/43,0,LOG,00000,\"statement: ",
            tail: "\",,,,,,,,,\"psql\",\"client backend\",,0\n", gap: ",\n"),
        Form(
            log: .postgresJSON,
            head:
                #"{"timestamp":"2026-11-25 15:36:47.461 UTC","error_severity":"LOG","message":"statement: "#,
            tail: "\",\"application_name\":\"psql\"}\n"),
    ]

    /// Rows whose values look like what ends them.
    private func rows(_ count: Int, _ form: Form) -> String {
        (0..<count).map { number in
            let odd = ["NULL", "lower('a),(')", "'it''s; (a'", "'\"x\"'", "(SELECT 1 FROM a WHERE b = 'c')"][
                number % 5]
            return "(\(number), 'm1', \(odd), 'm2')"
        }.joined(separator: form.gap)
    }

    private func check(_ text: String, _ form: Form, marks: (placed: Int, all: Int)) {
        let bytes = Array(text.utf8)
        let whole = QueryPieces.places(bytes, form.log)
        #expect(whole.count == marks.placed)
        #expect(bytes.indices.count { QueryPieces.isMark(bytes, $0) } == marks.all)
        for size in [97, 4096, 20_000, 70_001] {
            let cuts = Array(stride(from: size, to: bytes.count, by: size))
            let isSame = QueryPieces.places(bytes, form.log, cuts: cuts) == whole
            #expect(isSame, "pieces of \(size) bytes")
        }
    }

    @Test(arguments: forms)
    func `every row has its place, wherever the cuts are`(form: Form) {
        let insert = "INSERT INTO t (id, mail, x, \"y\") VALUES " + rows(1000, form)
        let other = "DELETE FROM b WHERE c = 'm3'"
        let text = [other, insert, other, insert, insert, other].map { form.entry($0) }.joined()
        check(text, form, marks: (6003, 6003))
        let places = Set(QueryPieces.places(Array(text.utf8), form.log).values)
        #expect(places.count == 3)
        #expect(places.contains { $0.hasSuffix("→ t.mail") })
    }

    @Test(arguments: forms)
    func `a shape tells nothing of how many rows there are, and of how long they are`(form: Form) {
        let places = [3, 170, 171, 172, 173, 600].map { count in
            let rows = (0..<count).map { "(\($0), 'm1\(String(repeating: "x", count: $0 % 7))')" }
            let insert = "INSERT INTO t (id, mail) VALUES " + rows.joined(separator: form.gap)
            return Set(QueryPieces.places(Array(form.entry(insert).utf8), form.log).values)
        }
        #expect(Set(places).count == 1)
        #expect(places[0].count == 1)
    }

    @Test(arguments: forms)
    func `rows begin anew wherever their statement stands in its entry`(form: Form) {
        // What follows `SET` in a row is no row's.
        let insert = "INSERT INTO t (id, mail) VALUES (1, b SET c, 'm1'), (2, 'm2')"
        let behind = form.entry("SELECT '\(String(repeating: "x", count: 1100))'; " + insert)
        for text in [form.entry(insert) + behind, behind + form.entry(insert)] {
            let places = QueryPieces.places(Array(text.utf8), form.log)
            #expect(places.count == 4)
            #expect(places.values.count { $0.hasSuffix("→ t.mail") } == 2)
        }
    }

    @Test(arguments: forms)
    func `a row that is too long ends them, and another statement begins anew`(form: Form) {
        let long = "(0, 'm4', '\(String(repeating: "x", count: 4090))', 'm5'), (1, 'm6', '', '')"
        let insert =
            "INSERT INTO t (id, mail, x, y) VALUES "
            + [rows(300, form), long, rows(300, form)]
            .joined(separator: form.gap)
        // Of the long row its last value stands too far from its first byte.
        check(form.entry(insert) + form.entry("DELETE FROM b WHERE c = 'm3'"), form, marks: (602, 1204))
    }

    @Test(arguments: forms)
    func `other statements are placed as far as they are near`(form: Form) {
        let list = (0..<2000).map { _ in "'m1'" }.joined(separator: form.gap)
        let text =
            form.entry("SELECT a FROM b WHERE c IN (\(list))") + form.entry("SELECT a FROM d WHERE e = 'm3'")
        let bytes = Array(text.utf8)
        let near = QueryPieces.places(bytes, form.log).values.count { $0.hasSuffix("b.c") }
        #expect(near > 300 && near < 1000)
        check(text, form, marks: (near + 1, 2001))
    }

    @Test(arguments: forms, 1...8 as ClosedRange<UInt64>)
    func `damaged statements have their places wherever the cuts are`(form: Form, seed: UInt64) {
        var state = seed
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        let insert = "INSERT INTO t (id, mail, x, y) VALUES " + rows(250, form)
        let other = "UPDATE b SET d = 'm4' WHERE c = 'm3'"
        var bytes = Array(
            [insert, other, insert + "; " + other + "; " + insert, other, insert].map { form.entry($0) }
                .joined().utf8)
        for _ in 0..<4 {
            let at = next(bytes.count)
            switch next(3) {
            case 0: bytes[at] = [0x27, 0x22, 0x5C, 0x0A, 0, 0x28, 0x29, 0x2A, 0x09, 0x3B][next(10)]
            case 1: bytes.removeSubrange(at..<min(bytes.count, at + next(6000)))
            default:
                bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + next(6000))], at: next(bytes.count))
            }
        }
        let whole = QueryPieces.places(bytes, form.log)
        for size in [97, 1000 + next(9000), 1000 + next(30_000)] {
            let cuts = Array(stride(from: size, to: bytes.count, by: size))
            let isSame = QueryPieces.places(bytes, form.log, cuts: cuts) == whole
            #expect(isSame, "pieces of \(size) bytes")
        }
    }

    @Test
    func `an escape that stands for a letter makes no reader stumble`() {
        let line =
            #"{"timestamp":"2026-11-25","error_severity":"LOG","message":"statement: SELECT \b, \5 FROM t WHERE a = 'm1'"}"#
        #expect(QueryPieces.places(Array(line.utf8), .postgresJSON).count == 1)
    }

    @Test
    func `parameters of a statement are those of the one before them`() {
        let form = Self.forms[4]
        let insert = "INSERT INTO t (id, mail, x, y) VALUES " + rows(300, form) + ", (1, $1, '', '')"
        let detail = "2026-11-25 15:36:47.504 UTC [1] seep@shop DETAIL:  parameters: $1 = 'm4'\n"
        check(form.entry(insert) + detail, form, marks: (600, 601))
        check(
            form.entry("INSERT INTO t (id, mail) VALUES (1, $1)") + detail, form, marks: (1, 1))
    }
}

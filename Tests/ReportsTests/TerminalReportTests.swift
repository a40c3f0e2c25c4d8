internal import Findings
internal import Reports
internal import Testing

@Suite struct TerminalReportTests {
    private let shop = [
        Examples.alert(Examples.device, source: "shop.sql.lz4", place: "fw", count: 1_234_567, distinct: 3),
        Examples.alert(
            Examples.email, source: "logs/app.log", count: 112, line: 70_000, sample: "j***@***.net"),
        Examples.alert(Examples.birthDate, source: "shop.sql.lz4", place: "birth_date", count: 9_911),
        Examples.alert(
            Examples.token, source: "shop.sql.lz4", place: "alexa_token", count: 24_000, distinct: 23_912,
            isEstimate: true, sample: "At****Zx"),
    ]

    private func text(
        _ alerts: [Alert], _ coverage: Coverage = Examples.complete,
        change: (inout TerminalReport.Options) -> Void = { _ in }
    ) -> String {
        var options = TerminalReport.Options()
        options.hasLastingKey = true
        change(&options)
        return TerminalReport(options: options).text(
            alerts: alerts, coverage: coverage, elapsedSeconds: 0.0236641)
    }

    @Test func `aligns the alerts of each source, the worst source and alert first`() {
        #expect(
            text(shop) == """
                severity  rule                          place          line      count  distinct  confidence  sample

                shop.sql.lz4
                CRITICAL  credential.lwa-refresh-token  alexa_token       1     24 000   ~23 912  certain     At****Zx
                HIGH      identity.dob                  birth_date        1      9 911     9 911  certain     ****(14)
                low       device.firmware               fw                1  1 234 567         3  certain     ****(14)

                logs/app.log
                medium    contact.email                 text         70 000        112       112  certain     j***@***.net

                scanned 100 % of 31.0 MB decoded from 12.4 MB, 0 skipped, 1.31 GB/s

                """)
    }

    @Test func `tells how many people the worst table of a source tells of`() {
        let people = ["customers": UInt64(24_000), "orders": 300].map { table, count in
            PeopleAffected(
                source: "shop.sql.lz4", place: Place(.column, container: table, name: "email"),
                rule: Examples.email, identifier: .email,
                count: DistinctCount(value: count, isEstimate: true))
        }.sorted { $0.count.value > $1.count.value }
        let text = TerminalReport().text(
            alerts: shop, people: people, coverage: Examples.complete, elapsedSeconds: nil)
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("people") }
        #expect(lines == ["people affected: about 24 000 (distinct customers.email)"])
    }

    @Test func `lists places with the kinds of data in them`() {
        func item(_ name: String, _ values: ColumnCounts?, _ kinds: [InventoryItem.Kind]) -> InventoryItem {
            let place = values == nil ? Place.text : Place(.column, container: "customers", name: name)
            return InventoryItem(source: "-", place: place, values: values, kinds: kinds)
        }
        let email = InventoryItem.Kind(rule: Examples.email, count: 1_234, confidence: .likely)
        let date = InventoryItem.Kind(rule: Examples.birthDate, count: 3, confidence: .possible)
        let text = TerminalReport().text(
            inventory: [
                item("email", ColumnCounts(values: 24_000, voids: 12), [email]),
                item("id", ColumnCounts(values: 24_000), []), item("", nil, [date, email]),
            ], coverage: Examples.complete, elapsedSeconds: nil)
        #expect(
            text == """
                place            values  empty  kind of data
                customers.email  24 000     12  contact.email (1 234, likely)
                customers.id     24 000      0  none
                text                            identity.dob (3, possible), contact.email (1 234, likely)

                scanned 100 % of 31.0 MB decoded from 12.4 MB, 0 skipped

                """)
    }

    @Test func `gives a narrow terminal two lines an alert`() {
        #expect(
            text(shop) { $0.columnsMax = 80 } == """
                shop.sql.lz4
                CRITICAL  credential.lwa-refresh-token  alexa_token
                          24 000 found, ~23 912 distinct, certain, line 1  At****Zx
                HIGH      identity.dob  birth_date
                          9 911 found, 9 911 distinct, certain, line 1  ****(14)
                low       device.firmware  fw
                          1 234 567 found, 3 distinct, certain, line 1  ****(14)

                logs/app.log
                medium    contact.email  text
                          112 found, 112 distinct, certain, line 70 000  j***@***.net

                scanned 100 % of 31.0 MB decoded from 12.4 MB, 0 skipped, 1.31 GB/s

                """)
    }

    @Test func `names no source when there is one`() {
        #expect(
            text([Examples.alert(Examples.email)]) == """
                severity  rule           place  line  count  distinct  confidence  sample
                medium    contact.email  text      1      1         1  certain     ****(14)

                scanned 100 % of 31.0 MB decoded from 12.4 MB, 0 skipped, 1.31 GB/s

                """)
    }

    @Test func `tells what was not scanned, with the names made safe`() {
        #expect(
            text([], Examples.incomplete) == """
                no personal data found in what was scanned
                scanned 99.9 % of 31.0 MB decoded from 12.4 MB, 5 skipped, 1.31 GB/s
                not scanned: a\\x1b[2J.lz4 at byte 4096: checksum does not match
                not scanned: secret: permission denied
                not scanned: standard input at byte 0: truncated
                not scanned: 2 more
                not judged: 3 candidates, given up at a limit of an expression

                """)
    }

    @Test func `names the first gaps and counts the rest`() {
        var coverage = Examples.complete
        coverage.gaps = (0..<30).map {
            Gap(source: "\($0)", sourceOffset: nil, bytesSkipped: nil, reason: "permission denied")
        }
        let lines = text([], coverage).split(separator: "\n")
        #expect(lines.count { $0.hasSuffix(": permission denied") } == 20)
        #expect(lines.last == "not scanned: 10 more")
    }

    @Test func `says so when nothing is found`() {
        #expect(
            text([]) == """
                no personal data found
                scanned 100 % of 31.0 MB decoded from 12.4 MB, 0 skipped, 1.31 GB/s

                """)
    }

    @Test func `is silent when asked to be, but not about what was not scanned`() {
        #expect(text([]) { $0.isQuiet = true } == "")
        let incomplete = text([], Examples.incomplete) { $0.isQuiet = true }
        #expect(incomplete.hasPrefix("scanned 99.9 %"))
    }

    @Test func `tells that fingerprints of a per-run key cannot be compared`() {
        let report = text([Examples.alert(Examples.email)]) { $0.hasLastingKey = false }
        #expect(report.hasSuffix("note: fingerprints have a per-run key; to compare runs, give --key-file\n"))
    }

    @Test func `cuts long tables and says how many rows are left out`() {
        let alerts = (0..<60).flatMap { source in
            (0..<4).map { Examples.alert(Examples.email, source: "\(100 + source)", place: "p\($0)") }
        }
        let lines = text(alerts) { options in
            options.rowsPerSourceMax = 3
            options.sourcesMax = 2
        }.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count { $0.hasPrefix("medium") } == 6)
        #expect(lines.contains("… 1 more alert here: all with --format jsonl"))
        #expect(lines.contains("… 232 more alerts in 58 more sources: all with --format jsonl"))
    }

    @Test func `colours the severity and nothing of the input`() {
        let report = text([Examples.alert(Examples.token, place: "\u{1B}[5mx\u{202E}")]) {
            $0.isColoured = true
        }
        let escapes = report.split(separator: "\u{1B}").map { $0.prefix { $0 != "m" } }
        #expect(escapes == ["[2", "[0", "[1;31", "[0"])
        #expect(report.contains("\u{1B}[1;31mCRITICAL\u{1B}[0m  credential.lwa-refresh-token  "))
        #expect(report.contains("  \\x1b[5mx\\u{202e}  "))
    }

    @Test(arguments: [60, 80, 100, 120, 200])
    func `keeps every line within the terminal's columns`(columnsMax: Int) {
        let long = String(repeating: "日本", count: 300)
        let alerts = [
            Examples.alert(Examples.email, source: long, place: "customer.address.mail", sample: long),
            Examples.alert(Examples.email, source: "b", place: String(repeating: "x", count: 64)),
        ]
        let report = text(alerts) { options in
            options.columnsMax = columnsMax
            options.isRevealed = true
        }
        let table = report.split(separator: "\n").filter { !$0.hasPrefix("日") && !$0.hasPrefix("scanned") }
        for line in table {
            let columns = line.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x3000 ? 2 : 1) }
            #expect(columns <= columnsMax, "\(line)")
        }
    }

    @Test func `groups names by their bytes`() {
        // The same word to a reader, composed and decomposed: two files all the same.
        let alerts = ["\u{E9}.log", "e\u{301}.log"].map { Examples.alert(Examples.email, source: $0) }
        #expect(text(alerts).split(separator: "\n").count { $0.hasSuffix(".log") } == 2)
    }

    @Test func `has one order for any order of the alerts`() {
        let expected = text(shop)
        for shift in 0..<shop.count {
            #expect(text(Array(shop[shift...] + shop[..<shift])) == expected)
        }
    }
}

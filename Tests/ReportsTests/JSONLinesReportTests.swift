internal import Findings
internal import Foundation
internal import Reports
internal import Testing

@Suite struct JSONLinesReportTests {
    private let report = JSONLinesReport(timestamp: "2019-12-04T00:00:00Z", hasLastingKey: false)

    private func lines(_ compose: (inout [UInt8]) -> Void) -> String {
        var output: [UInt8] = []
        compose(&output)
        return String(decoding: output, as: UTF8.self)
    }

    /// The object of one line, as another program's parser sees it.
    private func object(_ line: String) throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
        return try #require(value as? [String: Any])
    }

    @Test func `writes an alert with its keys in one order`() {
        let alert = Examples.alert(
            Examples.email, source: "logs/app.log", count: 24_000, distinct: 23_912, isEstimate: true,
            line: 70, sample: "j***@***.net")
        #expect(
            lines { report.append(alert, to: &$0) } == #"""
                {"@timestamp":"2019-12-04T00:00:00Z","ecs":{"version":"8.11.0"},\#
                "event":{"kind":"alert","category":["file"],"type":["info"],"module":"seep",\#
                "dataset":"seep.alert","severity":47},\#
                "rule":{"id":"contact.email","name":"E-mail address","category":"contact"},\#
                "file":{"path":"logs/app.log"},"log":{"offset":7000},\#
                "message":"E-mail address in text of logs/app.log: 24000 found, about 23912 distinct",\#
                "related":{"hash":["00112233445566778899aabbccddeeff"]},\#
                "seep":{"schema":1,"key":"per-run","place":"text",\#
                "confidence":{"level":"certain","reasons":["prefix","length"]},"count":24000,"rows":24000,\#
                "distinct":{"value":23912,"estimate":true},"first":{"offset":7000,"line":70},\#
                "last":{"offset":7060,"line":71},"samples":["j***@***.net"]}}

                """#)
    }

    @Test func `writes a finding with its line and length`() {
        #expect(
            lines { report.append(Examples.finding(), to: &$0) } == #"""
                {"@timestamp":"2019-12-04T00:00:00Z","ecs":{"version":"8.11.0"},\#
                "event":{"kind":"alert","category":["file"],"type":["info"],"module":"seep",\#
                "dataset":"seep.finding","severity":99},\#
                "rule":{"id":"credential.lwa-refresh-token","name":"Login with Amazon refresh token",\#
                "category":"credential"},\#
                "file":{"path":"logs/app.log"},"log":{"offset":1234},\#
                "message":"Login with Amazon refresh token in auth.token, line 12",\#
                "related":{"hash":["00112233445566778899aabbccddeeff"]},\#
                "seep":{"schema":1,"key":"per-run","place":"auth.token",\#
                "confidence":{"level":"certain","reasons":["prefix"]},"line":12,"length":340,\#
                "samples":["At****Zx"]}}

                """#)
    }

    @Test func `writes people, and places with the kinds of data in them`() throws {
        let place = Place(.column, container: "customers", name: "email")
        let people = PeopleAffected(
            source: "a.sql", place: place, rule: Examples.email, identifier: .email,
            count: DistinctCount(value: 24_000, isEstimate: true))
        let item = InventoryItem(
            source: "a.sql", place: place, values: ColumnCounts(values: 30, voids: 2),
            kinds: [InventoryItem.Kind(rule: Examples.email, count: 28, confidence: .likely)])
        let seep = try [lines { report.append(people, to: &$0) }, lines { report.append(item, to: &$0) }]
            .map { try #require(try object($0)["seep"] as? [String: Any]) }
        #expect(seep.allSatisfy { $0["place"] as? String == "customers.email" })
        let counted = try #require(seep[0]["people"] as? [String: Any])
        #expect(counted["count"] as? Int == 24_000)
        #expect(counted["identifier"] as? String == "email")
        #expect(seep[1]["column"] as? [String: Int] == ["values": 30, "empty": 2])
        let kinds = try #require(seep[1]["kinds"] as? [[String: Any]])
        #expect(kinds.map { $0["rule"] as? String } == ["contact.email"])
        #expect(kinds.first?["count"] as? Int == 28)
    }

    @Test func `writes coverage with every gap`() {
        let lasting = JSONLinesReport(timestamp: "2019-12-04T00:00:00Z", hasLastingKey: true)
        #expect(
            lines { lasting.append(Examples.incomplete, to: &$0) } == #"""
                {"@timestamp":"2019-12-04T00:00:00Z","ecs":{"version":"8.11.0"},\#
                "event":{"kind":"metric","category":["file"],"type":["info"],"module":"seep",\#
                "dataset":"seep.coverage","outcome":"failure"},\#
                "message":"scanned 99.9 % of 31.0 MB decoded from 12.4 MB, 5 skipped",\#
                "seep":{"schema":1,"key":"file","coverage":{"complete":false,\#
                "bytes":{"read":12400000,"decoded":31000000,"scanned":31000000},"sources":{"complete":1},\#
                "gaps":[{"path":"a\u001b[2J.lz4","offset":4096,"bytes":17,\#
                "reason":"checksum does not match"},\#
                {"path":"secret","reason":"permission denied"},{"offset":0,"reason":"truncated"}],\#
                "gaps_omitted":2,"regex_limit_hits":3,"malformed_records":0}}}

                """#)
    }

    @Test func `names no file for standard input`() throws {
        let line = lines { report.append(Examples.finding(source: "-"), to: &$0) }
        #expect(try object(line)["file"] == nil)
    }

    @Test(arguments: [
        "", "plain", "quote \" backslash \\ slash /", "\u{0}\u{1}\u{8}\u{C}\n\r\t\u{1F}\u{7F}\u{9B}",
        "invoice\u{202E}fdp.exe\u{2066}\u{200B}", "é 日本語 \u{1F600} \u{2028}\u{2029}", "\u{E0041}\u{10FFFF}",
        "\\u001b \\\\\"", "\u{FFFD}",
    ])
    func `keeps any text whole, on one line, and harmless to a terminal`(text: String) throws {
        let line = lines { report.append(Examples.finding(source: text, place: text, sample: text), to: &$0) }
        let parsed = try object(line)
        let file = try #require(parsed["file"] as? [String: Any])
        let seep = try #require(parsed["seep"] as? [String: Any])

        // By scalars: `==` on strings would forgive a change of normal form.
        let path = try #require(file["path"] as? String)
        let samples = try #require(seep["samples"] as? [String])
        #expect(path.unicodeScalars.elementsEqual(text.unicodeScalars))
        #expect(samples.first?.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
        #expect(seep["place"] as? String == text)

        #expect(line.utf8.count { $0 == 0x0A } == 1)
        let isHarmless = line.dropLast().unicodeScalars.allSatisfy { scalar in
            scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
                && !(0x200B...0x200F).contains(scalar.value) && !(0x2028...0x206F).contains(scalar.value)
        }
        #expect(isHarmless)
    }

    @Test(
        arguments: [
            ([0x61, 0xFF, 0x62], "a\u{FFFD}b"),
            ([0xED, 0xA0, 0xBD], "\u{FFFD}\u{FFFD}\u{FFFD}"),  // a surrogate alone
            ([0xE2, 0x82, 0x22], "\u{FFFD}\u{FFFD}\""),
            ([0xF0, 0x9F, 0x98, 0x80, 0x5C], "\u{1F600}\\"),
        ] as [([UInt8], String)])
    func `replaces bytes that are no UTF-8`(bytes: [UInt8], expected: String) throws {
        var output = Array("{\"a\":".utf8)
        output.append(jsonString: bytes.span)
        output.append(0x7D)
        #expect(try object(String(decoding: output, as: UTF8.self))["a"] as? String == expected)
    }

    @Test func `writes valid JSON whatever the bytes`() throws {
        for first in UInt8.min...UInt8.max {
            var output = Array("{\"a\":[".utf8)
            for second in UInt8.min...UInt8.max {
                if second > 0 { output.append(0x2C) }
                output.append(jsonString: [first, second, 0x80].span)
            }
            output += Array("]}".utf8)
            let text = try #require(String(validating: output, as: UTF8.self))
            let strings = try #require(try object(text)["a"] as? [String])
            #expect(strings.count == 256)
        }
    }

    @Test func `writes the largest numbers`() throws {
        var coverage = Coverage()
        coverage.bytesRead = .max
        coverage.bytesDecoded = 1
        let line = lines { report.append(coverage, to: &$0) }
        #expect(line.contains(#""read":18446744073709551615,"decoded":1,"scanned":0}"#))
        _ = try object(line)
    }
}

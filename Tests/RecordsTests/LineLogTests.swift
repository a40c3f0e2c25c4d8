import Findings
import Testing

@testable import Records

/// Lines as the servers write them.
@Suite struct LineLogTests {
    private static let access =
        #"198.51.100.7 - ada [25/Nov/2026:10:00:00 +0000] "GET /u?email=m1&x=m2 HTTP/1.1" 200 512 "https://a/?m=m3" "#
        + #""Mozilla/5.0 (m4 \"m5\")" m6"# + "\n"

    private static let elastic =
        #"[2026-11-23T00:00:00.000][WARN ][i.s.s.query] [node-1] [users-2019.12][0] took[1.2s], total_hits[1], "#
        + #"source[{"query":{"bool":{"filter":[{"term":{"device.mac":"m1"}}]}},"size":1}], id[m2]"# + "\n"
        + #"[2026-11-23T00:00:00.000][WARN ][i.i.s.index] [node-1] [users-2019.12/x1hEEwDHRmK] took[1.2s], "#
        + #"type[_doc], id[1], routing[], source[{"mail":"m3"}]"# + "\n"

    /// Each mark with the name that the detector has of its field, and its place.
    private static let expected: [(text: String, places: [(mark: String, name: String, place: String)])] = [
        (
            access,
            [
                ("m1", "email", "request → email"), ("m2", "x", "request → x"), ("m3", "m", "referer → m"),
                ("m4", "", "user_agent"), ("m5", "", "user_agent"), ("ada", "", "user"),
                ("198", "", "client"),
                ("m6", "", "none"),
            ]
        ),
        (
            elastic,
            [
                ("m1", "mac", "users-2019.12 → query.bool.filter[].term.device.mac"), ("m2", "id", "none"),
                ("m3", "mail", "users-2019.12 → mail"),
            ]
        ),
    ]

    private func place(_ text: String, _ mark: String, _ name: String) -> String? {
        let bytes = Array(text.utf8)
        let log = RecordReader(sniffing: bytes.span).lineLog
        guard let found = bytes.firstRange(of: Array(mark.utf8)), let log else { return nil }
        let name = Array(name.utf8)
        let placed = log.place(bytes.span, at: found.lowerBound, name: name.span)
        return placed.map(\.place.description) ?? "none"
    }

    @Test(arguments: expected.indices)
    func `tells the field or the path of every value`(number: Int) {
        let (text, expected) = Self.expected[number]
        for (mark, name, place) in expected { #expect(self.place(text, mark, name) == place, "\(mark)") }
    }

    @Test(arguments: expected.indices)
    func `a value too far inside of its line has no place`(number: Int) {
        let (text, expected) = Self.expected[number]
        let far = text + text.dropLast() + String(repeating: " x", count: 4000) + " far\n"
        #expect(place(far, "far", "") == "none")
        // Another line before changes nothing.
        for (mark, name, expected) in expected {
            let bytes = Array(("\n" + text).utf8)
            let log = RecordReader(sniffing: Array(text.utf8).span).lineLog
            let at = bytes.firstRange(of: Array(mark.utf8))?.lowerBound ?? 0
            let found = log?.place(bytes.span, at: at, name: Array(name.utf8).span)
            #expect((found.map(\.place.description) ?? "none") == expected)
        }
    }

    @Test(arguments: [
        "2026-11-25 10:00:00 INFO a b c\n", "[2026-11-25] x took[1s]\n", "", "a b c [d e] \"f\n",
        "a b [c d] e\n",
    ])
    func `another text is none of these logs`(text: String) {
        let bytes = Array(text.utf8)
        #expect(RecordReader(sniffing: bytes.span).lineLog == nil)
    }
}

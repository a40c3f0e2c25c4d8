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

    private static let syslog =
        "Nov 25 10:00:01 mail1 postfix/smtp[12]: 4F1A2: to=<m1>, relay=m2\n"
        + #"<34>Nov  5 10:00:02 web1 shop-api[77]: {"user":{"mail":"m3"}}"# + "\n"
        + "2026-11-25T10:00:03.1+01:00 web1 nginx: 203.0.113.9 - - [25/Nov/2026:10:00:00 +0000] "
        + #""GET /?q=m4 HTTP/1.1" 200 1 "-" "x""# + "\nno head m5\n"

    private static let structured =
        #"<165>1 2026-11-25T10:00:00Z web1 shop-api 12 ID47 [origin@32473 mail="m1" x="a\"]m2"][u login="m3"] m4"#
        + "\n" + #"<165>1 - - shop - - - {"to":["m5"]}"# + "\n"

    private static let container =
        #"2026-11-25T10:00:00.123456789Z stdout F {"user":{"mail":"m1"}}"# + "\n"
        + "2026-11-25T10:00:00.123456789Z stderr P m2 m3\n"

    private static let java =
        "2026-11-25 10:00:00.124 ERROR 12 --- [main] com.shop.Importer$Row  : m1\n"
        + "java.lang.IllegalArgumentException: m2\n\tat com.shop.Importer.run(Importer.java:12)\n"
        + "Caused by: java.io.IOException: m3\nsomething else m4\n"
        + "10:00:01.123 [main] DEBUG c.shop.Mailer - {\"a\":\"m5\"}\n"
        + "10:00:01.123 [main] INFO  c.shop.Mailer - \n10:00:01.123 [main] INFO  ada.lovelace - m6\n"

    private static let python =
        "2026-11-25 10:00:00,123 - shop.mailer - INFO - m1\n2026-11-25 10:00:00,123 - root - ERROR - failed\n"
        + "Traceback (most recent call last):\n  File \"/srv/app.py\", line 3, in run\nValueError: m2\n"
        + "WARNING:shop:m3\n"

    private static let journal =
        "__CURSOR=s=1;i=2\nMESSAGE=login m1\n\n__CURSOR=s=1;i=3\nMESSAGE\n"
        + "\u{11}\0\0\0\0\0\0\0first line\nto m2\n_CMDLINE=m3\n\n"

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
        (
            syslog,
            [
                ("m1", "to", "postfix/smtp → to"), ("m2", "", "postfix/smtp → message"),
                ("m3", "mail", "shop-api → user.mail"), ("m4", "q", "nginx → request → q"),
                ("m5", "", "none"),
            ]
        ),
        (
            structured,
            [
                ("m1", "mail", "shop-api → origin.mail"), ("m2", "", "shop-api → origin.x"),
                ("m3", "", "shop-api → u.login"), ("m4", "", "shop-api → message"), ("m5", "", "shop → to[]"),
            ]
        ),
        (container, [("m1", "mail", "log → user.mail"), ("m2", "mail", "log → mail"), ("m3", "", "log")]),
        (
            java,
            [
                ("m1", "", "com.shop.Importer$Row → message"),
                ("m2", "", "com.shop.Importer$Row → exception"),
                ("m3", "mail", "com.shop.Importer$Row → exception → mail"), ("m4", "", "none"),
                ("m5", "a", "c.shop.Mailer → a"), ("m6", "", "none"),
            ]
        ),
        (
            python,
            [
                ("m1", "", "shop.mailer → message"), ("m2", "", "root → exception"),
                ("m3", "mail", "shop → mail"),
            ]
        ),
        (journal, [("m1", "mail", "MESSAGE → mail"), ("m2", "", "MESSAGE"), ("m3", "", "_CMDLINE")]),
    ]

    private func place(_ text: String, _ mark: String, _ name: String) -> String? {
        let bytes = Array(text.utf8)
        let log = RecordReader(sniffing: bytes.span).lineLog
        guard let found = bytes.firstRange(of: Array(mark.utf8)), let log else { return nil }
        let name = Array(name.utf8)
        var memory = LineLog.Memory()
        let placed = log.place(bytes.span, at: found.lowerBound, name: name.span, &memory)
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
        var memory = LineLog.Memory()
        for (mark, name, expected) in expected {
            let bytes = Array(("\n" + text).utf8)
            let log = RecordReader(sniffing: Array(text.utf8).span).lineLog
            let at = bytes.firstRange(of: Array(mark.utf8))?.lowerBound ?? 0
            let found = log?.place(bytes.span, at: at, name: Array(name.utf8).span, &memory)
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

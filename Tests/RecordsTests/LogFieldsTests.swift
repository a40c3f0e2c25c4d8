import Findings
import Records
import Testing

/// Heads of entries as the servers write them; `m1` stands where a value does.
@Suite struct LogFieldsTests {
    private static let general =
        "/usr/sbin/mariadbd, Version: 10.11. started with:\nTime\t\t    Id Command\tArgument\n"
        + "251125 15:36:46\t     6 Query\tSELECT 1\n\t\t     6 Query\tSELECT 'm1'\n"

    private static let slow =
        "# Time: 251125 15:36:46\n# User@Host: shop[shop] @ db1 [192.0.2.3]\n# Query_time: 1.0\n"
        + "SET timestamp=1;\nSELECT 1;\n# User@Host: root[root] @  [192.0.2.4]\n# Query_time: 1.0\n"
        + "SELECT 'm1' -- 2001-01-01 00:00:00\n;\n"

    private static let expected: [(text: String, fields: LogFields?)] = [
        (general, LogFields(time: "251125 15:36:46")),
        (slow, LogFields(time: "251125 15:36:46", user: "root", host: "192.0.2.4")),
        (
            "#251125 15:36:46 server id 1\nDELIMITER /*!*/;\n#Q> INSERT 'm1'\n",
            LogFields(time: "251125 15:36:46")
        ),
        (
            "2026-11-25 15:36:46.123 UTC [12] app@shop LOG:  statement: SELECT\n\t'2001-01-01 00:00:00', 'm1'\n",
            LogFields(time: "2026-11-25 15:36:46.123", user: "app")
        ),
        (
            "2026-11-25 15:36:46 UTC [12]: user=app,db=shop LOG:  statement: SELECT 'm1'\n",
            LogFields(time: "2026-11-25 15:36:46", user: "app")
        ),
        (
            #"2026-11-25 15:36:46.1 UTC,"app","shop",12,,1,1,"SELECT",,,0,LOG,00000,"statement: 'm1'",,,,,,,,,"psql""#
                + "\n", LogFields(time: "2026-11-25 15:36:46.1", user: "app")
        ),
        (
            #"{"timestamp":"2026-11-25 15:36:46.1 UTC","user":"a@b.c","pid":1,"error_severity":"LOG","message":"m1"}"#
                + "\n", LogFields(time: "2026-11-25 15:36:46.1")
        ),
        ("Nov 25 10:00:01 mail1 su: m1\n", LogFields(time: "Nov 25 10:00:01", host: "mail1")),
        ("<3>1 2026-11-25T10:00:01Z h - - - - m1\n", LogFields(time: "2026-11-25T10:00:01Z", host: "h")),
        (
            #"192.0.2.1 - ada [25/Nov/2026:10:00:00 +0100] "GET /m1 HTTP/1.1" 200 1"# + "\n",
            LogFields(time: "25/Nov/2026:10:00:00 +0100")
        ),
        (
            "__CURSOR=a\n__REALTIME_TIMESTAMP=17\n_HOSTNAME=h\nMESSAGE=m1\n",
            LogFields(time: "17", host: "h")
        ),
        ("[2026/11/25 10:00:00] a\n  b m1\n", LogFields(time: "2026/11/25 10:00:00")),
        ("no time\nm1\n", nil),
        // No beginning of an entry, but data.
        ("Ada L., 1815-12-10 00:00:00, m1\n", nil),
        ("app@shop LOG:  statement: SELECT '1815-12-10 00:00:00', 'm1'\n", nil),
        ("id,at,mail\n1,2026-11-25 10:00:00,m1\n", nil),
        (#"{"at":"2026-11-25 10:00:00","a":"m1"}"# + "\n", nil),
    ]

    @Test(arguments: expected.indices)
    func `tells the time, the user and the host of an entry`(number: Int) throws {
        let (text, fields) = Self.expected[number]
        let bytes = Array(text.utf8)
        let at = try #require(bytes.firstRange(of: Array("m1".utf8))).lowerBound
        let found = RecordReader(sniffing: bytes.span).logFields(bytes.span, at: at)
        #expect(found == fields)
    }

    @Test
    func `a head out of reach tells nothing`() throws {
        let bytes = Array(("Nov 25 10:00:01 mail1 su: " + String(repeating: "x ", count: 3000) + "m1\n").utf8)
        let found = RecordReader(sniffing: bytes.span).logFields(bytes.span, at: bytes.count - 3)
        #expect(found == nil)
    }
}

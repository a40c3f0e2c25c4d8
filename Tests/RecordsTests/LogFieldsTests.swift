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

    /// Entries as loggers write them in JSON; the second line is asked.
    private static let documents: [(line: String, fields: LogFields?)] = [
        (
            #"{"log":"mail=m1\n","stream":"stdout","time":"2026-11-25T10:00:01.5Z"}"#,
            LogFields(time: "2026-11-25T10:00:01.5Z")
        ),
        (
            #"{"@timestamp":"2026-11-25T10:00:01Z","log.level":"INFO","host":{"name":"web1"},"message":"m1"}"#,
            LogFields(time: "2026-11-25T10:00:01Z", host: "web1")
        ),
        (
            #"{"level":30,"time":1764064801000,"hostname":"web1","msg":"m1"}"#,
            LogFields(time: "1764064801000", host: "web1")
        ),
        (#"{"level":"info","ts":1764064801.25,"user":{"mail":"m1"}}"#, LogFields(time: "1764064801.25")),
        (
            #"{"t":{"$date":"2026-11-25T10:00:01.123+00:00"},"s":"I","c":"COMMAND","attr":{"mail":"m1"}}"#,
            LogFields(time: "2026-11-25T10:00:01.123+00:00")
        ),
        (
            #"{"__REALTIME_TIMESTAMP":"1764064801000000","_HOSTNAME":"db1","PRIORITY":"6","MESSAGE":"m1"}"#,
            LogFields(time: "1764064801000000", host: "db1")
        ),
        // What is below is a member of something else.
        (
            #"{"level":"info","time":"10:00:01","user":{"time":"11:11:11","mail":"m1"}}"#,
            LogFields(time: "10:00:01")
        ),
        (#"{"level":"info","user":{"time":"11:11:11","mail":"m1"}}"#, nil),
        // Numbers that are no times.
        (#"{"level":"info","time":4111111111111111,"mail":"m1"}"#, nil),
        (#"{"level":"info","time":2015550123,"mail":"m1"}"#, nil),
        (#"{"level":"info","time":17640648010,"mail":"m1"}"#, nil),
        // An export.
        (#"{"time":"2026-11-25T10:00:01Z","mail":"m1"}"#, nil),
        (#"{"time":"soon","level":"info","mail":"m1"}"#, nil),
    ]

    @Test(arguments: documents.indices)
    func `tells the time and the host of an entry that is a document`(number: Int) throws {
        let (line, fields) = Self.documents[number]
        let first = line.replacing("m1", with: "m0").replacing("10:00:01", with: "09:00:00")
        let bytes = Array((first + "\n" + line + "\n").utf8)
        let at = try #require(bytes.firstRange(of: Array("m1".utf8))).lowerBound
        var memory = LineLog.Memory()
        let found = RecordReader(sniffing: bytes.span).logFields(bytes.span, at: at, &memory)
        #expect(found == fields)
    }

    @Test(arguments: expected.indices)
    func `tells the time, the user and the host of an entry`(number: Int) throws {
        let (text, fields) = Self.expected[number]
        let bytes = Array(text.utf8)
        let at = try #require(bytes.firstRange(of: Array("m1".utf8))).lowerBound
        var memory = LineLog.Memory()
        let found = RecordReader(sniffing: bytes.span).logFields(bytes.span, at: at, &memory)
        #expect(found == fields)
    }

    @Test
    func `values of one line and of the next have the times of their lines`() throws {
        let text = (1...3).map { #"{"level":"info","a":"m1","time":"10:00:0\#($0)","b":"m1"}"# }
        let bytes = Array(text.joined(separator: "\n").utf8)
        let reader = RecordReader(sniffing: bytes.span)
        var memory = LineLog.Memory()
        let times = bytes.indices.filter { bytes[$0...].starts(with: "m1".utf8) }
            .map { reader.logFields(bytes.span, at: $0, &memory)?.time }
        #expect(times == ["10:00:01", "10:00:01", "10:00:02", "10:00:02", "10:00:03", "10:00:03"])
    }

    @Test
    func `a time of a document out of reach is not told`() throws {
        let filler = String(repeating: "x", count: 5000)
        let text = #"{"level":"info","a":"m1","long":""# + filler + #"","time":"10:00:01","b":"m2"}"#
        let bytes = Array((text + "\n").utf8)
        let reader = RecordReader(sniffing: bytes.span)
        var memory = LineLog.Memory()
        #expect(reader.logFields(bytes.span, at: 22, &memory) == nil)
        #expect(reader.logFields(bytes.span, at: bytes.count - 4, &memory) == nil)
    }

    @Test
    func `a head out of reach tells nothing`() throws {
        let bytes = Array(("Nov 25 10:00:01 mail1 su: " + String(repeating: "x ", count: 3000) + "m1\n").utf8)
        var memory = LineLog.Memory()
        let found = RecordReader(sniffing: bytes.span).logFields(bytes.span, at: bytes.count - 3, &memory)
        #expect(found == nil)
    }
}

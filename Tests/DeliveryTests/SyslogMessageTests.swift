import Delivery
import Foundation
import Testing

@Suite struct SyslogMessageTests {
    private let message = SyslogMessage(host: "node one\u{7}é", process: 42)

    private func line(severity: Int, path: String = "app.log") -> String {
        #"{"@timestamp":"2026-01-02T03:04:05.678Z","ecs":{"version":"8.11.0"},"event":{"kind":"alert","id":"ab","#
            + #""severity":\#(severity)},"rule":{"id":"contact.email"},"file":{"path":"\#(path)"},"message":"one"}"#
    }

    @Test(arguments: [(21, 85), (47, 84), (73, 83), (99, 82)])
    func `facility and severity, the alert's own time, and names as the standard has them`(
        severity: Int, priority: Int
    ) {
        let encoded = message.encoded(Array(line(severity: severity).utf8)[...])
        // RFC 5424, 6: PRI VERSION TIMESTAMP HOSTNAME APP-NAME PROCID MSGID STRUCTURED-DATA MSG.
        #expect(
            String(decoding: encoded, as: UTF8.self)
                == "<\(priority)>1 2026-01-02T03:04:05.678Z nodeone seep 42 alert - \(line(severity: severity))"
        )
    }

    @Test(arguments: ["", "{}", #"{"@timestamp":"2026"#, #"{"@timestamp":"<14>1 2026-01-01T00:00Z","a":1}"#])
    func `a line without a time gets one, and the least severity`(line: String) throws {
        let text = String(decoding: message.encoded(Array(line.utf8)[...]), as: UTF8.self)
        let parts = text.split(separator: " ", maxSplits: 7, omittingEmptySubsequences: false)
        #expect(parts[0] == "<85>1")
        #expect(
            parts[1].wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil, "\(parts[1])")
        #expect(parts[7] == line)
    }

    @Test func `a machine without a name is a dash`() {
        let text = String(decoding: SyslogMessage(host: " ", process: 1).encoded([]), as: UTF8.self)
        #expect(text.hasSuffix("Z - seep 1 alert - "))
    }

    @Test(arguments: [
        #""file":{"path":"a\",\"message\":\"b"},"message":"c""#, #""log":{"offset":7},"message":"c""#,
        #""message":"c""#,
    ])
    func `a line in short is an object with the alert's id and the length of the whole`(end: String) throws {
        let line = #"{"event":{"kind":"alert","id":"ab"},"rule":{"id":"contact.email"},\#(end)}"#
        let short = SyslogMessage.shortened(Array(line.utf8)[...])
        let object = try #require(try JSONSerialization.jsonObject(with: Data(short)) as? [String: Any])
        #expect((object["event"] as? [String: Any])?["id"] as? String == "ab")
        #expect((object["rule"] as? [String: Any])?["id"] as? String == "contact.email")
        #expect(
            object["message"] as? String == "an alert of \(line.utf8.count) bytes is too long for the socket")
        #expect(object.count == 3)
    }

    @Test func `a strange line in short is an object all the same`() throws {
        let short = SyslogMessage.shortened(Array("no object".utf8)[...])
        #expect(try JSONSerialization.jsonObject(with: Data(short)) is [String: Any])
    }
}

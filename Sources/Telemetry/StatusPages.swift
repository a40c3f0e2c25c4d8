/// What is answered to whom: a pure function of the request's head.
package struct StatusPages: Sendable {
    private let health: Health

    /// Makes the page of the metrics.
    private let metrics: @Sendable () -> String

    package init(health: Health, metrics: @escaping @Sendable () -> String) {
        self.health = health
        self.metrics = metrics
    }

    /// The answer to a request, with which the connection ends.
    ///
    /// - Parameter head: Its bytes up to the empty line.
    package func answer(to head: [UInt8]) -> [UInt8] {
        let line = head.prefix { $0 != 0x0D && $0 != 0x0A }
        let words = String(decoding: line, as: UTF8.self).split(
            separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[2] == "HTTP/1.1" || words[2] == "HTTP/1.0" else {
            return Self.answer("400 Bad Request", "not a request\n")
        }
        guard words[0] == "GET" || words[0] == "HEAD" else {
            return Self.answer(
                "405 Method Not Allowed", "only GET and HEAD\n", header: "Allow: GET, HEAD\r\n")
        }
        let hasBody = words[0] == "GET"
        switch words[1].prefix(while: { $0 != "?" }) {
        case "/livez": return Self.answer(telling: health.complaint.map { [$0] } ?? [], hasBody)
        case "/readyz": return Self.answer(telling: health.complaints, hasBody)
        case "/metrics":
            return Self.answer(
                "200 OK", metrics(), type: "text/plain; version=0.0.4; charset=utf-8", hasBody)
        default: return Self.answer("404 Not Found", "there are /livez, /readyz and /metrics\n", hasBody)
        }
    }

    /// To a request whose head does not end where it should.
    static let tooLong = answer("431 Request Header Fields Too Large", "the request is too long\n")

    private static func answer(telling complaints: [String], _ hasBody: Bool) -> [UInt8] {
        guard !complaints.isEmpty else { return answer("200 OK", "ok\n", hasBody) }
        return answer("503 Service Unavailable", complaints.map { $0 + "\n" }.joined(), hasBody)
    }

    private static func answer(
        _ status: String, _ body: String, type: String = "text/plain; charset=utf-8", header: String = "",
        _ hasBody: Bool = true
    ) -> [UInt8] {
        let head =
            "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n"
            + "Cache-Control: no-store\r\nConnection: close\r\n\(header)\r\n"
        return Array((hasBody ? head + body : head).utf8)
    }
}

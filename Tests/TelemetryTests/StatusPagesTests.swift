import Telemetry
import Testing

@Suite struct StatusPagesTests {
    private static func answer(to head: String, _ health: Health = Health()) -> String {
        let pages = StatusPages(health: health, metrics: { "level 1\n" })
        return String(decoding: pages.answer(to: Array(head.utf8)), as: UTF8.self)
    }

    @Test(arguments: [
        ("GET /livez HTTP/1.1", "200 OK"), ("GET /livez?verbose HTTP/1.0", "200 OK"),
        ("HEAD /metrics HTTP/1.1", "200 OK"), ("GET /metrics HTTP/1.1", "200 OK"),
        ("GET /readyz HTTP/1.1", "503 Service Unavailable"),
        ("GET / HTTP/1.1", "404 Not Found"), ("GET /livez/ HTTP/1.1", "404 Not Found"),
        ("GET /../etc/passwd HTTP/1.1", "404 Not Found"),
        ("POST /livez HTTP/1.1", "405 Method Not Allowed"), ("get /livez HTTP/1.1", "405 Method Not Allowed"),
        ("GET /livez", "400 Bad Request"), ("GET /livez HTTP/2", "400 Bad Request"),
        ("GET  /livez HTTP/1.1", "400 Bad Request"), ("\u{1b}[2J", "400 Bad Request"),
        ("", "400 Bad Request"),
    ])
    func `a request's first line tells its answer`(line: String, status: String) {
        let answer = Self.answer(to: line + "\r\nHost: localhost\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 \(status)\r\n"))
        #expect(answer.contains("\r\nConnection: close\r\n"))
    }

    @Test func `HEAD has the head of GET, and no more`() throws {
        let whole = Self.answer(to: "GET /metrics HTTP/1.1\r\n\r\n")
        let head = Self.answer(to: "HEAD /metrics HTTP/1.1\r\n\r\n")
        #expect(whole == head + "level 1\n")
        #expect(head.contains("\r\nContent-Length: 8\r\n"))
        #expect(head.contains("\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"))
    }

    @Test func `who is not ready says why, and what was asked is not repeated`() {
        let answer = Self.answer(to: "GET /readyz HTTP/1.1\r\n\r\n")
        #expect(answer.hasSuffix("\r\n\r\nthe first look is not done\n"))
        #expect(!Self.answer(to: "GET /secret-word HTTP/1.1\r\n\r\n").contains("secret"))
    }
}

import Delivery
import Foundation
import Testing

@Suite struct WebhookSinkTests {
    private let folder: TestFolder
    private let told = Told()

    init() throws { folder = try TestFolder() }

    private func spool(bytesMax: Int = 1 << 20) throws -> Spool {
        try Spool(folder: folder.path + "/spool", bytesMax: bytesMax)
    }

    private func sink(_ port: UInt16, _ spool: Spool, token: BearerToken? = nil) throws -> WebhookSink {
        try WebhookSink(
            WebhookAddress("http://127.0.0.1:\(port)/alerts?a=b"), token: token, spool,
            BackOff(first: 0.001, most: 0.002), notice: told.tell)
    }

    private func write(_ lines: [String], to sink: WebhookSink) throws {
        var bytes = Array(lines.map { $0 + "\n" }.joined().utf8)
        try sink.write(&bytes)
        #expect(bytes.isEmpty)
    }

    @Test func `a batch is posted as JSON Lines, with the token of its file`() throws {
        let receiver = Receiver(.status(204))
        defer { receiver.end() }
        try folder.put("s3cr-t.token=\n", "token")
        let token = try BearerToken(path: folder.path + "/token")
        let sink = try sink(receiver.port, try spool(), token: token)
        try write([#"{"a":1}"#, #"{"b":2}"#], to: sink)
        #expect(sink.finish(within: 10) == 0)
        let request = try #require(receiver.requests.first)
        #expect(request.body == "{\"a\":1}\n{\"b\":2}\n")
        let head = request.head.split(separator: "\r\n").map(String.init)
        #expect(head.first == "POST /alerts?a=b HTTP/1.1")
        #expect(head.contains("Content-Type: application/x-ndjson"))
        #expect(head.contains("Authorization: Bearer s3cr-t.token="))
        #expect(!head.contains { $0.hasPrefix("Expect") })
        #expect(told.sentences.isEmpty)
    }

    @Test(arguments: [500, 503, 429, 403, 404, 302])
    func `a receiver that fails gets the same batch again, and that is said once`(status: Int) throws {
        let receiver = Receiver(.status(status), .status(status), .status(status), .status(200))
        defer { receiver.end() }
        let sink = try sink(receiver.port, try spool())
        try write(["one", "two"], to: sink)
        #expect(eventually { receiver.requests.count == 4 })
        #expect(sink.finish(within: 10) == 0)
        #expect(receiver.requests.map(\.lines) == Array(repeating: ["one", "two"], count: 4))
        let verb = [500, 503, 429].contains(status) ? "cannot take alerts" : "refuses alerts"
        #expect(
            told.sentences == [
                "the webhook \(verb) (HTTP \(status)); they wait in the spool",
                "the webhook takes alerts again",
            ])
    }

    @Test(arguments: [Receiver.Answer.half, .none])
    func `a receiver that goes in the middle of its answer gets the batch again`(answer: Receiver.Answer)
        throws
    {
        let receiver = Receiver(answer, answer, .status(200))
        defer { receiver.end() }
        let sink = try sink(receiver.port, try spool())
        try write(["one"], to: sink)
        #expect(eventually { receiver.requests.count == 3 })
        #expect(sink.finish(within: 10) == 0)
        #expect(receiver.lines == ["one", "one", "one"])
        #expect(told.sentences.last == "the webhook takes alerts again")
    }

    @Test func `a redirection is not followed`() throws {
        let other = Receiver(.status(200))
        defer { other.end() }
        let receiver = Receiver(
            .status(307, headers: "Location: http://127.0.0.1:\(other.port)/\r\n"), .status(200))
        defer { receiver.end() }
        let sink = try sink(receiver.port, try spool())
        try write(["one"], to: sink)
        #expect(eventually { receiver.requests.count == 2 })
        #expect(other.requests.isEmpty)
    }

    @Test func `a batch that is too large is posted in halves`() throws {
        let receiver = Receiver(.status(413), .status(413), .status(200))
        defer { receiver.end() }
        let sink = try sink(receiver.port, try spool())
        let lines = (10..<18).map { "line \($0)" }
        try write(lines, to: sink)
        #expect(sink.finish(within: 10) == 0)
        #expect(receiver.requests.map(\.lines.count) == [8, 4, 2, 2, 2, 2])
        #expect(receiver.requests.dropFirst(2).flatMap(\.lines) == lines)
        #expect(told.sentences.isEmpty)
    }

    @Test func `what a receiver that is away has not got is delivered by the next run, in order`() throws {
        let port = Listener().port
        do {
            let sink = try sink(port, try spool())
            try write(["one"], to: sink)
            #expect(eventually { !told.sentences.isEmpty })
            try write(["two"], to: sink)
            #expect(sink.finish(within: 0.01) == 8)
        }
        #expect(
            told.sentences
                == ["the webhook cannot be reached (Couldn't connect to server); alerts wait in the spool"])
        let receiver = Receiver(port: port, .status(200))
        defer { receiver.end() }
        // The spool is another run's when the first one has let it go.
        let sink = try sink(port, try spool())
        try write(["three"], to: sink)
        #expect(sink.finish(within: 10) == 0)
        #expect(receiver.lines == ["one", "two", "three"])
    }

    @Test func `a full spool holds the lines, and a receiver that comes back gets each`() throws {
        let port = Listener().port
        let sink = try sink(port, try spool(bytesMax: 1000))
        let all = (0..<100).map { "line \($0 + 1000), of twenty" }
        var lines = Array(all.map { $0 + "\n" }.joined().utf8)
        #expect(throws: SinkError.spoolFull(bytesMax: 1000)) { try sink.write(&lines) }
        let held = lines
        #expect(throws: SinkError.spoolFull(bytesMax: 1000)) { try sink.write(&lines) }
        #expect(lines == held)
        let receiver = Receiver(port: port, .status(200))
        defer { receiver.end() }
        #expect(eventually { (try? sink.write(&lines)) != nil })
        #expect(sink.finish(within: 10) == 0)
        #expect(receiver.lines == all)
    }

    @Test func `whoever asks to stop does not wait for a receiver that says nothing`() throws {
        let listener = Listener()
        let sink = try sink(listener.port, try spool())
        try write(["one"], to: sink)
        let connection = try #require(listener.accept())
        #expect(sink.finish(within: 0.05) == 4)
        // The request is given up, although its answer may take half a minute.
        #expect(connection.request()?.body == "one\n")
        #expect(connection.read().isEmpty)
    }

    @Test func `nothing is on its way any more when whoever asked to stop goes on`() throws {
        let listener = Listener()
        let sink = try sink(listener.port, try spool())
        try write(["one"], to: sink)
        let connection = try #require(listener.accept())
        #expect(connection.request()?.body == "one\n")
        #expect(sink.finish(within: 0.05) == 4)
        #expect(connection.hasEnded)
    }

    @Test(arguments: [
        ("http://hooks.example/s3cr-t", "https only"), ("ftp://h/s3cr-t", "https URL"),
        ("s3cr-t", "https URL"),
        ("https://user:s3cr-t@h/", "user"), ("https://h/#s3cr-t", "fragment"),
        ("https:///s3cr-t", "no machine"),
        ("https://h:0/s3cr-t", "no machine"), ("https://h:s3cr-t/", "no machine"),
        ("https://h/a s3cr-t", "visible"),
        ("https://h/s3cr-t\n", "visible"), ("http://127.0.0.1.s3cr-t.example/", "https only"),
        ("http://127.1/s3cr-t", "https only"), ("http://127.0.0.1\\@s3cr-t/", "user"),
        ("https://[::1/s3cr-t", "no machine"),
        ("https://h/" + String(repeating: "s3cr-t", count: 400), "visible"), ("https://", "no machine"),
    ])
    func `an address that no alerts are sent to is refused, and not repeated`(text: String, word: String)
        throws
    {
        let error = #expect(throws: SinkError.self) { try WebhookAddress(text) }
        let reason = try #require(error).reason
        #expect(reason.contains(word), "\(reason)")
        #expect(!reason.contains("s3cr-t"))
    }

    @Test(arguments: [
        "https://hooks.example/a/b?c=d", "HTTPS://[2001:db8::1]:8443", "http://localhost:8080/x",
        "http://127.9.9.9/",
        "http://[::1]:9/",
    ])
    func `an address of another machine is https`(text: String) throws {
        _ = try WebhookAddress(text)
        _ = try WebhookAddress("http://collector.internal/", allowsPlain: true)
    }

    @Test(arguments: ["", "\n", "two words", "two\nlines", "tok\u{e9}n", String(repeating: "x", count: 4097)])
    func `a file that holds no token is refused`(text: String) throws {
        try folder.put(text, "token")
        #expect(throws: SinkError.badToken) { try BearerToken(path: folder.path + "/token") }
        #expect(throws: SinkError.failed(ENOENT)) { try BearerToken(path: folder.path + "/none") }
    }
}

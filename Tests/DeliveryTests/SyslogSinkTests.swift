import Delivery
import Foundation
import Synchronization
import Testing

@Suite struct SyslogSinkTests {
    private let folder: TestFolder
    private let told = Told()

    init() throws { folder = try TestFolder() }

    private func sink(_ address: String) throws -> SyslogSink {
        SyslogSink(
            try SyslogAddress(address), SyslogMessage(host: "h", process: 1),
            BackOff(first: 0.05, most: 0.05),
            notice: told.tell)
    }

    private func lines(_ numbers: Range<Int>) -> [UInt8] {
        numbers.flatMap { Array("\(line($0))\n".utf8) }
    }

    private func line(_ number: Int) -> String {
        #"{"@timestamp":"2026-01-02T03:04:05.678Z","event":{"id":"\#(number)","severity":99},"message":"m"}"#
    }

    private func message(_ number: Int) -> String {
        "<82>1 2026-01-02T03:04:05.678Z h seep 1 alert - " + line(number)
    }

    @Test func `a socket of datagrams gets a message for each line, and after a new start the next ones`()
        throws
    {
        let path = folder.path + "/log"
        var server: Listener? = Listener(path: path, isStream: false)
        let sink = try sink("unix:" + path)
        var waiting = lines(0..<2)
        try sink.write(&waiting)
        #expect(waiting.isEmpty)
        #expect(server?.receive() == message(0))
        #expect(server?.receive() == message(1))
        server = nil
        folder.delete("log")
        waiting = lines(2..<4)
        #expect(throws: SinkError.failed(ECONNREFUSED)) { try sink.write(&waiting) }
        #expect(waiting == lines(2..<4))
        server = Listener(path: path, isStream: false)
        #expect(eventually { (try? sink.write(&waiting)) != nil })
        #expect(server?.receive() == message(2))
        #expect(server?.receive() == message(3))
        #expect(told.sentences.isEmpty)
    }

    @Test func `a datagram that is too long is sent in short, and that is said once`() throws {
        let server = Listener(path: folder.path + "/log", isStream: false)
        let sink = try sink("unix:\(folder.path)/log")
        let head = #"{"@timestamp":"2026-01-02T03:04:05.678Z","event":{"id":"7","severity":99}"#
        let long = head + #","message":"\#(String(repeating: "x", count: 400_000))"}"#
        for _ in 0..<2 {
            var waiting = Array((long + "\n").utf8)
            try sink.write(&waiting)
            #expect(
                server.receive() == "<82>1 2026-01-02T03:04:05.678Z h seep 1 alert - " + head
                    + #","message":"an alert of \#(long.utf8.count) bytes is too long for the socket"}"#)
        }
        #expect(told.sentences == ["an alert is too long for the syslog socket, and is sent in short"])
    }

    @Test func `a name server that is silent is waited for a second, once`() throws {
        // The C library keeps for each thread, first of all, the seconds of a try and the number of tries.
        guard let found = unsafe dlsym(nil, "__res_state") else {
            Issue.record("no such state")
            return
        }
        let state = unsafe unsafeBitCast(found, to: (@convention(c) () -> UnsafeMutablePointer<Int32>).self)()
        var waiting = lines(0..<1)
        let sink = try sink("tcp://127.0.0.1:\(Listener().port)")
        #expect(throws: SinkError.failed(ECONNREFUSED)) { try sink.write(&waiting) }
        let (seconds, tries) = unsafe (state[0], state[1])
        #expect(seconds == 1 && tries == 1)
    }

    @Test func `a socket of datagrams that nobody reads holds the lines, and gets each once`() throws {
        let server = Listener(path: folder.path + "/log", isStream: false)
        let sink = try sink("unix:\(folder.path)/log")
        var waiting = lines(0..<2000)
        #expect(throws: SinkError.blocked) { try sink.write(&waiting) }
        #expect(!waiting.isEmpty && waiting.count < lines(0..<2000).count)
        let got = Collected { server.receive() }
        try sink.write(&waiting)
        #expect(got.elements(2000) == (0..<2000).map(message))
    }

    @Test func `a stream of this machine gets lines, and nobody is told before they are read`() throws {
        let server = Listener(path: folder.path + "/log", isStream: true)
        let sink = try sink("unix:\(folder.path)/log")
        var waiting = lines(0..<2)
        #expect(throws: SinkError.blocked) { try sink.write(&waiting) }
        let connection = try #require(server.accept())
        var got: [UInt8] = []
        let whole = message(0) + "\n" + message(1) + "\n"
        while got.count < whole.utf8.count { got += connection.read() }
        #expect(String(decoding: got, as: UTF8.self) == whole)
        waiting += lines(2..<3)
        #expect(throws: SinkError.blocked) { try sink.write(&waiting) }
        #expect(waiting == lines(2..<3))
        #expect(String(decoding: connection.read(), as: UTF8.self) == message(2) + "\n")
    }

    @Test func `TCP gets messages behind their lengths, and a server that was away gets what waited`() throws
    {
        let port = Listener().port
        let sink = try sink("tcp://127.0.0.1:\(port)")
        var waiting = lines(0..<3)
        #expect(throws: SinkError.failed(ECONNREFUSED)) { try sink.write(&waiting) }
        #expect(waiting == lines(0..<3))
        let server = Listener(port: port)
        #expect(eventually { (try? sink.write(&waiting)) != nil })
        let connection = try #require(server.accept())
        #expect((0..<3).map { _ in connection.countedMessage() } == (0..<3).map(message))
        // The server ends the connection, as it does at a new start: the next lines go over another one, at once.
        connection.end()
        waiting = lines(3..<5)
        try sink.write(&waiting)
        let next = try #require(server.accept())
        #expect((3..<5).map { _ in next.countedMessage() } == (3..<5).map(message))
    }

    @Test func `a TCP server that does not read holds the lines, and gets each once`() throws {
        let server = Listener()
        let sink = try sink("tcp://localhost:\(server.port)")
        let count = 50_000
        var waiting = lines(0..<count)
        #expect(throws: SinkError.blocked) { try sink.write(&waiting) }
        #expect(!waiting.isEmpty)
        let connection = try #require(server.accept())
        let got = Collected { connection.countedMessage() }
        #expect(eventually { (try? sink.write(&waiting)) != nil })
        let isWhole = got.elements(count) == (0..<count).map(message)
        #expect(isWhole)
    }

    @Test func `after a connection breaks, all that was not confirmed is sent again`() throws {
        let server = Listener()
        let sink = try sink("tcp://127.0.0.1:\(server.port)")
        let count = 50_000
        var waiting = lines(0..<count)
        #expect(throws: SinkError.blocked) { try sink.write(&waiting) }
        let confirmed = count - String(decoding: waiting, as: UTF8.self).split(separator: "\n").count
        try #require(server.accept()).breakOff()
        // All goes over a new connection, which is not read either.
        #expect(throws: SinkError.blocked) { try sink.write(&waiting) }
        #expect(try #require(server.accept()).countedMessage() == message(confirmed))
    }

    @Test(arguments: [
        "udp://h:514", "tcp://h", "tcp://h:0", "tcp://h:65536", "tcp://u@h:1", "tcp://:1", "tcp://h:1/x",
        "tcp://[1:2",
        "tcp://[h]:1", "unix:log", "unix:/" + String(repeating: "x", count: 107), "/dev/log", "",
    ])
    func `what is no address is refused, and not repeated`(text: String) throws {
        let error = #expect(throws: SinkError.self) { try SyslogAddress(text) }
        guard case .badAddress(let reason) = try #require(error) else {
            Issue.record("\(text): \(String(describing: error))")
            return
        }
        #expect(!reason.contains("65536") && !reason.contains("u@"))
    }

    @Test func `addresses are read as they are written`() throws {
        #expect(try SyslogAddress("tcp://[2001:db8::1]:6514") == .tcp(host: "2001:db8::1", port: 6514))
        #expect(try SyslogAddress("tcp://log-1.example:601") == .tcp(host: "log-1.example", port: 601))
        #expect(try SyslogAddress("unix:/dev/log") == .unix(path: "/dev/log"))
    }
}

/// What a sink has told a person.
final class Told: Sendable {
    private let kept = Mutex<[String]>([])

    var sentences: [String] { kept.withLock { $0 } }

    func tell(_ sentence: String) { kept.withLock { $0.append(sentence) } }
}

import Foundation
import Glibc
import Telemetry
import Testing

@Suite struct ServiceLogTests {
    /// What is in a pipe; nothing when all is read and nobody can write any more.
    private static func taken(from pipe: Pipe) -> String {
        var bytes = [UInt8](repeating: 0, count: 1 << 17)
        let count = unsafe bytes.withUnsafeMutableBytes { buffer in
            unsafe read(pipe.fileHandleForReading.fileDescriptor, buffer.baseAddress, buffer.count)
        }
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    /// What a log writes to a pipe of one page.
    private static func written(
        _ format: ServiceLog.Format, _ level: ServiceLog.Level = .warning, _ body: (ServiceLog) -> Void
    ) throws -> String {
        let pipe = Pipe()
        body(
            ServiceLog(
                format, level: level, descriptor: pipe.fileHandleForWriting.fileDescriptor,
                visible: { $0.replacing("\u{1b}", with: "\\x1b").replacing("\n", with: "\\n") }))
        try pipe.fileHandleForWriting.close()
        return taken(from: pipe)
    }

    @Test(arguments: [
        ("all is well", "seep: all is well\n"), ("a\nb", "seep: a\\nb\n"),
        ("\u{1b}[2J\"x\"", "seep: \\x1b[2J\"x\"\n"), ("", "seep: \n"),
        (String(repeating: "a", count: 5_000), "seep: " + String(repeating: "a", count: 3_500) + "…\n"),
    ])
    func `for people a record is a sentence`(sentence: String, line: String) throws {
        #expect(try Self.written(.text) { $0.tell(.error, sentence) } == line)
    }

    @Test(arguments: [
        "all is well", "a\\b \"c\"", "\u{1b}[2J", "\u{1}\t", "ä\u{2028}…",
        String(repeating: "\"", count: 5_000),
    ])
    func `for programs a record is an object in one line`(sentence: String) throws {
        struct Record: Codable {
            var message: String
            var time: String
            var level: String
            var service: String

            enum CodingKeys: String, CodingKey {
                case message
                case time = "@timestamp"
                case level = "log.level"
                case service = "service.name"
            }
        }
        let text = try Self.written(.json) { $0.tell(.error, sentence) }
        #expect(text.utf8.count <= 4096)
        #expect(text.split(separator: "\n").count == 1)
        let record = try JSONDecoder().decode(Record.self, from: Data(text.utf8))
        #expect(record.level == "error")
        #expect(record.service == "seep")
        #expect(record.time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
        let visible = sentence.replacing("\u{1b}", with: "\\x1b")
        #expect(
            record.message == visible
                || record.message.hasSuffix("…") && visible.hasPrefix(record.message.dropLast()))
    }

    @Test(
        arguments: [
            (.debug, 4), (.info, 3), (.warning, 2), (.error, 1),
        ] as [(ServiceLog.Level, Int)])
    func `what is less important than the level is left out`(level: ServiceLog.Level, count: Int) throws {
        let text = try Self.written(.text, level) { log in
            for each in ServiceLog.Level.allCases { log.tell(each, "x") }
        }
        #expect(text.split(separator: "\n").count == count)
    }

    @Test func `a reader that has gone, or reads no more, stops nobody, and hears what it missed`() throws {
        signal(SIGPIPE, SIG_IGN)
        let pipe = Pipe()
        let log = ServiceLog(
            .text, level: .info, descriptor: pipe.fileHandleForWriting.fileDescriptor, visible: { $0 })
        let sentence = String(repeating: "a", count: 3_000)
        // A pipe holds 64 KiB: it is full long before the last.
        for _ in 0..<200 { log.tell(.info, sentence) }
        let lines = Self.taken(from: pipe).split(separator: "\n").count
        #expect((10...30).contains(lines))
        log.tell(.info, "again")
        #expect(
            Self.taken(from: pipe)
                == "seep: \(200 - lines) lines before this one could not be written\nseep: again\n")
        try pipe.fileHandleForReading.close()
        log.tell(.info, "nobody")
    }
}

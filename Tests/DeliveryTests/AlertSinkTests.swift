import Delivery
import Foundation
import Testing

@Suite struct AlertSinkTests {
    private let path = FileManager.default.temporaryDirectory
        .appendingPathComponent("seep-alerts-\(UUID().uuidString)").path

    private func text() throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test func `lines are added, and a line that a killed run has cut gets its end`() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        try "{\"whole\":1}\n{\"cut".write(toFile: path, atomically: true, encoding: .utf8)
        var lines = Array("{\"next\":2}\n".utf8)
        try FileSink(path: path).write(&lines)
        #expect(lines.isEmpty)
        #expect(try text() == "{\"whole\":1}\n{\"cut\n{\"next\":2}\n")
    }

    @Test func `after a move the file is made anew`() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        defer { try? FileManager.default.removeItem(atPath: path + ".1") }
        let sink = try FileSink(path: path)
        var lines = Array("one\n".utf8)
        try sink.write(&lines)
        try FileManager.default.moveItem(atPath: path, toPath: path + ".1")
        try sink.reopen()
        lines = Array("two\n".utf8)
        try sink.write(&lines)
        #expect(try text() == "two\n")
    }

    @Test func `a full disk takes nothing, and nothing is lost`() throws {
        let full = unsafe open("/dev/full", O_WRONLY)
        defer { close(full) }
        var lines = Array("one\n".utf8)
        #expect(throws: SinkError.failed(ENOSPC)) { try DescriptorSink(descriptor: full).write(&lines) }
        #expect(lines == Array("one\n".utf8))
    }

    @Test func `a reader that has gone is told apart from an error`() throws {
        signal(SIGPIPE, SIG_IGN)
        var ends: [Int32] = [0, 0]
        let made = unsafe pipe(&ends)
        #expect(made == 0)
        close(ends[0])
        defer { close(ends[1]) }
        var lines = Array("one\n".utf8)
        #expect(throws: SinkError.closed) { try DescriptorSink(descriptor: ends[1]).write(&lines) }
    }
}

import Delivery
import Foundation
import Testing

@Suite struct FileSinkTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private var path: String { folder.path + "/alerts" }

    private func write(_ text: String, to sink: FileSink) throws {
        var lines = Array(text.utf8)
        try sink.write(&lines)
        #expect(lines.isEmpty)
    }

    /// What all files hold, the oldest first.
    private func everything() throws -> String {
        let kept = try folder.names.filter { $0.hasPrefix("alerts.") }
            .sorted { Int($0.dropFirst(7)) ?? 0 > Int($1.dropFirst(7)) ?? 0 }
        return (kept + ["alerts"]).map { folder.text($0) ?? "" }.joined()
    }

    @Test(arguments: [
        // Lengths of lines with their ends, of which a bar ends a call; bytes of the files with a bound of 10, the oldest
        // first.
        ("5 5|1", [10, 1]), ("5 6|4", [5, 10]), ("11|1 12 1", [11, 1, 12, 1]), ("3 3 3 3 3 3", [9, 9]),
        ("10|10|10", [10, 10, 10]), ("4|4|4", [8, 4]),
    ])
    func `a line that would pass the bound begins a new file, and none is split`(
        lengths: String, sizes: [Int]
    ) throws {
        let sink = try FileSink(path: path, bytesMax: 10, keptMax: 9)
        var all = ""
        for call in lengths.split(separator: "|") {
            let lines = call.split(separator: " ").compactMap { Int($0) }
                .map { String(repeating: "x", count: $0 - 1) + "\n" }.joined()
            all += lines
            try write(lines, to: sink)
        }
        #expect(try everything() == all)
        let names = (1..<sizes.count).reversed().map { "alerts.\($0)" } + ["alerts"]
        #expect(names.map { folder.text($0)?.utf8.count } == sizes)
        #expect(try folder.names.count == sizes.count)
        let rights = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(rights == 0o600)
    }

    @Test func `the oldest is deleted, and no more are kept than were asked for`() throws {
        let sink = try FileSink(path: path, bytesMax: 2, keptMax: 2)
        for number in 1...6 { try write("\(number)\n", to: sink) }
        #expect(try folder.names == ["alerts", "alerts.1", "alerts.2"])
        #expect(try everything() == "4\n5\n6\n")
    }

    @Test(arguments: 0...4)
    func `a run that is killed within a rotation has lost nothing but what was to be deleted`(step: Int)
        throws
    {
        for (name, text) in [
            ("alerts", "4\n"), ("alerts.1", "3\n"), ("alerts.2", "2\n"), ("alerts.3", "1\n"),
        ] {
            try folder.put(text, name)
        }
        // What the steps of a rotation have done when it is killed before the next one.
        let steps: [() -> Void] = [
            { folder.move("alerts.2", "alerts.3") }, { folder.move("alerts.1", "alerts.2") },
            { folder.move("alerts", "alerts.1") }, { try? folder.put("", "alerts") },
        ]
        for done in steps.prefix(step) { done() }
        let sink = try FileSink(path: path, bytesMax: 2, keptMax: 3)
        try write("5\n", to: sink)
        #expect(try everything() == "2\n3\n4\n5\n")
    }

    @Test func `a file that was moved away by somebody else is not moved again`() throws {
        let sink = try FileSink(path: path, bytesMax: 4, keptMax: 3)
        try write("one\n", to: sink)
        folder.move("alerts", "alerts.1")
        try write("two\n", to: sink)
        #expect(try folder.names == ["alerts", "alerts.1"])
        #expect(try everything() == "one\ntwo\n")
        folder.move("alerts", "elsewhere")
        try sink.reopen()
        try write("3\n", to: sink)
        try write("4\n", to: sink)
        #expect(try everything() == "one\n3\n4\n")
    }

    /// In a process of its own, whose files may not be as long as the lines.
    @Test(arguments: [(true, "one\ntw", "one\ntwo\n"), (false, "", "one\ntw\none\ntwo\n")])
    func `a file can be opened anew while a line is half written, and all lines are written again`(
        isMoved: Bool, moved: String, text: String
    ) async throws {
        await #expect(processExitsWith: .success) {
            [path = path as String, isMoved = isMoved as Bool, moved = moved as String, text = text as String]
            in
            signal(SIGXFSZ, SIG_IGN)
            let sink = try FileSink(path: path)
            var lines = Array("one\ntwo\n".utf8)
            boundFiles(bytes: 6)
            #expect(throws: SinkError.failed(EFBIG)) { try sink.write(&lines) }
            boundFiles(bytes: 1 << 20)
            if isMoved { try FileManager.default.moveItem(atPath: path, toPath: path + ".old") }
            try sink.reopen()
            try sink.write(&lines)
            #expect(lines.isEmpty)
            let now = try String(contentsOfFile: path, encoding: .utf8)
            #expect(now == text)
            let old = try? String(contentsOfFile: path + ".old", encoding: .utf8)
            #expect(old ?? "" == moved)
        }
    }

    @Test func `a reader that does not read gets each line once, although its FIFO is opened anew`() throws {
        folder.makeFIFO("alerts")
        let reader = folder.reader("alerts")
        let sink = try FileSink(path: path)
        let all = (0..<20_000).map { "line \($0)\n" }.joined()
        var lines = Array(all.utf8)
        #expect(throws: SinkError.blocked) { try sink.write(&lines) }
        try sink.reopen()
        let got = Collected<UInt8>(reader)
        try sink.write(&lines)
        #expect(String(decoding: got.elements(all.utf8.count), as: UTF8.self) == all)
    }

    @Test func `a disk that keeps nothing gets the lines once, and no older ones are deleted for them`()
        throws
    {
        var fails = false
        let sink = try FileSink(path: path, bytesMax: 10, keptMax: 1) { file in
            errno = EIO
            return fails ? -1 : fdatasync(file)
        }
        try write("one\n", to: sink)
        fails = true
        var lines = Array("two\n".utf8)
        for _ in 0..<5 {
            #expect(throws: SinkError.failed(EIO)) { try sink.write(&lines) }
            #expect(folder.text("alerts") == "one\n")
        }
        fails = false
        try sink.write(&lines)
        #expect(try folder.names == ["alerts"])
        #expect(folder.text("alerts") == "one\ntwo\n")
    }

    @Test func `what a disk has not kept and cannot be taken back makes no file go`() throws {
        var fails = false
        let folder = folder
        let sink = try FileSink(path: path, bytesMax: 10, keptMax: 1) { file in
            guard fails else { return fdatasync(file) }
            // Somebody else adds to the file meanwhile.
            try? folder.put((folder.text("alerts") ?? "") + "x\n", "alerts")
            errno = EIO
            return -1
        }
        try write("one\n", to: sink)
        fails = true
        var lines = Array("two\n".utf8)
        for _ in 0..<5 { #expect(throws: SinkError.failed(EIO)) { try sink.write(&lines) } }
        fails = false
        try sink.write(&lines)
        let failed = "one\n" + String(repeating: "two\nx\n", count: 5)
        #expect(try folder.names == ["alerts"])
        #expect(folder.text("alerts") == failed + "two\n")
        try write("three\n", to: sink)
        #expect(folder.text("alerts.1") == failed + "two\n")
        #expect(folder.text("alerts") == "three\n")
    }

    @Test func `what is no file of one's own is refused`() throws {
        try folder.put("", "other")
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: folder.path + "/other")
        #expect(throws: SinkError.symbolicLink) { try FileSink(path: path) }
        #expect(throws: SinkError.unsuitable) { try FileSink(path: folder.path) }
        folder.makeFIFO("fifo")
        #expect(throws: SinkError.unsuitable) { try FileSink(path: folder.path + "/fifo", bytesMax: 1 << 20) }
        #expect(throws: SinkError.failed(ENOENT)) { try FileSink(path: folder.path + "/no/file") }
    }

    @Test func `a device and a FIFO take lines as they are`() throws {
        try write("one\n", to: FileSink(path: "/dev/null"))
        let full = try FileSink(path: "/dev/full")
        var lines = Array("one\n".utf8)
        #expect(throws: SinkError.failed(ENOSPC)) { try full.write(&lines) }
        #expect(lines == Array("one\n".utf8))
        folder.makeFIFO("alerts")
        let reader = folder.reader("alerts")
        try write("two\n", to: FileSink(path: path))
        #expect(reader.read() == Array("two\n".utf8))
    }

    @Test func `a reader that does not read holds the lines, and gets each once`() throws {
        folder.makeFIFO("alerts")
        let reader = folder.reader("alerts")
        let sink = try FileSink(path: path)
        let all = (0..<20_000).map { "line \($0)\n" }.joined()
        var lines = Array(all.utf8)
        #expect(throws: SinkError.blocked) { try sink.write(&lines) }
        #expect(lines.count == all.utf8.count)
        let count = all.utf8.count
        let got = Collected<UInt8>(reader)
        try sink.write(&lines)
        #expect(String(decoding: got.elements(count), as: UTF8.self) == all)
    }
}

/// Lets this process write files of so many bytes.
private func boundFiles(bytes: Int) {
    var limit = rlimit()
    let resource = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
    let isKnown = unsafe getrlimit(resource, &limit) == 0
    limit.rlim_cur = rlim_t(bytes)
    let isSet = unsafe isKnown && setrlimit(resource, &limit) == 0
    precondition(isSet, "no limit")
}

import Delivery
import Foundation
import Synchronization
import Testing

@Suite struct SpoolTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private var path: String { folder.path + "/spool" }

    private func text(_ batch: Spool.Batch?) -> String? {
        batch.map { String(decoding: $0.lines, as: UTF8.self) }
    }

    /// All that waits, which is committed.
    private func drain(_ spool: Spool, most: Int = 100) throws -> String {
        var all = ""
        while let batch = try spool.next(bytesMax: most) {
            all += String(decoding: batch.lines, as: UTF8.self)
            spool.commit(batch)
        }
        return all
    }

    @Test func `lines come in order, in batches of whole lines, and stay until they are committed`() throws {
        let spool = try Spool(folder: path, bytesMax: 1000)
        try append("one\ntwo\nthree\n", to: spool)
        #expect(spool.bytesWaiting == 14)
        #expect(text(try spool.next(bytesMax: 9)) == "one\ntwo\n")
        let first = try #require(try spool.next(bytesMax: 1))
        #expect(text(first) == "one\n")
        spool.commit(first)
        #expect(text(try spool.next(bytesMax: 100)) == "two\nthree\n")
        // A commit of what was committed changes nothing.
        spool.commit(first)
        #expect(try drain(spool) == "two\nthree\n")
        #expect(spool.bytesWaiting == 0)
    }

    @Test func `the next run goes on behind what was committed`() throws {
        do {
            let spool = try Spool(folder: path, bytesMax: 1000)
            try append("one\ntwo\n", to: spool)
            spool.commit(try #require(try spool.next(bytesMax: 4)))
        }
        let spool = try Spool(folder: path, bytesMax: 1000)
        try append("three\n", to: spool)
        #expect(try drain(spool) == "two\nthree\n")
        for name in try FileManager.default.contentsOfDirectory(atPath: path) {
            let status = try FileManager.default.attributesOfItem(atPath: path + "/" + name)
            #expect(status[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test(arguments: ["three", "three\n{\"cut\":", "\0\0\0\0", "\0\0\0\nfour\n", "three\n\0\0\0four\n"])
    func `what was not on the disk when a run was killed is cut off`(rest: String) throws {
        do { try append("one\ntwo\n", to: try Spool(folder: path, bytesMax: 1000)) }
        let file = try #require(FileHandle(forWritingAtPath: path + "/0000000001.jsonl"))
        try file.seekToEnd()
        try file.write(contentsOf: Data(rest.utf8))
        let spool = try Spool(folder: path, bytesMax: 1000)
        try append("five\n", to: spool)
        let whole = rest.hasPrefix("three\n") ? "three\n" : ""
        #expect(try drain(spool) == "one\ntwo\n\(whole)five\n")
    }

    @Test func `a note that is damaged, in whichever bit, costs a second delivery at most`() throws {
        do {
            let spool = try Spool(folder: path, bytesMax: 1000)
            try append("one\ntwo\nthree\n", to: spool)
            spool.commit(try #require(try spool.next(bytesMax: 4)))
        }
        let note = Array(try Data(contentsOf: URL(fileURLWithPath: path + "/delivered")))
        #expect(note.count == 24)
        var damaged = (0..<note.count * 8).map { bit in
            var bytes = note
            bytes[bit / 8] ^= 1 << (bit % 8)
            return bytes
        }
        damaged += (0..<note.count).map { Array(note.prefix($0)) }
        for bytes in damaged {
            try Data(bytes).write(to: URL(fileURLWithPath: path + "/delivered"))
            #expect(text(try Spool(folder: path, bytesMax: 1000).next(bytesMax: 100)) == "one\ntwo\nthree\n")
        }
    }

    @Test func `a note of a file that was deleted is taken for no other's`() throws {
        do {
            let spool = try Spool(folder: path, bytesMax: 64)
            try append("a line of 20 bytes.\n", to: spool)
            #expect(try drain(spool) == "a line of 20 bytes.\n")
        }
        let spool = try Spool(folder: path, bytesMax: 64)
        let next = "b line of 20 bytes.\nc line of 20 bytes.\n"
        try append(next, to: spool)
        #expect(try drain(spool) == next)
    }

    @Test(arguments: [
        // Bytes of the run that delivered all and was killed before it deleted the file, and of the next one.
        (64, 64),
        // The first adds to its file still, the second takes it for long enough.
        (1000, 64),
    ])
    func `what was all delivered before a start holds nothing back`(before: Int, after: Int) throws {
        let file = path + "/0000000001.jsonl"
        do {
            let spool = try Spool(folder: path, bytesMax: before)
            try append("a line of 20 bytes.\n", to: spool)
            let kept = try Data(contentsOf: URL(fileURLWithPath: file))
            #expect(try drain(spool) == "a line of 20 bytes.\n")
            try kept.write(to: URL(fileURLWithPath: file))
        }
        let spool = try Spool(folder: path, bytesMax: after)
        #expect(spool.bytesWaiting == 0)
        #expect(!FileManager.default.fileExists(atPath: file))
        try append("one\n", to: spool)
        #expect(try drain(spool) == "one\n")
    }

    /// In a process of its own, which gives up the rights of root.
    @Test func `a folder that cannot be listed is not taken for an empty one`() async throws {
        await #expect(processExitsWith: .success) { [path = folder.path as String] in
            enter(path)
            do { try append("one\n", to: try Spool(folder: ".", bytesMax: 1000)) }
            allow(0o300)
            #expect(throws: SinkError.failed(EACCES)) { try Spool(folder: ".", bytesMax: 1000) }
            allow(0o700)
            let spool = try Spool(folder: ".", bytesMax: 1000)
            #expect(spool.bytesWaiting == 4)
        }
    }

    @Test func `a file whose name may not outlast a power failure takes no lines`() throws {
        let failures = Mutex(2)
        let spool = try Spool(folder: path, bytesMax: 1000) { _ throws(SinkError) in
            let fails = failures.withLock { left in
                left -= 1
                return left >= 0
            }
            if fails { throw .failed(EIO) }
        }
        var lines = Array("one\n".utf8)
        #expect(throws: SinkError.failed(EIO)) { try spool.append(&lines) }
        #expect(throws: SinkError.failed(EIO)) { try spool.append(&lines) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["delivered"])
        try spool.append(&lines)
        #expect(spool.bytesWaiting == 4)
    }

    @Test func `a full spool takes what there is room for, and all once it was emptied`() throws {
        let spool = try Spool(folder: path, bytesMax: 100)
        var lines = Array((0..<30).map { "line \($0 + 10)\n" }.joined().utf8)
        let all = lines
        #expect(throws: SinkError.spoolFull(bytesMax: 100)) { try spool.append(&lines) }
        #expect(lines.count == all.count - 96)
        #expect(throws: SinkError.spoolFull(bytesMax: 100)) { try spool.append(&lines) }
        var got = ""
        for _ in 0..<10 where !lines.isEmpty {
            got += try drain(spool)
            try? spool.append(&lines)
        }
        got += try drain(spool)
        #expect(got == String(decoding: all, as: UTF8.self))
    }

    @Test func `the disk holds no more than the bound, and nothing when all was delivered`() throws {
        let spool = try Spool(folder: path, bytesMax: 800)
        func bytesOnDisk() throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".jsonl") }
                .reduce(0) { $0 + (try Data(contentsOf: URL(fileURLWithPath: path + "/" + $1)).count) }
        }
        for number in 0..<200 {
            var lines = Array("a line, number \(number)\n".utf8)
            while !lines.isEmpty {
                do throws(SinkError) {
                    try spool.append(&lines)
                } catch {
                    #expect(error == .spoolFull(bytesMax: 800))
                    spool.commit(try #require(try spool.next(bytesMax: 200)))
                }
            }
            #expect(try bytesOnDisk() <= 800)
        }
        _ = try drain(spool)
        // The file that is added to stays until it is an eighth of the bound.
        #expect(try bytesOnDisk() < 100)
    }

    @Test
    func `whatever happens in whatever order, each line comes, and a second time only after a new start`()
        throws
    {
        for seed in UInt64(1)...20 {
            var generator = SeededGenerator(seed: seed)
            let folder = path + "-\(seed)"
            var spool: Spool? = try Spool(folder: folder, bytesMax: 400)
            var (sent, next, committed) = (0, 0, 0)
            for _ in 0..<200 {
                switch Int.random(in: 0..<10, using: &generator) {
                case 0..<5:
                    var lines = Array("\(sent)\n".utf8)
                    if (try? spool?.append(&lines)) != nil { sent += 1 }
                case 5..<9:
                    guard let batch = try spool?.next(bytesMax: Int.random(in: 1...60, using: &generator))
                    else {
                        #expect(committed == sent, "seed \(seed)")
                        continue
                    }
                    let numbers = String(decoding: batch.lines, as: UTF8.self).split(separator: "\n").map {
                        Int($0)
                    }
                    #expect(numbers == (committed..<committed + numbers.count).map { $0 }, "seed \(seed)")
                    next = committed + numbers.count
                    if Bool.random(using: &generator) {
                        spool?.commit(batch)
                        committed = next
                    }
                default:
                    spool = nil
                    spool = try Spool(folder: folder, bytesMax: 400)
                }
            }
            #expect(sent > 50, "seed \(seed)")
        }
    }

    @Test func `a folder or a file that leads elsewhere is refused`() throws {
        try folder.put("", "elsewhere")
        _ = try Spool(folder: path, bytesMax: 100)
        try FileManager.default.createSymbolicLink(
            atPath: path + "/0000000009.jsonl", withDestinationPath: folder.path + "/elsewhere")
        #expect(throws: SinkError.symbolicLink) { try Spool(folder: path, bytesMax: 100) }
        #expect(throws: SinkError.failed(ENOENT)) { try Spool(folder: path + "/no/spool", bytesMax: 100) }
    }
}

private func append(_ text: String, to spool: Spool) throws {
    var lines = Array(text.utf8)
    try spool.append(&lines)
    #expect(lines.isEmpty)
}

/// Works in a folder from now on, as somebody for whom the mode of a file counts.
private func enter(_ folder: String) {
    let isThere = unsafe chdir(folder) == 0
    precondition(isThere, "no folder")
    guard geteuid() == 0 else { return }
    let nobody: uid_t = 65_534
    let isGivenAway = unsafe chown(".", nobody, gid_t(nobody)) == 0 && seteuid(nobody) == 0
    precondition(isGivenAway, "the rights of root stay")
}

/// Sets what the owner of the folder may do in it.
private func allow(_ mode: mode_t) {
    let isSet = unsafe chmod(".", mode) == 0
    precondition(isSet, "no mode")
}

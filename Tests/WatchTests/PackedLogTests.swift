import Foundation
import Testing
import Watch
import WatchModel

/// Logs that are compressed when they are rotated, and copies that are looked at while they are made.
@Suite struct PackedLogTests {
    private func desk() throws -> WatcherTests.Desk { try WatcherTests.Desk() }

    private func line(_ number: Int) -> String { "mail=p\(number)@quillmoor-post.org took 3 ms\n" }

    /// The fingerprints that were told, in their order, with repetitions.
    private func values(_ desk: WatcherTests.Desk) -> [String] {
        desk.told("seep.finding").compactMap {
            (($0["related"] as? [String: Any])?["hash"] as? [String])?.first
        }
    }

    private func ids(_ desk: WatcherTests.Desk) -> [String] {
        desk.told("seep.finding").compactMap { ($0["event"] as? [String: Any])?["id"] as? String }
    }

    /// What `gzip app.log.1` and its like do.
    private func pack(_ name: String, in desk: WatcherTests.Desk, cutBytes: Int = 0) throws {
        let plain = desk.folder.appendingPathComponent(name)
        let packed = RawZstd.pack(Array(try Data(contentsOf: plain)))
        try Data(packed.dropLast(cutBytes)).write(to: desk.folder.appendingPathComponent(name + ".zst"))
        try FileManager.default.removeItem(at: plain)
    }

    private func move(_ name: String, to other: String, in desk: WatcherTests.Desk) throws {
        try FileManager.default.moveItem(
            at: desk.folder.appendingPathComponent(name), to: desk.folder.appendingPathComponent(other))
    }

    @Test(arguments: [false, true])
    func `what was read before it was compressed is told once`(letGoBefore: Bool) throws {
        let desk = try desk()
        do {
            let watcher = try desk.watcher(each: true)
            try desk.append(line(1) + line(2))
            _ = watcher.turn(atMost: 60)
            try move("app.log", to: "app.log.1", in: desk)
            for _ in 0..<3 {
                if letGoBefore { desk.seconds += 40 }
                _ = watcher.turn(atMost: 60)
            }
            try pack("app.log.1", in: desk)
            for _ in 0..<3 {
                desk.seconds += 40
                _ = watcher.turn(atMost: 60)
            }
            #expect(values(desk).count == 2)
            _ = watcher.finish()
        }
        // Neither by a run that knows it from the one before.
        let next = try desk.watcher(each: true)
        _ = next.turn(atMost: 60)
        #expect(values(desk).count == 2)
    }

    @Test func `a log that is compressed while nobody watches is finished from where reading stopped`() throws
    {
        let desk = try desk()
        do {
            let watcher = try desk.watcher(each: true)
            try desk.append(line(1) + line(2))
            _ = watcher.turn(atMost: 60)
            desk.seconds += 2
            _ = watcher.turn(atMost: 60)
            _ = watcher.finish()
        }
        let before = Set(ids(desk))
        try desk.append(line(3) + line(4))
        try move("app.log", to: "app.log.1", in: desk)
        try pack("app.log.1", in: desk)
        try desk.append(line(5))
        let watcher = try desk.watcher(each: true)
        _ = watcher.turn(atMost: 60)
        #expect(values(desk).count == 5)
        #expect(Set(values(desk)).count == 5)
        #expect(Set(ids(desk)).count == 5 && before.count == 2)
        let lines = desk.told("seep.finding").compactMap { desk.seep($0)["line"] as? Int }
        #expect(lines.sorted() == [1, 1, 2, 3, 4])
    }

    @Test func `a log that comes, moves and is compressed between two looks is told`() throws {
        let desk = try desk()
        let watcher = try desk.watcher(each: true)
        _ = watcher.turn(atMost: 60)
        try desk.append(line(1))
        try move("app.log", to: "app.log.1", in: desk)
        try pack("app.log.1", in: desk)
        _ = watcher.turn(atMost: 60)
        #expect(values(desk).count == 1)
        _ = watcher.turn(atMost: 60)
        #expect(values(desk).count == 1)
    }

    @Test func `what was rotated before the first look is no concern of the watch`() throws {
        let desk = try desk()
        try desk.append(line(1), to: "app.log.1")
        try pack("app.log.1", in: desk)
        try desk.append(line(2))
        let watcher = try desk.watcher(each: true)
        for _ in 0..<3 { _ = watcher.turn(atMost: 60) }
        #expect(values(desk).count == 1)
    }

    @Test(arguments: [[0x42, 0x5A, 0x68, 0x39], [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]] as [[UInt8]])
    func `bytes of a file that is compressed in a way that is not read count once as unread`(mark: [UInt8])
        throws
    {
        let desk = try desk()
        let watcher = try desk.watcher(each: true, paths: ["*.log", "old.*"])
        func write(_ bytes: Int, to name: String) throws {
            let contents = Data(mark + [UInt8](repeating: 0x31, count: bytes - mark.count))
            try contents.write(to: desk.folder.appendingPathComponent(name))
        }
        func turn() -> Int {
            desk.events.removeAll()
            _ = watcher.turn(atMost: 60)
            _ = watcher.turn(atMost: 60)
            _ = watcher.finish()
            return desk.events.reduce(0) { sum, event in
                if case .turned(let turn) = event { sum + turn.bytesUnreadable } else { sum }
            }
        }
        try desk.append(line(1))
        #expect(turn() == 0)
        try write(100, to: "old.1")
        try write(1000, to: "app.log.1")
        #expect(turn() == 1100)
        #expect(turn() == 0)
        // Another file of the same name and size is another file, though its remark is not repeated.
        try FileManager.default.removeItem(at: desk.folder.appendingPathComponent("app.log.1"))
        #expect(turn() == 0)
        try write(1000, to: "app.log.1")
        #expect(turn() == 1000)
        #expect(desk.notices.filter { $0.contains("app.log.1 ") }.count == 1)
        // Of one that grows what is new counts.
        try desk.append(String(repeating: "1", count: 50), to: "old.1")
        #expect(turn() == 50)
        #expect(desk.notices.filter { $0.contains("old.1 ") }.count == 2)
    }

    @Test func `compressed files under watched names are read once, and not by the next run`() throws {
        let desk = try desk()
        for number in 1...3 {
            try desk.append(line(number), to: "old.\(number)")
            try pack("old.\(number)", in: desk)
        }
        for _ in 0..<2 {
            let watcher = try desk.watcher(each: true, paths: ["old.*"])
            for _ in 0..<3 { _ = watcher.turn(atMost: 60) }
            #expect(watcher.finish() == .finished)
            #expect(values(desk).count == 3)
        }
        #expect(Set(values(desk)).count == 3)
    }

    @Test(arguments: [false, true])
    func
        `many compressed files are told with few checkpoints, and by the next run with equal ids or not at all`(
            isKilled: Bool
        ) throws
    {
        let desk = try desk()
        let count = 300
        for number in 0..<count {
            try Data(RawZstd.pack(Array(line(number).utf8)))
                .write(to: desk.folder.appendingPathComponent("old.\(number)"))
        }
        do {
            let watcher = try desk.watcher(each: true, paths: ["old.*"])
            desk.isGone = isKilled
            #expect(watcher.turn(atMost: 60) == (isKilled ? .nobodyListens : nil))
            if !isKilled { #expect(watcher.finish() == .finished) }
        }
        let saves = desk.events.count { if case .saved = $0 { true } else { false } }
        #expect(saves < 30)
        let told = values(desk).count
        #expect(isKilled ? (1..<count).contains(told) : told == count)
        desk.isGone = false
        let next = try desk.watcher(each: true, paths: ["old.*"])
        _ = next.turn(atMost: 60)
        #expect(next.finish() == .finished)
        #expect(Set(values(desk)).count == count)
        #expect(Set(ids(desk)).count == count)
        #expect(values(desk).count == (isKilled ? told : 0) + count)
        let counts = desk.told("seep.alert").compactMap { desk.seep($0)["count"] as? Int }
        #expect(counts.reduce(0, +) == count)
    }

    @Test func `compressed files beyond those that can be known are told of, and read when there is room`()
        throws
    {
        let desk = try desk()
        func file(_ number: Int) -> URL { desk.folder.appendingPathComponent("old.\(100 + number)") }
        for number in 0..<12 { try Data(RawZstd.pack(Array(line(number).utf8))).write(to: file(number)) }
        var plan = try desk.plan(["old.*", "app.log"])
        plan.makingSeconds = 0
        plan.tellsEach = true
        plan.knownFilesMax = 8
        func run() throws {
            let watcher = try desk.watcher(plan)
            for _ in 0..<3 {
                _ = watcher.turn(atMost: 60)
                desk.seconds += 2
            }
            #expect(watcher.finish() == .finished)
        }
        try run()
        #expect(values(desk).count == 8)
        #expect(Set(desk.notices.filter { $0.contains("there are 8 others that were read") }).count == 4)
        try run()
        #expect(values(desk).count == 8)
        // A log needs no room of theirs.
        try desk.append(line(50))
        try run()
        #expect(values(desk).count == 9)
        let read = (0..<12).map(file).filter { file in !desk.notices.contains { $0.contains(file.path) } }
        for file in read { try FileManager.default.removeItem(at: file) }
        try run()
        #expect(values(desk).count == 13)
        #expect(Set(values(desk)).count == 13)
    }

    @Test func `of rotated logs that stay, more than can be known, each value is told once`() throws {
        let desk = try desk()
        var plan = try desk.plan()
        plan.tellsEach = true
        plan.knownFilesMax = 4
        plan.graceSeconds = 0
        for run in 0..<2 {
            let watcher = try desk.watcher(plan)
            for number in 0..<20 {
                try desk.append(line(run * 20 + number))
                _ = watcher.turn(atMost: 60)
                try move("app.log", to: "app.log.\(run * 20 + number)", in: desk)
                desk.seconds += 2
                for _ in 0..<2 { _ = watcher.turn(atMost: 60) }
            }
            #expect(watcher.finish() == .finished)
        }
        #expect(values(desk).count == 40)
        #expect(Set(values(desk)).count == 40)
    }

    @Test func `of a compressed file that is cut off the rest is told, and what is missing is said`() throws {
        let desk = try desk()
        let watcher = try desk.watcher(each: true)
        _ = watcher.turn(atMost: 60)
        // Three blocks of the format, the last of which is cut.
        let filler = String(repeating: "nothing to be seen in this line\n", count: 8192)
        try desk.append(line(1) + filler + line(2) + filler, to: "app.log.1")
        try pack("app.log.1", in: desk, cutBytes: 1000)
        _ = watcher.turn(atMost: 60)
        #expect(values(desk).count == 1 || values(desk).count == 2)
        #expect(desk.notices.contains { $0.contains("app.log.1.zst, byte ") && $0.contains("not scanned") })
    }

    @Test func `a compressed file that is still written is read on when it has grown`() throws {
        let desk = try desk()
        let watcher = try desk.watcher(each: true)
        _ = watcher.turn(atMost: 60)
        let filler = String(repeating: "nothing to be seen in this line\n", count: 8192)
        let text = (1...4).map { line($0) + filler }.joined() + line(5)
        let packed = RawZstd.pack(Array(text.utf8))
        let path = desk.folder.appendingPathComponent("app.log.1.zst")
        try Data().write(to: path)
        for (start, end) in [(0, 3), (3, 5), (5, 8)] {
            let part = Data(packed[(packed.count * start / 8)..<(packed.count * end / 8)])
            let file = try FileHandle(forWritingTo: path)
            try file.seekToEnd()
            try file.write(contentsOf: part)
            try file.close()
            _ = watcher.turn(atMost: 60)
        }
        #expect(values(desk).count == 5)
        #expect(Set(values(desk)).count == 5)
        #expect(Set(ids(desk)).count == 5)
    }

    @Test func `of a copy that ends before what was looked at nothing is told again`() throws {
        let desk = try desk()
        let watcher = try desk.watcher(each: true)
        try desk.append(line(1) + line(2))
        _ = watcher.turn(atMost: 60)
        try desk.append(line(1) + line(2), to: "app.log.1")
        try desk.append(line(3))
        _ = watcher.turn(atMost: 60)
        try FileHandle(forWritingTo: desk.folder.appendingPathComponent("app.log")).truncate(atOffset: 0)
        for _ in 0..<3 {
            desk.seconds += 40
            _ = watcher.turn(atMost: 60)
        }
        #expect(values(desk).count == 3)
    }

    @Test func `a copy that is looked at while it is made is no log of its own`() throws {
        let desk = try desk()
        let watcher = try desk.watcher(each: true, makingSeconds: 3600)
        let text = (1...40).map(line).joined()
        try desk.append(text)
        _ = watcher.turn(atMost: 60)
        #expect(values(desk).count == 40)
        for part in [0..<100, 100..<700, 700..<text.utf8.count] {
            try desk.append(String(decoding: Array(text.utf8)[part], as: UTF8.self), to: "app.log.1")
            _ = watcher.turn(atMost: 60)
        }
        #expect(values(desk).count == 40)
        try FileHandle(forWritingTo: desk.folder.appendingPathComponent("app.log")).truncate(atOffset: 0)
        try desk.append(line(41))
        for _ in 0..<3 {
            desk.seconds += 40
            _ = watcher.turn(atMost: 60)
        }
        #expect(values(desk).count == 41)
    }

    @Test
    func `in a watched folder a copy beside a log is a copy, and a log that begins like another is a log`()
        throws
    {
        let desk = try desk()
        let watcher = try desk.watcher(each: true, paths: ["app.*", "web"])
        try desk.append(line(1) + line(2), to: "app.log")
        _ = watcher.turn(atMost: 60)
        try desk.append(line(1) + line(2), to: "app.log.1")
        try desk.append(line(1) + line(2), to: "web")
        _ = watcher.turn(atMost: 60)
        #expect(values(desk).count == 4)
        #expect(Set(ids(desk)).count == 4)
        // What goes on is no copy any more.
        try desk.append(line(3), to: "app.log.1")
        _ = watcher.turn(atMost: 60)
        #expect(Set(values(desk)).count == 3)
    }

    @Test func `of a log in UTF-16 is said that it is not decoded, and its mark hides nothing`() throws {
        let desk = try desk()
        let watcher = try desk.watcher(each: true)
        let log = desk.folder.appendingPathComponent("app.log")
        try (Data([0xFF, 0xFE, 0x61, 0x00, 0x0A, 0x00]) + Data(line(1).utf8)).write(to: log)
        for _ in 0..<2 { _ = watcher.turn(atMost: 60) }
        #expect(desk.notices.filter { $0.contains("UTF-16") }.count == 1)
        #expect(values(desk).count == 1)
    }
}

import Foundation
import Testing
import Watch

/// Logs that are moved, or deleted, while the watch is at work.
@Suite struct ShortLivedLogTests {
    private func address(_ number: Int) -> String { "mail=t.okafor\(number)@quillmoor-post.org\n" }

    private func path(_ name: String, of desk: WatcherTests.Desk) -> String {
        desk.folder.appendingPathComponent(name).path
    }

    /// A watch that calls `step` before each of its steps, and whose clock goes on with each.
    private func watcher(
        _ desk: WatcherTests.Desk, openFilesMax: Int? = nil, step: @escaping () -> Void
    ) throws -> Watcher {
        var plan = try desk.plan()
        plan.tellsEach = true
        plan.openFilesMax = openFilesMax
        let store = try CheckpointStore(folder: desk.folder.path + "/state")
        return try Watcher(
            plan, store, desk, clock: { desk.seconds }, notice: { desk.notices.append($0) },
            observe: { event in
                guard case .goesOn = event else { return }
                desk.seconds += 0.01
                step()
            })
    }

    @Test func `a log that is deleted once it was found is told to its end`() throws {
        let desk = try WatcherTests.Desk()
        try desk.append(address(1))
        let log = path("app.log", of: desk)
        let watcher = try watcher(desk) { unsafe unlink(log) }
        _ = watcher.turn(atMost: 60)
        #expect(!FileManager.default.fileExists(atPath: log))
        #expect(desk.told("seep.finding").count == 1)
    }

    @Test func `a log that comes and goes while others are read is told`() throws {
        let desk = try WatcherTests.Desk()
        for number in 0..<4 { try desk.append(address(number), to: "\(number).log") }
        var steps = 0
        let watcher = try watcher(desk) {
            steps += 1
            if steps == 1 { try? desk.append(self.address(4), to: "short.log") }
            if steps == 3 { unsafe unlink(self.path("short.log", of: desk)) }
        }
        _ = watcher.turn(atMost: 0)
        #expect(steps >= 4)
        _ = watcher.turn(atMost: 60)
        #expect(desk.told("seep.finding").count == 5)
    }

    @Test
    func
        `a log that was cut and has grown past what was read is read anew, though the bytes before are the same`()
        throws
    {
        let desk = try WatcherTests.Desk()
        let watcher = try watcher(desk) {}
        let filler = String(repeating: "nothing to be seen in this line\n", count: 4)
        try desk.append(address(1) + filler)
        for _ in 0..<2 {
            _ = watcher.turn(atMost: 60)
            desk.seconds += 10
        }
        unsafe truncate(path("app.log", of: desk), 0)
        try desk.append(address(2) + filler + address(3))
        _ = watcher.turn(atMost: 60)
        #expect(desk.told("seep.finding").count == 3)
    }

    @Test func `more rotated logs than may be open are read one after the other, and none is left out`()
        throws
    {
        let desk = try WatcherTests.Desk()
        try desk.append(address(0))
        let limit = 8
        var mostOpen = 0
        let log = path("app.log", of: desk)
        let open = {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
            return names.count {
                (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + $0))?
                    .hasPrefix(log) == true
            }
        }
        let watcher = try watcher(desk, openFilesMax: limit) { mostOpen = max(mostOpen, open()) }
        _ = watcher.turn(atMost: 60)
        for number in 1...40 {
            try FileManager.default.moveItem(atPath: log, toPath: log + ".\(number)")
            try desk.append(address(number))
        }
        for _ in 0..<20 {
            _ = watcher.turn(atMost: 60)
            desk.seconds += 31
        }
        #expect(desk.told("seep.finding").count == 41)
        // One that is compared, and one that takes a step, may be open beside them.
        #expect(mostOpen > 1 && mostOpen <= limit + 2)
        #expect(desk.notices.isEmpty)
    }

    @Test func `rotated logs that a run before has told are left closed until they grow`() throws {
        let desk = try WatcherTests.Desk()
        let log = path("app.log", of: desk)
        let rotations = 12
        try desk.append(address(0))
        do {
            let first = try watcher(desk, openFilesMax: 8) {}
            _ = first.turn(atMost: 60)
            for number in 1...rotations {
                try FileManager.default.moveItem(atPath: log, toPath: log + ".\(number)")
                try desk.append(address(number))
            }
            for _ in 0..<5 {
                // The times of files are real ones.
                usleep(30_000)
                desk.seconds += 31
                _ = first.turn(atMost: 60)
            }
        }
        #expect(desk.told("seep.finding").count == rotations + 1)
        var steps = 0
        let second = try watcher(desk, openFilesMax: 8) { steps += 1 }
        _ = second.turn(atMost: 60)
        #expect(steps > 0 && steps < rotations)
        try desk.append(address(100), to: "app.log.1")
        _ = second.turn(atMost: 60)
        let lines = desk.told("seep.finding").dropFirst(rotations + 1).map { desk.seep($0)["line"] as? Int }
        #expect(lines == [2])
    }
}

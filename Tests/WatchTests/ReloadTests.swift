import Detection
import Foundation
import Pipeline
import Testing
import Watch

/// What a watch does that gets other rules or paths while it runs.
@Suite struct ReloadTests {
    private typealias Desk = WatcherTests.Desk

    private static let email = "contact.email"
    private static let token = "credential.lwa-access-token"

    private func rule(_ line: [String: Any]) -> String {
        (line["rule"] as? [String: Any])?["id"] as? String ?? ""
    }

    private func id(_ line: [String: Any]) -> String {
        (line["event"] as? [String: Any])?["id"] as? String ?? ""
    }

    /// Lets lines become whole, and stops.
    private func end(_ watcher: Watcher, _ desk: Desk) {
        for _ in 0..<2 {
            _ = watcher.turn(atMost: 60)
            desk.seconds += 2
        }
        _ = watcher.turn(atMost: 60)
        #expect(watcher.finish() == .finished)
    }

    private func counts(of wanted: String, _ desk: Desk) -> [Int] {
        desk.told("seep.alert").filter { rule($0) == wanted }
            .map { desk.seep($0)["count"] as? Int ?? 0 }
    }

    @Test(arguments: [0, 2] as [Double])
    func `a new rule finds what is not settled, and what was told is not told again`(quiet: Double) throws {
        let desk = try Desk()
        let watcher = try desk.watcher(desk.plan(rules: [Self.email]))
        // The last line has no end, and does not settle before it has one.
        try desk.append("first=1\nmail=t.okafor@quillmoor-post.org access_token=\(WatcherTests.token) and")
        _ = watcher.turn(atMost: 60)
        desk.seconds += 2
        _ = watcher.turn(atMost: 60)
        #expect(desk.told("seep.finding").map(rule) == [Self.email])
        let next = try desk.plan(rules: [Self.email, Self.token])
        #expect(try watcher.adopt(next) == nil)
        desk.seconds += quiet
        _ = watcher.turn(atMost: 60)
        #expect(desk.told("seep.finding").map(rule) == [Self.email, Self.token])
        try desk.append(" more\n")
        end(watcher, desk)
        #expect(desk.told("seep.finding").count == 2)
        #expect(counts(of: Self.email, desk) == [1])
        #expect(counts(of: Self.token, desk) == [1])
    }

    @Test func `what rules have counted is told with them, and saved, before they go`() throws {
        let desk = try Desk()
        let watcher = try desk.watcher(desk.plan(rules: [Self.email]))
        for number in 0..<100 { try desk.append("mail=t.okafor\(number)@quillmoor-post.org\n") }
        _ = watcher.turn(atMost: 60)
        desk.seconds += 2
        _ = watcher.turn(atMost: 60)
        #expect(counts(of: Self.email, desk).isEmpty)
        let next = try desk.plan(rules: [Self.token])
        #expect(try watcher.adopt(next) == nil)
        #expect(counts(of: Self.email, desk) == [100])
        try desk.append("mail=late@quillmoor-post.org access_token=\(WatcherTests.token)\n")
        end(watcher, desk)
        #expect(counts(of: Self.email, desk) == [100])
        #expect(counts(of: Self.token, desk) == [1])
        #expect(desk.told("seep.finding").map(rule) == [Self.email, Self.token])
    }

    @Test func `a file that is not watched any more is told to its end, and let go at once`() throws {
        let desk = try Desk()
        var plan = try desk.plan(["app.log"], rules: [Self.email])
        plan.tellsEach = true
        try desk.append("mail=past@quillmoor-post.org\n", to: "db.log")
        try desk.append("mail=older@quillmoor-post.org\n", to: "db.log.1")
        let watcher = try desk.watcher(plan)
        try desk.append("mail=one@quillmoor-post.org\nmail=two@quillmoor-post.org")
        _ = watcher.turn(atMost: 60)
        #expect(desk.told("seep.finding").count == 1)
        plan.paths = [desk.folder.path + "/db.log"]
        #expect(try watcher.adopt(plan) == nil)
        _ = watcher.turn(atMost: 60)
        // The one that is new to the watch is read from its first byte on; what was rotated before is not.
        let names = desk.told("seep.finding").map { line -> String in
            let path = (line["file"] as? [String: Any])?["path"] as? String
            return path.map { URL(fileURLWithPath: $0).lastPathComponent } ?? ""
        }
        #expect(names.sorted() == ["app.log", "app.log", "db.log"])
        #expect(counts(of: Self.email, desk).reduce(0, +) == 2)
        try desk.append("\nmail=three@quillmoor-post.org\n")
        desk.seconds += 2
        _ = watcher.turn(atMost: 60)
        #expect(desk.told("seep.finding").count == 3)

        // Whoever comes back goes on where it was let go.
        let before = Set(desk.told("seep.finding").map(id))
        plan.paths.append(desk.folder.path + "/app.log")
        #expect(try watcher.adopt(plan) == nil)
        end(watcher, desk)
        let after = desk.told("seep.finding").map(id)
        #expect(after.count == 4)
        #expect(Set(after).subtracting(before).count == 1)
    }

    @Test func `a reload for which there is no memory is told as none, and the rules of before stay`() throws
    {
        let desk = try Desk()
        let plan = try desk.plan(rules: [Self.email])
        var reloads: [Int?] = []
        var hasMemory = true
        let watcher = try Watcher(
            plan, CheckpointStore(folder: desk.folder.path + "/state"), desk, clock: { desk.seconds },
            makeScanner: { (plan: WatchPlan) throws(DetectionError) -> StretchScanner in
                guard hasMemory else { throw .outOfMemory }
                return try StretchScanner(plan)
            },
            notice: { desk.notices.append($0) },
            observe: { if case .reloaded(let plan) = $0 { reloads.append(plan?.rulesReported) } })
        let next = try desk.plan(rules: [Self.token])
        hasMemory = false
        #expect(watcher.reload { next } == nil)
        #expect(reloads == [nil])
        #expect(desk.notices.filter { $0.contains("no memory") }.count == 1)
        try desk.append("mail=t.okafor@quillmoor-post.org access_token=\(WatcherTests.token)\n")
        _ = watcher.turn(atMost: 60)
        #expect(desk.told("seep.finding").map(rule) == [Self.email])
        hasMemory = true
        #expect(watcher.reload { next } == nil)
        #expect(reloads == [nil, 1])
        #expect(watcher.reload { nil } == nil)
        #expect(reloads == [nil, 1, nil])
        #expect(desk.notices.count == 1)
    }

    @Test func `a file that is moved away keeps its time when the paths change`() throws {
        let desk = try Desk()
        var plan = try desk.plan(["app.log"], rules: [Self.email])
        plan.tellsEach = true
        let watcher = try desk.watcher(plan)
        try desk.append("mail=one@quillmoor-post.org\n")
        _ = watcher.turn(atMost: 60)
        try FileManager.default.moveItem(
            at: desk.folder.appendingPathComponent("app.log"),
            to: desk.folder.appendingPathComponent("away"))
        _ = watcher.turn(atMost: 60)
        plan.paths.append(desk.folder.path + "/db.log")
        #expect(try watcher.adopt(plan) == nil)
        desk.seconds += 20
        _ = watcher.turn(atMost: 60)
        try desk.append("mail=two@quillmoor-post.org\n", to: "away")
        _ = watcher.turn(atMost: 60)
        #expect(desk.told("seep.finding").count == 2)
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `whenever rules change, each value is told once and counted once`(seed: UInt64) throws {
        let desk = try Desk()
        var numbers = seed
        func below(_ bound: UInt64) -> UInt64 {
            numbers = numbers &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (numbers >> 33) % bound
        }
        var plans = [
            try desk.plan(rules: [Self.email]), try desk.plan(rules: [Self.email, Self.token]),
        ]
        for index in plans.indices { plans[index].tellsEach = true }
        let watcher = try desk.watcher(plans[0])
        var written = 0
        for _ in 0..<60 {
            switch below(5) {
            case 0:
                let next = plans[Int(below(2))]
                #expect(try watcher.adopt(next) == nil)
            case 1: desk.seconds += Double(below(30)) / 10
            case 2: _ = watcher.turn(atMost: 60)
            default:
                var text = ""
                for _ in 0..<below(40) {
                    text +=
                        "INFO \(seed) request mail=m\(written)@quillmoor-post.org served in \(written) ms\n"
                    written += 1
                }
                if below(3) == 0 { text += "WARN a line that goes on" }
                try desk.append(text)
            }
        }
        end(watcher, desk)
        let told = desk.told("seep.finding").map(id)
        #expect(told.count == written, "seed \(seed)")
        #expect(Set(told).count == written, "seed \(seed)")
        #expect(counts(of: Self.email, desk).reduce(0, +) == written, "seed \(seed)")
    }
}

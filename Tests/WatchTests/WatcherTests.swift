import Delivery
import Detection
import Findings
import Foundation
import Ledger
import Pipeline
import RuleBook
import Rules
import Testing
import Validation
import Watch

/// Follows files of a folder of its own, with a clock that the test moves.
@Suite struct WatcherTests {
    final class Desk: AlertSink {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "seep-watch-\(UUID().uuidString)")
        var seconds = 100.0
        var told: [[String: Any]] = []
        var notices: [String] = []

        /// Bytes that were handed over at once.
        var bytesMost = 0

        /// It takes what it is given, and is gone before it can say so.
        var isGone = false

        /// What the watches have observed.
        var events: [WatchEvent] = []

        init() throws {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        func write(_ lines: inout [UInt8]) throws(SinkError) {
            bytesMost = max(bytesMost, lines.count)
            for line in lines.split(separator: 0x0A) {
                let object = try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
                told.append(object ?? [:])
            }
            if isGone { throw .closed }
            lines.removeAll()
        }

        func append(_ text: String, to name: String = "app.log") throws {
            let url = folder.appendingPathComponent(name)
            if !FileManager.default.fileExists(atPath: url.path) { try Data().write(to: url) }
            let file = try FileHandle(forWritingTo: url)
            try file.seekToEnd()
            try file.write(contentsOf: Data(text.utf8))
            try file.close()
        }

        /// - Parameters:
        ///   - names: Patterns in the desk's folder.
        ///   - rules: Their ids; empty for all.
        func plan(_ names: [String] = ["*.log"], rules: [String] = []) throws -> WatchPlan {
            let wanted = RuleBook.load().selecting(
                ids: rules.isEmpty ? nil : Set(rules.compactMap { RuleID($0) }), skipped: [], categories: nil,
                severityMin: .low)
            var scan = ScanPlan(
                paths: [], rules: try CompiledRules(wanted.rules),
                key: FingerprintKey(secret: [UInt8](repeating: 7, count: 32)),
                today: CivilDate(year: 2026, month: 11, day: 25))
            scan.reported = wanted.reported
            return WatchPlan(paths: names.map { folder.path + "/" + $0 }, scan: scan)
        }

        func watcher(_ plan: WatchPlan) throws -> Watcher {
            let store = try CheckpointStore(folder: folder.path + "/state")
            return try Watcher(
                plan, store, self, clock: { self.seconds }, notice: { self.notices.append($0) },
                observe: { self.events.append($0) })
        }

        func watcher(
            each: Bool = false, fromEnd: Bool = false, paths: [String] = ["*.log"], makingSeconds: Double = 0
        ) throws -> Watcher {
            var plan = try plan(paths)
            plan.makingSeconds = makingSeconds
            plan.tellsEach = each
            plan.skipsPast = fromEnd
            return try watcher(plan)
        }

        func told(_ dataset: String) -> [[String: Any]] {
            told.filter { ($0["event"] as? [String: Any])?["dataset"] as? String == dataset }
        }

        func seep(_ line: [String: Any]) -> [String: Any] { line["seep"] as? [String: Any] ?? [:] }
    }

    static let token =
        "Atza|IwEBIOSepFzwKYC_tppNp8qKV20u07irMlNhrCZ7cNGY4Rh6Zax4EnRKXPl1FzjV0D_8f8rXkQnRv7ZtBqLxYwGs0kTfVhJdNaUoCyDiWpMzSgHbKjElQrXuTnOvAcIw"

    @Test func `a value that arrives byte by byte is told once, as soon as its line is whole`() throws {
        let desk = try Desk()
        let watcher = try desk.watcher(each: true)
        for byte in "access_token=\(Self.token)\n" {
            #expect(desk.told.isEmpty)
            try desk.append(String(byte))
            _ = watcher.turn(atMost: 60)
        }
        let found = desk.told("seep.finding")
        #expect(found.count == 1)
        #expect(
            found.first.map { ($0["rule"] as? [String: Any])?["id"] as? String }
                == "credential.lwa-access-token")
    }

    @Test func `a line without an end is told when nothing follows for a while`() throws {
        let desk = try Desk()
        let watcher = try desk.watcher()
        try desk.append("mail=t.okafor@quillmoor-post.org and")
        _ = watcher.turn(atMost: 60)
        #expect(desk.told.isEmpty)
        desk.seconds += 2
        _ = watcher.turn(atMost: 60)
        #expect(desk.told("seep.finding").count == 1)
    }

    @Test
    func
        `the first of each log is told at once, also when another log has told of its place in a window before`()
        throws
    {
        let desk = try Desk()
        let watcher = try desk.watcher()
        for (number, name) in ["a.log", "b.log", "c.log"].enumerated() {
            try desk.append("mail=t.okafor@quillmoor-post.org\n", to: name)
            _ = watcher.turn(atMost: 60)
            #expect(desk.told("seep.finding").count == number + 1)
            // The line settles, and the window ends.
            for _ in 0..<2 {
                desk.seconds += 61
                _ = watcher.turn(atMost: 60)
            }
            #expect(desk.told("seep.alert").count == number + 1)
        }
    }

    @Test func `the first of a place is told at once, and each window its exact counts`() throws {
        let desk = try Desk()
        let watcher = try desk.watcher()
        for window in 1...3 {
            for number in 0..<window * 100 {
                try desk.append("mail=t.okafor\(number % 7)@quillmoor-post.org host=10.0.0.1\n")
                if number % 50 == 0 { _ = watcher.turn(atMost: 60) }
            }
            _ = watcher.turn(atMost: 60)
            #expect(
                desk.told("seep.finding").filter { desk.seep($0)["place"] as? String == "mail" }.count == 1)
            desk.seconds += 2
            _ = watcher.turn(atMost: 60)
            desk.seconds += 60
            _ = watcher.turn(atMost: 60)
            let alerts = desk.told("seep.alert").filter { desk.seep($0)["place"] as? String == "mail" }
            #expect(alerts.count == window)
            #expect(alerts.last.map { desk.seep($0)["count"] as? Int } == window * 100)
            #expect(alerts.last.map { (desk.seep($0)["distinct"] as? [String: Any])?["value"] as? Int } == 7)
        }
    }

    @Test func `what a chunk full of findings tells is handed over in pieces, by findings and by counts`()
        throws
    {
        let desk = try Desk()
        let watcher = try desk.watcher(each: true)
        let lines = (0..<20_000).map { "mail\($0)=t.okafor@quillmoor-post.org\n" }
        try desk.append(lines.joined())
        _ = watcher.turn(atMost: 60)
        desk.seconds += 61
        _ = watcher.turn(atMost: 60)
        #expect(desk.told("seep.finding").count == 20_000)
        let counts = desk.told("seep.alert").compactMap { desk.seep($0)["count"] as? Int }
        #expect(counts.count > 5000)
        #expect(counts.reduce(0, +) == 20_000)
        #expect(desk.bytesMost < 5 << 20)
    }

    @Test func `a file that is moved away and let go is counted once`() throws {
        let desk = try Desk()
        let watcher = try desk.watcher()
        for number in 0..<100 { try desk.append("mail=t.okafor\(number)@quillmoor-post.org\n") }
        _ = watcher.turn(atMost: 60)
        try FileManager.default.moveItem(
            at: desk.folder.appendingPathComponent("app.log"),
            to: desk.folder.appendingPathComponent("app.log.1"))
        for seconds in [0, 2, 40, 1, 60, 60] as [Double] {
            desk.seconds += seconds
            _ = watcher.turn(atMost: 60)
        }
        let counts = desk.told("seep.alert").compactMap { desk.seep($0)["count"] as? Int }
        #expect(counts.reduce(0, +) == 100)
        #expect(desk.told("seep.finding").count == 1)
    }

    @Test func `at the first start what is there already can be left out, and is counted as lines`() throws {
        let desk = try Desk()
        try desk.append("mail=old@quillmoor-post.org\nsecond\n")
        let watcher = try desk.watcher(each: true, fromEnd: true)
        _ = watcher.turn(atMost: 60)
        try desk.append("mail=new@quillmoor-post.org\n")
        _ = watcher.turn(atMost: 60)
        #expect(desk.told.count == 1)
        #expect(desk.told.first.map { desk.seep($0)["line"] as? Int } == 3)
    }

    @Test func `a large addition is scanned as seep scan does`() throws {
        let desk = try Desk()
        let lines = (0..<60_000).map {
            "line \($0) mail=t.okafor\($0)@quillmoor-post.org token \($0 * 7919)\n"
        }
        try desk.append(lines.joined())
        let watcher = try desk.watcher(each: true)
        _ = watcher.turn(atMost: 60)
        let found = desk.told("seep.finding").map { desk.seep($0)["line"] as? Int ?? 0 }
        #expect(found == Array(1...60_000))
        desk.seconds += 2
        #expect(watcher.turn(atMost: 60) == nil)
        #expect(watcher.finish() == .finished)
        #expect(desk.told("seep.alert").first.map { desk.seep($0)["count"] as? Int } == 60_000)
    }
}

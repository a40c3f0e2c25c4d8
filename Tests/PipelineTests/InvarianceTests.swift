import Findings
import Foundation
import Ledger
import Pipeline
import Testing

@Suite struct InvarianceTests {
    /// Lines with values of many kinds, among them long ones and some behind encodings.
    private static func makeInput(lines: Int) -> String {
        (0..<lines).map { line in
            """
            2026-11-23T10:00:00Z INFO request \(line) user=ada\(line)@brackenfen-mail.net path=/u?mail=t.\(line)%40quillmoor-post.org
            {"ssid":"Net \(line % 7)","height":17\(line % 10),"weight":7\(line % 10).5,"card":"4539 1488 0343 6467"}
            \(String(repeating: "x y ", count: line % 97))mac 2C:AA:8E:41:7B:\(10 + line % 80)

            """
        }.joined()
    }

    /// How the input is packed, and the real tool that does it.
    enum Packing: String, CaseIterable, Sendable {
        case plain
        case lz4Independent
        case lz4Linked
        case lz4Legacy
        case gzip
        case zstd

        var command: [String] {
            switch self {
            case .plain: ["cat"]
            case .lz4Independent: ["lz4", "-q", "-B4", "-BX", "-c"]
            case .lz4Linked: ["lz4", "-q", "-BD", "-c"]
            case .lz4Legacy: ["lz4", "-q", "-l", "-c"]
            case .gzip: ["gzip", "-c"]
            case .zstd: ["zstd", "-q", "-c"]
            }
        }
    }

    /// Writes the input, packed in two parts that follow each other as `cat a b` leaves them.
    private func write(lines: Int, packing: Packing) throws -> String {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("seep-invariance-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let text = Array(Self.makeInput(lines: lines).utf8)
        let target = folder.appendingPathComponent("input")
        // Two gzip members, frames, or legacy files in one.
        let middle = packing == .lz4Legacy ? text.count : text.count / 2
        var packed = Data()
        for part in [text[..<middle], text[middle...]] where !part.isEmpty {
            let plain = folder.appendingPathComponent("part")
            try Data(part).write(to: plain)
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = packing.command + [plain.path]
            let pipe = Pipe()
            process.standardOutput = pipe
            try process.run()
            packed += pipe.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            try #require(process.terminationStatus == 0)
        }
        try packed.write(to: target)
        return target.path
    }

    @Test(arguments: Packing.allCases)
    func `a packed input gives the findings of the plain one, cut anyhow`(packing: Packing) throws {
        let plain = try write(lines: 400, packing: .plain)
        let packed = try write(lines: 400, packing: packing)
        defer {
            for path in [plain, packed] {
                try? FileManager.default.removeItem(
                    at: URL(fileURLWithPath: path).deletingLastPathComponent())
            }
        }
        let whole = try findings(plain, jobs: 1, chunkBytes: 8 << 20)
        #expect(whole.each.count > 1500)
        for (chunkBytes, jobs) in [(64, 3), (777, 1), (4096, 8), (65_536, 2), (1 << 20, 5), (8 << 20, 2)] {
            let cut = try findings(packed, jobs: jobs, chunkBytes: chunkBytes)
            #expect(
                cut.alerts.map(\.count) == whole.alerts.map(\.count), "chunks \(chunkBytes), jobs \(jobs)")
            #expect(lines(of: cut, source: packed) == lines(of: whole, source: plain))
        }
    }

    /// The findings and alerts as JSON Lines, without the one thing that differs: the source's name.
    private func lines(of result: (alerts: [Alert], each: [Finding]), source: String) -> [String] {
        (result.each.map { "\($0)" } + result.alerts.map { "\($0)" }).map {
            $0.replacingOccurrences(of: source, with: "input")
        }
    }

    private func findings(_ path: String, jobs: Int, chunkBytes: Int) throws -> (
        alerts: [Alert], each: [Finding]
    ) {
        var plan = try makePlan(path, chunkBytes: chunkBytes, jobs: jobs)
        let told = Told()
        plan.onFinding = { finding in
            told.append(finding)
            return true
        }
        let scan = Scan(plan)
        try scan.run()
        #expect(scan.ledger.coverage.isComplete)
        return (scan.ledger.alerts(plan.judgement), told.findings)
    }

    /// The pipeline tells findings one at a time, in order.
    private final class Told: @unchecked Sendable {
        private(set) var findings: [Finding] = []

        func append(_ finding: Finding) { findings.append(finding) }
    }

    @Test(arguments: [64, 1000, 4096, 65_536], [1, 2, 4])
    func `any chunk size and any number of threads give the same findings`(chunkBytes: Int, jobs: Int) throws
    {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("seep-invariance-\(chunkBytes)-\(jobs).log").path
        try Self.makeInput(lines: 60).write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let whole = try findings(path, jobs: 1, chunkBytes: 1 << 20)
        let cut = try findings(path, jobs: jobs, chunkBytes: chunkBytes)
        #expect(whole.each.count > 200)
        #expect(cut.each == whole.each)
        #expect(cut.alerts == whole.alerts)
    }

    /// A dump, documents and rows, whose places must not depend on the cuts either.
    private static let structured = [
        """
        CREATE TABLE `customers` (`id` int, `email` text, `ssn` text, `payload` json, PRIMARY KEY (`id`));
        INSERT INTO `customers` VALUES (1,'j.okafor@brackenfen-mail.net','536-90-4399','{\\"user\\": {\\"mail\\": \
        \\"d.varga@thistlewick.email\\"}}'),(2,NULL,'536904398','it\\'s; (b) w.varga@thistlewick.email');

        """,
        """
        COPY public.people (id, email, card_number) FROM stdin;
        1\tj.okafor@brackenfen-mail.net\t4539150059037627
        2\t\\N\ta\\tb d.varga@thistlewick.email
        \\.

        """,
        """
        id,email,note
        1,j.okafor@brackenfen-mail.net,"two
        lines, w.varga@thistlewick.email"

        """,
        """
        {"_index":"users-1","_source":{"email":"j.okafor@brackenfen-mail.net","height":175.5,"weight":70,"a":[{"mac":\
        "2C:AA:8E:C5:8A:A5"}]}}

        """,
    ]

    @Test(arguments: structured.indices)
    func `places are the same for any chunk size and any number of threads`(number: Int) throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("seep-places-\(number)").path
        let unit = Self.structured[number]
        let head = unit.prefix { $0 != "\n" } + "\n"
        // Of rows the head comes once.
        let text =
            number == 2
            ? head + String(repeating: String(unit.dropFirst(head.count)), count: 40)
            : String(repeating: unit, count: 40)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let whole = try findings(path, jobs: 1, chunkBytes: 1 << 20)
        #expect(whole.each.count >= 80)
        #expect(whole.each.allSatisfy { $0.record != nil })
        for (chunkBytes, jobs) in [(64, 3), (97, 1), (1000, 2), (4096, 4)] {
            let cut = try findings(path, jobs: jobs, chunkBytes: chunkBytes)
            #expect(cut.each == whole.each, "chunks \(chunkBytes), jobs \(jobs)")
            #expect(cut.alerts == whole.alerts, "chunks \(chunkBytes), jobs \(jobs)")
        }
    }

    /// Logs whose places depend on a line's head, and on the lines before it.
    private static let logs = [
        """
        Nov 25 10:00:01 web1 postfix/smtp[7]: 4F1A: to=<j.okafor@brackenfen-mail.net>, relay=mx
        <34>Nov  5 10:00:01 web1 api[77]: {"user":{"mail":"d.varga@thistlewick.email"}}
        no head w.varga@thistlewick.email

        """,
        """
        <165>1 2026-11-25T10:00:00Z web1 api 12 ID [origin@1 mail="j.okafor@brackenfen-mail.net" x="\\"]"] to \
        w.varga@thistlewick.email

        """,
        """
        2026-11-25T10:00:00.12Z stdout F {"user":{"mail":"d.varga@thistlewick.email"},"pad":"\(
            String(repeating: "z", count: 4100))","m":"w.varga@thistlewick.email"}

        """,
        """
        2026-11-25 10:00:00.124 ERROR 12 --- [main] com.shop.Importer  : row failed
        java.lang.IllegalArgumentException: d.varga@thistlewick.email
        \(String(repeating: "\tat com.shop.Importer.run(Importer.java:12)\n", count: 95))\
        Caused by: java.io.IOException: mail=w.varga@thistlewick.email
        2026-11-25 10:00:00.124  INFO 12 --- [main] com.shop.Mailer  : j.okafor@brackenfen-mail.net

        """,
        """
        __CURSOR=a
        __REALTIME_TIMESTAMP=1764064800000000
        MESSAGE=mail=d.varga@thistlewick.email
        _CMDLINE=\(String(repeating: "p", count: 4100)) w.varga@thistlewick.email


        """,
    ]

    @Test(arguments: logs.indices)
    func `places in logs are the same for any chunk size and any number of threads`(number: Int) throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("seep-logs-\(number)").path
        try String(repeating: Self.logs[number], count: 12).write(
            toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let whole = try findings(path, jobs: 1, chunkBytes: 1 << 20)
        #expect(whole.each.count { $0.rule.id.text == "contact.email" } >= 24)
        #expect(whole.each.contains { !$0.place.container.isEmpty && $0.log != nil })
        for (chunkBytes, jobs) in [(64, 3), (97, 1), (1000, 2), (4096, 4)] {
            let cut = try findings(path, jobs: jobs, chunkBytes: chunkBytes)
            #expect(cut.each == whole.each, "chunks \(chunkBytes), jobs \(jobs)")
            #expect(cut.alerts == whole.alerts, "chunks \(chunkBytes), jobs \(jobs)")
        }
    }
}

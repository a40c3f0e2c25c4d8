import Foundation
import Testing

/// The founding case's alerts, line for line.
///
/// `UPDATE_GOLDEN=1` writes them anew; the difference is reviewed like any other change.
@Suite struct GoldenTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Corpus/breach")

    private static let inputs = [
        "app.log", "clean.log", "customers.sql.lz4", "device_info.ndjson.zst", "es-slowlog.log.gz",
        "mysql-query.log",
    ]

    /// The alerts under a fixed key, without the one thing that differs from run to run: the time.
    private func alerts() throws -> String {
        let folder = try CommandTests.Folder()
        // 32 bytes that are no secret: the same fingerprints on every machine.
        let outcome = try folder.run(
            """
            printf 'key of the golden alerts, no use' >k; chmod 600 k; cd '\(Self.folder.path)'
            $SEEP scan --format jsonl --key-file "$OLDPWD/k" \(Self.inputs.joined(separator: " "))
            """)
        #expect(outcome.status == 1)
        #expect(outcome.errors.isEmpty)
        return outcome.output.replacing(/"@timestamp":"[^"]*",/, with: "")
    }

    @Test
    func `the alerts of the founding case are the reviewed ones`() throws {
        let golden = Self.folder.appendingPathComponent("expected.jsonl")
        let found = try alerts()
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try found.write(to: golden, atomically: true, encoding: .utf8)
            return
        }
        let expected = try String(contentsOf: golden, encoding: .utf8)
        let (foundLines, expectedLines) = (lines(found), lines(expected))
        for (line, other) in zip(foundLines, expectedLines) { #expect(line == other) }
        #expect(foundLines.count == expectedLines.count)
    }

    @Test
    func `nothing is found in the alerts themselves`() throws {
        let outcome = try CommandTests.Folder().run("$SEEP scan '\(Self.folder.path)/expected.jsonl'")
        #expect(outcome.status == 0, "\(outcome.output)")
    }

    private func lines(_ text: String) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }
}

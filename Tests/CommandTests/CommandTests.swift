import Foundation
import Testing

/// Runs the program itself, as a shell does.
@Suite struct CommandTests {
    struct Outcome {
        var status: Int32
        var output: String
        var errors: String
    }

    /// A folder of its own for each test; the program is `$SEEP`.
    final class Folder {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("seep-command-\(UUID().uuidString)", isDirectory: true)

        init() throws {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            let lines = (0..<4_000).map {
                "line \($0) mail t.okafor\($0)@quillmoor-post.org sent \($0 * 7919)\n"
            }
            try lines.joined().write(
                to: url.appendingPathComponent("a.log"), atomically: true, encoding: .utf8)
        }

        deinit {
            try? FileManager.default.removeItem(at: url)
        }

        func write(_ text: String, to name: String) throws {
            try text.write(to: url.appendingPathComponent(name), atomically: true, encoding: .utf8)
        }

        func run(_ script: String) throws -> Outcome {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/bash")
            process.arguments = ["-c", script]
            process.currentDirectoryURL = url
            var environment = ProcessInfo.processInfo.environment
            environment["SEEP"] = CommandTests.program
            process.environment = environment
            let (output, errors) = (url.appendingPathComponent("out"), url.appendingPathComponent("err"))
            for file in [output, errors] { try Data().write(to: file) }
            process.standardOutput = try FileHandle(forWritingTo: output)
            process.standardError = try FileHandle(forWritingTo: errors)
            try process.run()
            process.waitUntilExit()
            return Outcome(
                status: process.terminationStatus,
                output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
                errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
        }
    }

    /// The program lies beside the tests' own.
    private static let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent("seep").path

    @Test(arguments: [
        ("echo nothing here | $SEEP scan", 0),
        ("$SEEP scan a.log", 1),
        ("$SEEP scan --exit-zero a.log", 0),
        ("cat a.log | $SEEP scan -", 1),
        ("lz4 -q -c a.log | $SEEP scan", 1),
        ("$SEEP scan missing a.log", 2),
        ("$SEEP scan --jobs 0 a.log", 64),
        ("$SEEP scan --colour a.log", 64),
        ("$SEEP scan --rule contact.nothing a.log", 64),
        ("$SEEP scan a.log >/dev/full", 2),
        ("$SEEP scan --inventory a.log", 1),
        ("$SEEP scan --inventory --each --format jsonl a.log", 64),
        (": >empty; $SEEP scan empty", 0),
    ])
    func `the exit status tells what happened`(script: String, status: Int32) throws {
        let outcome = try Folder().run(script)
        #expect(outcome.status == status, "\(outcome.errors)")
    }

    @Test(arguments: ["", "gzip -q", "lz4 -q -m --rm", "zstd -q --rm"])
    func `a table's rows take its name and columns from the structure beside them`(packer: String) throws {
        let folder = try Folder()
        try folder.write("CREATE TABLE `customers` (`id` int, `mail` text);\n", to: "customers.sql")
        try folder.write("1\td.varga@thistlewick.email\n2\t\\N\n", to: "customers.txt")
        if !packer.isEmpty { _ = try folder.run("\(packer) customers.sql; \(packer) customers.txt") }
        let outcome = try folder.run("rm a.log; $SEEP scan --format jsonl . | grep seep.alert")
        #expect(outcome.output.contains(#""table":"customers","column":"mail""#), "\(outcome.errors)")
    }

    @Test
    func `no value is shown, in no stream`() throws {
        let folder = try Folder()
        for script in [
            "$SEEP scan a.log", "$SEEP scan --format jsonl --each a.log", "$SEEP scan --jobs 0 a.log",
        ] {
            let outcome = try folder.run(script)
            #expect(!(outcome.output + outcome.errors).contains("okafor"))
        }
        #expect(try folder.run("$SEEP scan --reveal a.log").output.contains("t.okafor"))
    }

    @Test
    func `a closed pipe ends the scan without a word`() throws {
        let outcome = try Folder().run("$SEEP scan --format jsonl --each a.log | head -n 1")
        #expect(outcome.output.split(separator: "\n").count == 1)
        #expect(outcome.errors.isEmpty)
    }

    @Test(arguments: [
        ("lz4 -q -B4 -BX a.log x", "cut off"), ("gzip -c a.log >x", "cut off"),
        ("zstd -q a.log -o x", "cut off"),
    ])
    func `what stands before a cut is found, and the cut is told`(pack: String, reason: String) throws {
        let folder = try Folder()
        let outcome = try folder.run(
            "\(pack) && size=$(stat -c %s x) && head -c $((size - 100)) x >y && $SEEP scan y")
        #expect(outcome.status == 2)
        #expect(outcome.output.contains("contact.email"))
        #expect(outcome.output.contains(reason), "\(outcome.errors)")
    }

    @Test(arguments: [1, 2])
    func `of independent LZ4 blocks only the damaged one is lost`(jobs: Int) throws {
        let folder = try Folder()
        // The second of four blocks of 64 KiB gets another byte.
        let outcome = try folder.run(
            """
            lz4 -q -B4 -BX a.log x
            at=$(od -An -tu4 -j7 -N4 x)
            printf 'Q' | dd of=x bs=1 seek=$((7 + 4 + at + 4 + 4 + 2000)) conv=notrunc status=none
            $SEEP scan --jobs \(jobs) --format jsonl --each x
            """)
        #expect(outcome.status == 2)
        #expect(outcome.output.contains("LZ4 block checksum differs"))
        let found = outcome.output.split(separator: "\n").filter { $0.contains("seep.finding") }.count
        #expect(found > 1_500 && found < 4_000)
    }

    @Test
    func `a bomb is stopped at its bound`() throws {
        let outcome = try Folder().run(
            "head -c 150000000 /dev/zero | gzip -1 >bomb; $SEEP scan --max-ratio 100 bomb")
        #expect(outcome.status == 2)
        #expect(outcome.output.contains("bound on the ratio"))
    }

    @Test
    func `special files and links out of a folder are refused by name`() throws {
        let outcome = try Folder().run(
            "mkdir d; mkfifo d/pipe; ln -s /nowhere d/link; cp a.log d; timeout 20 $SEEP scan d")
        #expect(outcome.status == 2)
        #expect(outcome.output.contains("contact.email"))
        #expect(outcome.output.contains("d/pipe"))
        #expect(outcome.output.contains("d/link"))
    }

    @Test
    func `a line of many megabytes, zeros and broken UTF-8 hide nothing`() throws {
        let outcome = try Folder().run(
            """
            { head -c 20000000 /dev/zero | tr '\\0' x; printf ' j.roe@quillmoor-post.org'; head -c 5000 /dev/zero
              printf '\\xff\\xfe\\x80 a.roe@quillmoor-post.org\\n'; } >odd
            $SEEP scan --format jsonl --each odd
            """)
        #expect(outcome.status == 1)
        #expect(outcome.output.split(separator: "\n").filter { $0.contains("seep.finding") }.count == 2)
    }

    @Test
    func `a rule file with a mistake is refused with its line`() throws {
        let folder = try Folder()
        try folder.write("rules:\n  - id: contact.x\n    colour: red\n", to: "bad.yaml")
        let unknown = try folder.run("$SEEP scan --rules bad.yaml a.log")
        #expect(unknown.status == 2)
        #expect(unknown.errors.contains("bad.yaml:3: unknown key 'colour'"))
    }

    @Test
    func `an expression that never ends is given up, counted and told`() throws {
        let folder = try Folder()
        try folder.write(
            """
            rules:
              - id: contact.evil
                title: Evil
                severity: low
                expression: '(a+)+$'
                literals: [aaa]
                examples: {match: [aaa, aaaa], ignore: [b, c]}
            """, to: "evil.yaml")
        let outcome = try folder.run(
            "head -c 3000 /dev/zero | tr '\\0' a >h; echo '!' >>h; $SEEP scan --no-builtin-rules --rules evil.yaml h"
        )
        #expect(outcome.status == 2)
        #expect(outcome.output.contains("given up at a limit"))
        #expect(try folder.run("$SEEP rules check evil.yaml").status == 1)
    }
}

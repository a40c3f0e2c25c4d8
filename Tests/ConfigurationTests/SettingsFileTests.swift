import Configuration
import Foundation
import Testing

/// The settings of the tests: one of each kind.
let knownSettings = [
    KnownSetting("each", .flag), KnownSetting("window", .value), KnownSetting("skip-rule", .list),
    KnownSetting("paths", .arguments),
]

@Suite struct SettingsFileTests {
    private func words(_ yaml: String) throws -> [String] {
        let settings = try SettingsFile.settings(yaml: yaml, file: "f", known: knownSettings)
        let given = GivenWords([], known: knownSettings)
        return Settings(given: given, environment: [], file: settings).words
    }

    @Test(arguments: [
        ("", []), ("# nothing\n", []), ("---\n", []), ("{}", []),
        ("window: 60\n", ["--window=60"]),
        ("window: '060'\n", ["--window=060"]),
        ("window: -1\n", ["--window=-1"]),
        ("window: \"~\"\n", ["--window=~"]),
        ("each: true\n", ["--each"]),
        ("each: false\n", []),
        ("skip-rule: a.b\n", ["--skip-rule=a.b"]),
        ("skip-rule: [a.b, c.d]\nwindow: 1\n", ["--skip-rule=a.b", "--skip-rule=c.d", "--window=1"]),
        ("skip-rule: []\n", []),
        ("paths:\n  - /var/log/*.log\n  - --odd\n", ["--", "/var/log/*.log", "--odd"]),
        ("paths: /var/log/a b?c=1&d=2\n", ["--", "/var/log/a b?c=1&d=2"]),
        ("paths: \"R \\x26 D\"\n", ["--", "R & D"]),
        ("window: |\n  6\n", ["--window=6\n"]),
    ])
    func `a file becomes words of a command line`(yaml: String, expected: [String]) throws {
        #expect(try words(yaml) == expected)
    }

    @Test(arguments: [
        ("windw: 60\n", SettingsError.unknown(key: "windw", line: 1)),
        ("each: true\n\nconfig: x\n", .unknown(key: "config", line: 3)),
        ("window: 1\neach: true\nwindow: 2\n", .repeated(key: "window", line: 1)),
        ("window: 1\n!x window: 2\n", .repeated(key: "window", line: 2)),
        ("window:\n", .badValue(key: "window", expected: "one value", line: 1)),
        ("window: ~\n", .badValue(key: "window", expected: "one value", line: 1)),
        ("each: false\nwindow: [1]\n", .badValue(key: "window", expected: "one value", line: 2)),
        ("window: {a: 1}\n", .badValue(key: "window", expected: "one value", line: 1)),
        ("window: \"a\\0b\"\n", .badValue(key: "window", expected: "one value", line: 1)),
        ("each: yes\n", .badValue(key: "each", expected: "true or false", line: 1)),
        ("each: 'true'\n", .badValue(key: "each", expected: "true or false", line: 1)),
        ("each: [true]\n", .badValue(key: "each", expected: "true or false", line: 1)),
        (
            "paths:\n  - a\n  - [b]\n",
            .badValue(key: "paths", expected: "a list of values", line: 3)
        ),
        (
            "skip-rule:\n  - a\n  -\n",
            .badValue(key: "skip-rule", expected: "a list of values", line: 3)
        ),
        ("skip-rule:\n", .badValue(key: "skip-rule", expected: "a list of values", line: 1)),
        ("- window\n", .notAMapping(line: 1)),
        ("hello\n", .notAMapping(line: 1)),
        ("? [a]\n: 1\n", .notAMapping(line: 1)),
        ("window: &a 60\n", .anchor(line: 1)),
        ("paths:\n  - &a x\n  - *a\n", .anchor(line: 2)),
        ("{\"paths\":&a [x]}\n", .anchor(line: 1)),
    ])
    func `what is wrong is told with its line`(yaml: String, expected: SettingsError) {
        #expect(throws: expected) { try words(yaml) }
    }

    @Test(arguments: [
        ("window: 1\n  each: true\n", 2), ("paths: [a\n", 2), ("paths: *a\n", 1), ("a: 1\n---\nb: 2\n", 2),
        ("window: \"1\n", 2), ("window: 1\neach: \u{7}\n", 2), ("\t- a\n", 1),
        (String(repeating: "[", count: 60_000), 1),
    ])
    func `what is no YAML is told with its line and no word of the text`(yaml: String, line: Int) {
        let error = #expect(throws: SettingsError.self) { try words(yaml) }
        guard case .syntax(let reason, let found) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(found == line, "\(reason)")
        #expect(!reason.isEmpty)
    }

    @Test func `aliases that would fill the memory are refused before they are read`() {
        var yaml = "a: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...12 {
            let items = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            yaml += "k\(level): &a\(level) [\(items)]\n"
        }
        #expect(throws: SettingsError.anchor(line: 1)) { try words(yaml + "? *a12\n: 1\n") }
    }

    @Test func `no message shows a value`() {
        for yaml in [
            "window: [hunter22]", "each: hunter22", "paths: {hunter22: hunter22}", "window: &a hunter22",
            "- hunter22", "hunter22", "window: \"hunter22", "window: hunter22: x", "paths: *hunter22",
            "window: a\nwindow: hunter22", "skip-rule: [[hunter22]]", "window: \"hunter22\\q\"",
            "each: !hunter22! x", "%hunter22 x\n---\neach: true",
        ] {
            let error = #expect(throws: SettingsError.self, "\(yaml)") { try words(yaml) }
            #expect(error?.message.contains("hunter22") == false, "\(yaml)")
        }
    }
}

/// Files as they lie on a disk.
@Suite struct SettingsFileReadingTests {
    final class Folder {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(
            "seep-settings-\(UUID().uuidString)")

        init() throws {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(at: url) }

        func path(_ name: String) -> String { url.appendingPathComponent(name).path }

        func write(_ bytes: [UInt8], mode: Int = 0o644) throws -> String {
            try Data(bytes).write(to: url.appendingPathComponent("watch.yaml"))
            try FileManager.default.setAttributes(
                [.posixPermissions: mode], ofItemAtPath: path("watch.yaml"))
            return path("watch.yaml")
        }
    }

    @Test(arguments: [0o600, 0o644, 0o444, 0o755])
    func `a file that only its owner can change is read`(mode: Int) throws {
        let folder = try Folder()
        let path = try folder.write(Array("window: 1\n".utf8), mode: mode)
        #expect(try SettingsFile.text(path) == "window: 1\n")
    }

    @Test(arguments: [0o620, 0o602, 0o666, 0o664])
    func `a file that others can change is refused`(mode: Int) throws {
        let folder = try Folder()
        let path = try folder.write([], mode: mode)
        #expect(throws: SettingsError.writableByOthers) { try SettingsFile.text(path) }
    }

    @Test func `links are followed, and what they lead to is judged`() throws {
        let folder = try Folder()
        let path = try folder.write(Array("each: true\n".utf8))
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("..data"), withDestinationPath: folder.url.path)
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("linked.yaml"), withDestinationPath: "..data/watch.yaml")
        #expect(try SettingsFile.text(folder.path("linked.yaml")) == "each: true\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: path)
        #expect(throws: SettingsError.writableByOthers) {
            try SettingsFile.text(folder.path("linked.yaml"))
        }
    }

    @Test func `the size has a bound`() throws {
        let folder = try Folder()
        let most = [UInt8](repeating: 0x23, count: SettingsFile.bytesMax)
        #expect(try SettingsFile.text(folder.write(most)).utf8.count == most.count)
        #expect(throws: SettingsError.tooLarge(bytesMax: SettingsFile.bytesMax)) {
            try SettingsFile.text(folder.write(most + [0x23]))
        }
    }

    @Test func `what is no file, or no text, is refused`() throws {
        let folder = try Folder()
        #expect(throws: SettingsError.system(ENOENT)) { try SettingsFile.text(folder.path("none")) }
        #expect(throws: SettingsError.notRegular) { try SettingsFile.text(folder.url.path) }
        #expect(throws: SettingsError.notRegular) { try SettingsFile.text("/dev/null") }
        let made = unsafe mkfifo(folder.path("pipe"), 0o600)
        #expect(made == 0)
        #expect(throws: SettingsError.notRegular) { try SettingsFile.text(folder.path("pipe")) }
        #expect(throws: SettingsError.notUTF8) { try SettingsFile.text(folder.write([0x61, 0xFF])) }
    }
}

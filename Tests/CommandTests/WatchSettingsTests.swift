import Foundation
import Testing

/// Where the settings of `seep watch` stand, and what is said of those that cannot be used.
@Suite struct WatchSettingsTests {
    private static func folder(_ yaml: String) throws -> CommandTests.Folder {
        let folder = try CommandTests.Folder()
        try folder.write(yaml, to: "watch.yaml")
        return folder
    }

    @Test func `a pipe is watched as file, environment and command line say`() throws {
        let folder = try Self.folder("paths: ['-']\neach: true\nskip-rule: [contact.email]\n")
        let lines = "printf 'mail=a@quillmoor-post.org\\nmail=b@quillmoor-post.org\\n'"
        for (script, findings) in [
            ("$SEEP watch --config watch.yaml", "0"),
            ("SEEP_CONFIG=watch.yaml $SEEP watch", "0"),
            ("SEEP_SKIP_RULE=contact.phone $SEEP watch --config watch.yaml", "2"),
            ("SEEP_EACH=false $SEEP watch --config watch.yaml --skip-rule contact.phone", "1"),
            ("SEEP_PATHS=missing $SEEP watch --config=watch.yaml --skip-rule contact.phone -", "2"),
        ] {
            let outcome = try folder.run("\(lines) | \(script) | grep -c seep.finding")
            #expect(outcome.output == findings + "\n", "\(script)")
            #expect(outcome.errors.isEmpty, "\(script)")
        }
    }

    @Test func `every option of the command is a setting`() throws {
        let folder = try CommandTests.Folder()
        let outcome = try folder.run(
            """
            $SEEP watch --help | grep -o '^ *--[a-z-]*' | tr -d ' ' | sed 's/^--//' |
                grep -vx -e config -e check-config -e help -e version >names
            wc -l <names
            # A mapping is no value of any: what is told is the value, and not the name.
            for name in paths $(cat names); do
                echo "$name: {a: b}" >watch.yaml
                $SEEP watch --config watch.yaml 2>&1 | grep -c "^seep: watch.yaml:1: '$name' must be"
            done | sort | uniq -c
            """)
        let numbers = outcome.output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        #expect(numbers.count == 3 && numbers[0] >= 11)
        #expect(numbers.dropFirst() == [numbers[0] + 1, 1])
    }

    @Test(arguments: [
        ("windw: 60", "watch.yaml:1: there is no setting 'windw'"),
        ("paths: [a]\nstate: s\nwindow: 0", "watch.yaml:3: 'window': --window must be more than 0"),
        ("window: hunter22\npaths: [a]", "watch.yaml:1: 'window': The value '…' is invalid"),
        ("paths: [a]\nstate: s\ncategory: [hunter22]", "watch.yaml:3: 'category': there is no category '…'"),
        ("paths: [a]\nstate: s\nrule: [hunter.two]", "watch.yaml:3: 'rule': there is no rule '…'"),
        ("paths: ['-']\nstate: s", "watch.yaml:2: 'state': a pipe has no --state"),
        ("paths: [a]\neach: {}", "watch.yaml:2: 'each' must be true or false"),
        ("paths: [a", "watch.yaml:2: not readable as YAML"),
        ("a\u{1B}[31m: 1", "watch.yaml:1: not readable as YAML"),
        ("\"a\\e[31m\": 1", #"watch.yaml:1: there is no setting 'a\x1b[31m'"#),
    ])
    func `what is wrong with a file is told with its line, and without the value`(
        yaml: String, message: String
    ) throws {
        let outcome = try Self.folder(yaml).run("$SEEP watch --config watch.yaml")
        #expect(outcome.status == 2)
        #expect(outcome.errors.hasPrefix("seep: " + message), "\(outcome.errors)")
        #expect(!outcome.errors.contains("hunter"))
    }

    @Test(arguments: [
        ("SEEP_WINDW=1 $SEEP watch a --state s", "there is no setting for the variable SEEP_WINDW"),
        ("SEEP_EACH=1 $SEEP watch a --state s", "the variable SEEP_EACH must be true or false"),
        ("SEEP_WINDOW=hunter22 $SEEP watch a --state s", "SEEP_WINDOW: 'window': The value '…' is invalid"),
        ("$SEEP watch --config none.yaml", "none.yaml: cannot be read: system error 2"),
        ("$SEEP watch --config .", ".: is no regular file"),
        ("chmod g+w watch.yaml; $SEEP watch --config watch.yaml", "watch.yaml: can be changed by others"),
    ])
    func `a variable or file that cannot be used is named`(script: String, message: String) throws {
        let outcome = try Self.folder("each: true\n").run(script)
        #expect(outcome.status == 2)
        #expect(outcome.errors.hasPrefix("seep: " + message), "\(outcome.errors)")
        #expect(!outcome.errors.contains("hunter"))
    }

    @Test func `what is wrong with the command line is told with the usage`() throws {
        let outcome = try Self.folder("paths: [a.log]\n").run("$SEEP watch --config watch.yaml")
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("--state is missing"))
        #expect(outcome.errors.contains("Usage: seep watch"))
    }

    @Test(
        arguments: [
            ("--config bad.yaml --log-format json", 2, "bad.yaml:1: there is no setting 'windw'"),
            ("--config wrong.yaml", 2, "wrong.yaml:4: 'window': --window must be more than 0"),
            ("a.log --log-format=json", 64, "--state is missing"),
            ("a.log --state s --log-format json --rule contact.none", 64, "there is no rule 'contact.none'"),
            ("a.log --state s --log-format json --colour", 64, "Unknown option '--colour'"),
            ("a.log --state /dev/null/s --log-format json", 2, "/dev/null/s: cannot make the folder"),
            ("a.log --state s --alerts . --log-format json", 2, ". cannot be used"),
            ("a.log --state s --alerts . --check-config --log-format json", 2, ".: is a folder"),
            ("a.log --state s --rules none.yaml --log-format json", 2, "none.yaml: cannot be read"),
        ] as [(String, Int32, String)])
    func `who asks for a log in JSON is told so why a watch does not begin`(
        words: String, status: Int32, message: String
    ) throws {
        let folder = try Self.folder("")
        try folder.write("windw: 60\n", to: "bad.yaml")
        try folder.write("paths: [a]\nstate: s\nlog-format: json\nwindow: 0\n", to: "wrong.yaml")
        let outcome = try folder.run("$SEEP watch --no-landlock \(words)")
        #expect(outcome.status == status)
        #expect(outcome.errors.hasSuffix("}\n"))
        let line = try JSONSerialization.jsonObject(with: Data(outcome.errors.utf8)) as? [String: String]
        #expect(line?["message"]?.hasPrefix(message) == true, "\(outcome.errors)")
        #expect(line?["log.level"] == "error")
    }

    @Test(arguments: [("SEEP_LOG_FORMAT=json", "{"), ("SEEP_LOG_FORMAT=loud", "seep: "), ("", "seep: ")])
    func `a format that is not understood leaves sentences`(variable: String, beginning: String) throws {
        let outcome = try Self.folder("windw: 60\n").run("\(variable) $SEEP watch --config watch.yaml")
        #expect(outcome.status == 2)
        #expect(outcome.errors.hasPrefix(beginning), "\(outcome.errors)")
    }

    @Test func `a check starts and makes nothing, and says what a watch would have`() throws {
        let folder = try Self.folder("paths: ['*.log', b]\nstate: state\nrule: [contact.email]\n")
        let outcome = try folder.run(
            "$SEEP watch --config watch.yaml --check-config --alerts told; echo $?; ls")
        #expect(
            outcome.output
                == "ok: 1 rules, 2 paths, 3 settings of file and environment\n0\na.log\nerr\nout\nwatch.yaml\n"
        )
        #expect(outcome.errors.isEmpty)
    }

    @Test(arguments: [
        ("--state /dev/null/s", "/dev/null/s: system error 20"),
        ("--state /nowhere/s", "/nowhere/s: is not there, and cannot be made"),
        ("--state a.log", "a.log: is no folder"),
        ("--state s --alerts /nowhere/told", "/nowhere/told: is not there, and cannot be made"),
        ("--state s --alerts .", ".: is a folder"),
        ("--state s --alerts link", "link: it is a symbolic link"),
        (
            "--state s --alerts /dev/stderr --alerts-bytes-max 65536",
            "/dev/stderr: no lines can be added to it"
        ),
        ("--state s --alerts fifo --alerts-bytes-max 65536", "fifo: no lines can be added to it"),
        ("--state s --webhook https://h/ --webhook-token-file link", "link: a token is one line"),
        ("--state s --webhook https://h/ --webhook-token-file none", "none: system error 2"),
        ("--state s --rules bad.yaml", "bad.yaml:3: unknown key 'colour'"),
        ("--state s --rule contact.none", "there is no rule 'contact.none'"),
        ("--state s --window x", "The value 'x' is invalid for '--window <seconds>'"),
        ("", "--state is missing"),
    ])
    func `a check tells what a watch would fail at`(words: String, message: String) throws {
        let folder = try CommandTests.Folder()
        try folder.write("rules:\n  - id: contact.x\n    colour: red\n", to: "bad.yaml")
        let outcome = try folder.run(
            "ln -s a.log link; mkfifo fifo; $SEEP watch a.log --check-config \(words)")
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.hasPrefix("seep: " + message), "\(outcome.errors)")
    }

    @Test(arguments: ["/dev/stdout", "/proc/self/fd/2", "fifo", "a.log"])
    func `a check takes every file that alerts can be added to`(alerts: String) throws {
        let outcome = try CommandTests.Folder().run(
            "mkfifo fifo; $SEEP watch b.log --state s --alerts \(alerts) --check-config")
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty, "\(outcome.errors)")
    }

    @Test func `a check for a webhook asks for libcurl`() throws {
        let outcome = try CommandTests.Folder().run(
            """
            mkdir lib; echo no library >lib/libcurl.so.4
            LD_LIBRARY_PATH=lib $SEEP watch a.log --state s --webhook https://h/ --check-config
            """)
        #expect(outcome.status == 2)
        #expect(outcome.errors.hasPrefix("seep: --webhook: libcurl.so.4 is missing"), "\(outcome.errors)")
    }

    @Test(arguments: ["scan a.log", "watch a.log --state s", "watch a.log --state s --check-config"])
    func `a folder of rules that cannot be listed is an error`(words: String) throws {
        // Root gives up what lets it into every folder.
        let outcome = try CommandTests.Folder().run(
            """
            [ $(id -u) = 0 ] && as='setpriv --bounding-set -dac_override,-dac_read_search'
            mkdir -m 0 closed; $as $SEEP \(words) --rules closed
            """)
        #expect(outcome.status == 2)
        #expect(outcome.errors.hasSuffix("seep: closed: cannot be listed\n"), "\(outcome.errors)")
    }
}

import Configuration
import Testing

@Suite struct SettingsEnvironmentTests {
    private func settings(_ environment: [String: String]) throws -> [Setting] {
        try SettingsEnvironment.settings(environment, known: knownSettings)
    }

    @Test(arguments: [
        ([:], []),
        (["PATH": "/bin", "seep_window": "1", "XSEEP_WINDOW": "1"], []),
        (["SEEP_WINDOW": "60"], [["60"]]),
        (["SEEP_WINDOW": ""], []),
        (["SEEP_WINDOW": "a:b"], [["a:b"]]),
        (["SEEP_EACH": "true", "SEEP_SKIP_RULE": "a.b:c.d"], [["true"], ["a.b", "c.d"]]),
        (["SEEP_EACH": "false"], [["false"]]),
        (["SEEP_PATHS": "/a/*.log::/b:"], [["/a/*.log", "/b"]]),
    ])
    func `variables are settings`(environment: [String: String], values: [[String]]) throws {
        #expect(try settings(environment).map(\.values) == values)
    }

    @Test(arguments: [
        ("SEEP_WINDW", "1", SettingsError.unknownVariable("SEEP_WINDW")),
        ("SEEP_", "1", .unknownVariable("SEEP_")),
        ("SEEP_CONFIG", "x", .unknownVariable("SEEP_CONFIG")),
        ("SEEP_SKIP-RULE", "x", .unknownVariable("SEEP_SKIP-RULE")),
        ("SEEP_PORTS", "1", .unknownVariable("SEEP_PORTS")),
        ("SEEP_PORT_WINDOW", "1", .unknownVariable("SEEP_PORT_WINDOW")),
        ("SEEP_EACH", "1", .badVariable("SEEP_EACH", expected: "true or false")),
    ])
    func `a variable that means nothing is an error`(name: String, value: String, expected: SettingsError) {
        #expect(throws: expected) { try settings([name: value]) }
    }

    @Test(arguments: [
        "SEEP_BENCH", "SEEP_SERVICE_HOST", "SEEP_SERVICE_PORT", "SEEP_SERVICE_PORT_METRICS", "SEEP_PORT",
        "SEEP_PORT_80_TCP", "SEEP_PORT_80_TCP_ADDR", "SEEP_METRICS_SERVICE_HOST", "SEEP_METRICS_PORT_53_UDP",
    ])
    func `variables that others set are passed over`(name: String) throws {
        #expect(try settings([name: "tcp://192.0.2.1:80"]).isEmpty)
    }
}

@Suite struct SettingsTests {
    private static let file = [
        Setting(knownSettings[0], ["true"], .file("f", line: 1)),
        Setting(knownSettings[1], ["60"], .file("f", line: 2)),
        Setting(knownSettings[2], ["a.b", "c.d"], .file("f", line: 3)),
        Setting(knownSettings[3], ["/file"], .file("f", line: 4)),
    ]

    private static let environment = [
        Setting(knownSettings[0], ["false"], .environment("SEEP_EACH")),
        Setting(knownSettings[3], ["/environment"], .environment("SEEP_PATHS")),
    ]

    private func settings(
        _ words: [String], environment: [Setting] = environment, file: [Setting] = file
    ) -> Settings {
        Settings(given: GivenWords(words, known: knownSettings), environment: environment, file: file)
    }

    @Test(arguments: [
        ([], ["--window=60", "--skip-rule=a.b", "--skip-rule=c.d", "--", "/environment"]),
        (
            ["--window", "5"],
            ["--skip-rule=a.b", "--skip-rule=c.d", "--window", "5", "--", "/environment"]
        ),
        (["--skip-rule=e.f", "x"], ["--window=60", "--skip-rule=e.f", "x"]),
        (["--window", "--each", "-"], ["--skip-rule=a.b", "--skip-rule=c.d", "--window", "--each", "-"]),
        (["--", "--window"], ["--window=60", "--skip-rule=a.b", "--skip-rule=c.d", "--", "--window"]),
        (
            ["--unknown", "--"],
            [
                "--window=60", "--skip-rule=a.b", "--skip-rule=c.d", "--unknown", "--", "/environment",
            ]
        ),
    ])
    func `the command line replaces the environment, and that the file`(
        words: [String], expected: [String]
    ) {
        #expect(settings(words).words == expected)
    }

    @Test func `a flag of the command line stays when the environment says no`() {
        #expect(settings(["--each", "x"]).words.contains("--each"))
        #expect(settings([], environment: []).words.first == "--each")
    }

    @Test(arguments: [
        (["--window", "5"], "5"), (["--window=5", "--window", "6"], "6"), (["--window="], ""),
        (["--", "--window=5"], nil), (["--each", "5"], nil), (["--window"], nil),
    ])
    func `the value of a flag is the last that is given`(words: [String], expected: String?) {
        #expect(GivenWords(words, known: knownSettings).value(of: "window") == expected)
    }

    @Test func `what changed is told by name`() {
        let before = settings(["--window", "5"], environment: [])
        #expect(settings(["--window", "5"], environment: []).names(changedSince: before).isEmpty)
        #expect(settings(["--window", "5"]).names(changedSince: before) == ["each", "paths"])
        #expect(
            settings(["--window", "5"], environment: [], file: []).names(changedSince: before)
                == ["each", "paths", "skip-rule"])
        // Not to be there is the same as to be false.
        let off = [Setting(knownSettings[0], ["false"], .file("f", line: 9))]
        #expect(
            settings([], environment: off, file: [])
                .names(changedSince: settings([], environment: [], file: [])).isEmpty)
    }

    @Test func `one setting is left out`() {
        #expect(
            settings([]).without("paths").words == [
                "--window=60", "--skip-rule=a.b", "--skip-rule=c.d",
            ])
        #expect(settings([]).without("nothing") == settings([]))
    }
}

import Foundation
import Testing

/// What a running `seep watch` tells of itself.
@Suite struct TelemetryCommandTests {
    /// Functions of the scripts: each waits at most ten seconds.
    private static let helpers = """
        until_true() { for i in $(seq 100); do "$@" && return; sleep 0.1; done; }
        get() { curl -s -m 5 --unix-socket s "http://localhost$1"; }
        is_ready() { $SEEP healthcheck --ready --metrics unix:./s 2>/dev/null; }
        """

    private static func run(_ script: String) throws -> CommandTests.Outcome {
        try CommandTests.Folder().run(helpers + "\n" + script)
    }

    @Test func `the page of a running watch is one that Prometheus takes`() throws {
        let outcome = try Self.run(
            """
            echo 'x mail=one@quillmoor-post.org, card 4111 1111 1111 1111' >app.log
            $SEEP watch app.log --state state --alerts told --window 1 --metrics unix:./s & until_true is_ready
            until_true grep -qs seep.alert told; get /metrics >page; : >app.log; until_true eval 'get /metrics | grep -q "truncated.. 1"'
            get /metrics; kill -TERM $!; wait $!; [ -e s ] && echo left
            """)
        let check = ExpositionCheck(outcome.output)
        #expect(check.faults.isEmpty)
        #expect(check.samples["seep_read_bytes_total"] == 56)
        #expect(check.samples["seep_scanned_bytes_total"] == 56)
        #expect(check.samples[#"seep_findings_total{rule="contact.email",severity="medium"}"#] == 1)
        #expect(check.samples[#"seep_files{state="followed"}"#] == 1)
        #expect(check.samples[#"seep_file_identity_changes_total{reason="truncated"}"#] == 1)
        #expect(check.samples["seep_checkpoint_write_seconds_count"] ?? 0 > 0)
        for name in [
            "seep_rules", "process_resident_memory_bytes", "process_open_fds", "process_start_time_seconds",
        ] {
            #expect(check.samples[name] ?? 0 > 0, "\(name)")
        }
        #expect(check.samples[#"seep_alerts_emitted_total{sink="file"}"#] ?? 0 >= 2)
        for part in ["quillmoor", "app.log", "state/"] { #expect(!outcome.output.contains(part)) }
        #expect(outcome.errors.isEmpty)
    }

    @Test(arguments: [
        ("# HELP a_total A.\n# TYPE a_total counter\na_total 1", "the last line has no end"),
        ("a 1\n", "a: does not stand under its TYPE"),
        ("# TYPE a gauge\na 1\n", "a: no HELP"),
        ("# HELP a A.\n# TYPE a counter\na 1\n", "a: a counter's name"),
        ("# HELP a_total A.\n# TYPE a_total gauge\na_total 1\n", "a_total: a gauge's name"),
        ("# HELP a A.\n# TYPE a gauge\na 1\na 2\n", "a: a sample twice"),
        ("# HELP a A.\n# TYPE a gauge\na{x=\"1\",x=\"2\"} 1\n", "a: a label twice"),
        ("# HELP a A.\n# TYPE a gauge\na{x=\"\\t\"} 1\n", "a: labels that are none"),
        ("# HELP a A.\n# TYPE a gauge\na one\n", "not a line of a page: a one"),
        ("# HELP a_total A.\n# TYPE a_total counter\na_total -1\n", "a_total: less than nothing"),
        (
            "# HELP a A.\n# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\n",
            "a{}: buckets that do not grow"
        ),
        ("# HELP a A.\n# TYPE a histogram\na_bucket{le=\"1\"} 2\na_sum 1\na_count 2\n", "a{}: no +Inf"),
    ])
    func `the check of a page finds what is wrong`(page: String, fault: String) {
        #expect(ExpositionCheck(page).faults == [fault])
    }

    @Test func `a socket that a killed watch has left is taken over, and is for its owner only`() throws {
        let outcome = try Self.run(
            """
            watch() { $SEEP watch app.log --state state --metrics unix:./s >told & until_true is_ready; }
            echo x >app.log
            watch; $SEEP watch app.log --state other --metrics unix:./s; echo "second $?"
            kill -9 $!; wait $! 2>/dev/null; [ -S s ] && stat -c %a s
            $SEEP healthcheck --metrics unix:./s; echo "dead $?"
            watch; $SEEP healthcheck --metrics unix:./s; echo "alive $?"
            kill -TERM $!; wait $!; echo "status $?"; [ -e s ] || echo gone
            """)
        #expect(outcome.output == "second 2\n700\ndead 2\nalive 0\nstatus 0\ngone\n")
        #expect(outcome.errors.contains("seep: unix:./s is in use\n"))
        #expect(outcome.errors.contains("seep: unix:./s: nobody answers: system error 111\n"))
    }

    @Test func `a watch whose disk is full lives, and is not ready`() throws {
        let outcome = try Self.run(
            """
            echo 'x mail=one@quillmoor-post.org' >app.log
            export SEEP_METRICS=unix:./s
            $SEEP watch app.log --state state --alerts /dev/full --metrics unix:./s --log-format json &
            not_taken() { $SEEP healthcheck --ready 2>&1 | grep -q 'the alerts are not taken'; }
            until_true not_taken; $SEEP healthcheck; echo "alive $?"; $SEEP healthcheck --ready; echo "ready $?"
            kill -TERM $!; wait $!; echo "status $?"
            """)
        #expect(outcome.output == "alive 0\nready 2\nstatus 2\n")
        #expect(
            outcome.errors.contains(#""log.level":"warning","message":"alerts cannot be written, and wait"#))
    }

    @Test(arguments: [
        ("$SEEP healthcheck", 64), ("$SEEP healthcheck --metrics 192.0.2.1:80", 64),
        ("$SEEP healthcheck --metrics unix:./nobody", 2),
        ("$SEEP watch - --metrics 0.0.0.0:9464 </dev/null", 64),
        ("$SEEP watch - --metrics unix:/nowhere/s </dev/null", 2),
        ("$SEEP watch - --log-level loud </dev/null", 64),
        ("touch file; $SEEP watch - --metrics unix:./file </dev/null", 2),
        ("$SEEP watch - --metrics unix:./s </dev/null", 0),
    ])
    func `what can be asked, and where, is told by the exit status`(script: String, status: Int32) throws {
        let outcome = try Self.run(script)
        #expect(outcome.status == status)
        #expect(outcome.errors.isEmpty == (status == 0))
    }

    @Test(arguments: ["app.log --state state", "-"])
    func `the service manager hears of a watch's life`(words: String) throws {
        let outcome = try Self.run(
            """
            cat >manager.py <<'END'
            import os, signal, socket, subprocess, sys
            manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            manager.bind(b"\\0seep-test-%d" % os.getpid())
            manager.settimeout(10)
            environment = dict(os.environ, NOTIFY_SOCKET="@seep-test-%d" % os.getpid(), WATCHDOG_USEC="200000")
            watch = subprocess.Popen([os.environ["SEEP"], "watch"] + sys.argv[1:], env=environment, stdin=subprocess.PIPE)
            def hear(word):
                while True:
                    text = manager.recv(4096).decode()
                    if text.startswith(word):
                        print(text.split("=")[0])
                        return
            hear("READY=1"); hear("WATCHDOG=1"); hear("WATCHDOG=1")
            watch.send_signal(signal.SIGHUP); hear("RELOADING=1\\nMONOTONIC_USEC="); hear("READY=1")
            watch.send_signal(signal.SIGTERM); hear("STOPPING=1")
            print(watch.wait(10))
            END
            echo x >app.log; python3 manager.py \(words)
            """)
        #expect(outcome.output == "READY\nWATCHDOG\nWATCHDOG\nRELOADING\nREADY\nSTOPPING\n0\n")
        #expect(outcome.errors == "seep: loaded anew: 357 rules, 1 paths\n")
    }
}

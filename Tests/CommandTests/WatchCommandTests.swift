import Foundation
import Testing

/// Runs `seep watch` itself, as a shell does.
@Suite struct WatchCommandTests {
    @Test func `a pipe is told as its lines come, and at its end`() throws {
        let outcome = try CommandTests.Folder().run(
            """
            { echo 'x mail=t.okafor@quillmoor-post.org'; for i in $(seq 60); do sleep 0.1; [ -s told ] && break; done
              wc -l <told >early; echo 'x mail=b.varga@quillmoor-post.org'; } | $SEEP watch - >told; echo "status $?"
            cat early; grep -c seep.alert told; grep -o '"count":[0-9]*' told
            """)
        #expect(outcome.output == "status 0\n1\n1\n\"count\":2\n")
        #expect(outcome.errors.isEmpty || Self.isUnconfined(outcome))
    }

    @Test func `a watch that is killed is gone on with, and one that is stopped has told all`() throws {
        let outcome = try CommandTests.Folder().run(
            """
            mkdir log; echo 'x mail=one@quillmoor-post.org' >log/app.log
            watch() { $SEEP watch 'log/*.log' --state state --alerts told --each & }
            until_told() { for i in $(seq 100); do [ "$(grep -c seep.finding told)" -ge "$1" ] && break; sleep 0.1; done; }
            touch told
            watch; until_told 1; kill -9 $!; wait $! 2>/dev/null
            mv log/app.log log/app.log.1; echo 'x mail=two@quillmoor-post.org' >>log/app.log.1
            echo 'x mail=three@quillmoor-post.org' >log/app.log
            watch; until_told 3; $SEEP watch 'log/*.log' --state state; echo "second $?"
            echo 'x mail=four@quillmoor-post.org' >>log/app.log
            kill -TERM $!; wait $!; echo "status $?"
            grep seep.finding told | grep -o '"hash":\\["[0-9a-f]*' | sort -u | wc -l
            grep seep.finding told | grep -o '"id":"[0-9a-f]\\{32\\}"' | sort -u | wc -l
            grep -c quillmoor state/* | grep -cv ':0'
            """)
        #expect(outcome.output == "second 2\nstatus 0\n4\n4\n0\n")
        #expect(outcome.errors.contains("seep: state: another 'seep watch' uses it\n"))
    }

    @Test func `a full disk holds the watch, and loses nothing`() throws {
        let outcome = try CommandTests.Folder().run(
            """
            echo 'x mail=one@quillmoor-post.org' >app.log
            $SEEP watch app.log --state state --alerts /dev/full & sleep 1; kill -TERM $!; wait $!; echo "status $?"
            $SEEP watch app.log --state state --alerts told & for i in $(seq 100); do [ -s told ] && break; sleep 0.1; done
            kill -TERM $!; wait $!; echo "status $?"; grep -c seep.finding told
            """)
        #expect(outcome.output == "status 2\nstatus 0\n1\n")
        #expect(outcome.errors.contains("alerts cannot be written, and wait"))
    }

    /// A kernel without Landlock is told of, and the rest of a test is of no use there.
    private static func isUnconfined(_ outcome: CommandTests.Outcome) -> Bool {
        let isUnconfined = outcome.errors.contains("the kernel has no Landlock")
        if isUnconfined { print("this kernel has no Landlock: nothing is confined, and that is not tested") }
        return isUnconfined
    }

    /// `until_lines FILE N` waits until a file has so many lines, for ten seconds at most.
    private static let untilLines =
        "until_lines() { for i in $(seq 100); do [ \"$(cat $1 2>/dev/null | wc -l)\" -ge $2 ] && break; sleep 0.1; done; }\n"

    @Test func `a confined watch reads what is made later, and writes to alerts that were moved away`() throws
    {
        let outcome = try CommandTests.Folder().run(
            Self.untilLines + """
                mkdir -p in/log alerts
                $SEEP watch 'in/log/*.log' --state state --alerts alerts/told --each &
                echo 'x mail=one@quillmoor-post.org' >in/log/a.log; until_lines alerts/told 1
                mv in/log/a.log in/log/a.log.1; echo 'x mail=two@quillmoor-post.org' >in/log/a.log; until_lines alerts/told 2
                rm -r in/log; mkdir in/log
                echo 'x mail=three@quillmoor-post.org' >in/log/b.log; until_lines alerts/told 3
                mv alerts/told alerts/old; kill -HUP $!
                for i in $(seq 100); do [ -e alerts/told ] && break; sleep 0.1; done
                echo 'x mail=four@quillmoor-post.org' >>in/log/b.log; until_lines alerts/told 1
                kill -TERM $!; wait $!; echo "status $?"; grep -c seep.finding alerts/old; grep -c seep.finding alerts/told
                """)
        #expect(outcome.output == "status 0\n3\n1\n", "\(outcome.errors)")
        let complaints = outcome.errors.split(separator: "\n").filter { !$0.hasPrefix("seep: loaded anew:") }
        #expect(complaints.isEmpty || Self.isUnconfined(outcome), "\(outcome.errors)")
    }

    @Test(arguments: [("", "not followed: permission denied"), ("--no-landlock", "")])
    func `a link that leads out of what a watch may read is refused, unless nothing is confined`(
        flag: String, complaint: String
    ) throws {
        let outcome = try CommandTests.Folder().run(
            Self.untilLines + """
                mkdir -p in/log far alerts; echo 'x mail=one@quillmoor-post.org' >in/log/a.log
                echo 'x mail=two@quillmoor-post.org' >far/secret.log
                $SEEP watch 'in/log/*.log' --state state --alerts alerts/told --each \(flag) 2>said &
                until_lines alerts/told 1
                ln -s ../../far/secret.log in/log/link.log
                for i in $(seq 100); do grep -q link.log said alerts/told && break; sleep 0.1; done
                kill -TERM $!; wait $!; echo "status $?"; grep -c seep.finding alerts/told; cat said >&2
                """)
        if Self.isUnconfined(outcome) { return }
        #expect(outcome.output == (complaint.isEmpty ? "status 0\n2\n" : "status 0\n1\n"))
        #expect(outcome.errors.contains(complaint) || complaint.isEmpty && outcome.errors.isEmpty)
    }

    @Test(arguments: [
        ("$SEEP watch", 64), ("$SEEP watch app.log", 64), ("$SEEP watch - app.log --state s", 64),
        ("$SEEP watch - --state s", 64), ("$SEEP watch app.log --state s --window 0", 64),
        ("$SEEP watch app.log --state /dev/null/s", 2),
        ("$SEEP watch app.log --state s --alerts /nowhere/a", 2),
    ])
    func `wrong usage and what cannot be written is said`(script: String, status: Int32) throws {
        let outcome = try CommandTests.Folder().run(script)
        #expect(outcome.status == status)
        #expect(!outcome.errors.isEmpty)
    }
}

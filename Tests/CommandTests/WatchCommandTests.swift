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
        #expect(outcome.errors.isEmpty)
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

import Foundation
import Testing

/// The sinks of `seep watch`, as a shell names them.
@Suite struct SinkOptionsTests {
    @Test(arguments: [
        ("- --webhook https://h/", "--webhook needs --state"),
        ("a.log --state s --webhook http://hooks.example/s3cr-t", "by https only"),
        ("a.log --state s --webhook https://u:s3cr-t@h/", "a file with a token"),
        ("a.log --state s --webhook-token-file t", "need --webhook"),
        ("a.log --state s --webhook-plain-http", "need --webhook"),
        ("a.log --state s --spool-bytes-max 1000", "at least 1048576"),
        ("a.log --state s --alerts-bytes-max 1000", "needs --alerts"),
        ("a.log --state s --alerts a --alerts-bytes-max 1000", "at least 65536"),
        ("a.log --state s --alerts a --alerts-kept 0", "1 to 1000"),
        ("a.log --state s --syslog udp://h:514", "unix:PATH or tcp://HOST:PORT"),
    ])
    func `wrong usage is said, without the address`(arguments: String, sentence: String) throws {
        let outcome = try CommandTests.Folder().run("$SEEP watch \(arguments)")
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
        // The usage below the sentence is the command's own.
        #expect(!outcome.errors.contains("s3cr-t"))
    }

    @Test(arguments: [
        (
            "ln -s a.log told; $SEEP watch a.log --state s --alerts told",
            "told cannot be used: it is a symbolic link"
        ),
        (
            "mkdir told; $SEEP watch a.log --state s --alerts told",
            "told cannot be used: no lines can be added to it"
        ),
        (
            "echo two words >t; $SEEP watch a.log --state s --webhook https://h/ --webhook-token-file t",
            "t cannot be used: a token is one line"
        ),
        (
            "$SEEP watch a.log --state s --alerts /dev/stderr --alerts-bytes-max 65536",
            "/dev/stderr cannot be used: no lines can be added to it"
        ),
    ])
    func `what cannot be used is said at the start`(script: String, sentence: String) throws {
        let outcome = try CommandTests.Folder().run(script)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
    }

    @Test(arguments: [
        "--alerts /dev/stdout | cat", "--alerts /dev/fd/1 | cat", "--alerts /dev/stderr 2>&1 | cat",
        "--alerts fifo; timeout -s KILL 5 head -n 2 <&9",
    ])
    func `alerts go to what the shell has opened, and to a FIFO`(end: String) throws {
        let outcome = try CommandTests.Folder().run(
            """
            mkfifo fifo; exec 9<>fifo
            echo 'x mail=one@quillmoor-post.org' | $SEEP watch - \(end)
            """)
        #expect(outcome.output.split(separator: "\n").count == 2)
        #expect(outcome.output.contains("\"seep.finding\"") && outcome.output.contains("\"seep.alert\""))
        #expect(outcome.errors.isEmpty, "\(outcome.errors)")
    }

    @Test func `a file of alerts is bounded, and every value is in one of its files`() throws {
        let outcome = try CommandTests.Folder().run(
            """
            $SEEP watch a.log --state s --each --alerts told --alerts-bytes-max 200000 --alerts-kept 90 & seen=$!
            for i in $(seq 100); do [ "$(cat told* 2>/dev/null | grep -c seep.finding)" -ge 4000 ] && break; sleep 0.1; done
            kill -TERM $seen; wait $seen; echo "status $?"
            cat told* | grep seep.finding | grep -o '"id":"[0-9a-f]\\{32\\}"' | sort -u | wc -l
            find . -name 'told*' -size +200000c | wc -l; [ -e told.2 ] && tail -qc 1 told* | tr -d '\\n' | wc -c
            """)
        #expect(outcome.output == "status 0\n4000\n0\n0\n")
        #expect(outcome.errors.isEmpty, "\(outcome.errors)")
    }

    @Test func `alerts for a webhook that is away wait in the state folder, and the others have them`() throws
    {
        let outcome = try CommandTests.Folder().run(
            """
            echo 'x mail=one@quillmoor-post.org' >app.log
            $SEEP watch app.log --state s --alerts told --webhook http://127.0.0.1:1/s3cr-t & seen=$!
            for i in $(seq 100); do [ -s told ] && [ -s s/spool/0000000001.jsonl ] && break; sleep 0.1; done
            kill -TERM $seen; wait $seen; echo "status $?"
            cmp told s/spool/0000000001.jsonl && stat -c %a s/spool s/spool/*
            """)
        #expect(outcome.output == "status 0\n700\n600\n600\n")
        #expect(outcome.errors.contains("the webhook cannot be reached (Couldn't connect to server)"))
        #expect(outcome.errors.contains("bytes of alerts wait in the spool for the next run"))
        #expect(!outcome.errors.contains("s3cr-t"))
    }
}

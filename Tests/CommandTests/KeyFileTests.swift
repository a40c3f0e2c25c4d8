import Foundation
import Testing

@Suite struct KeyFileTests {
    @Test
    func `a key file is made for its owner alone, and used again`() throws {
        let folder = try CommandTests.Folder()
        let scan = "$SEEP scan --format jsonl --key-file k a.log | grep -o '\"related\":{[^}]*}'"
        let first = try folder.run("umask 000; \(scan)")
        #expect(try folder.run("stat -c '%a %s' k").output == "600 32\n")
        let second = try folder.run(scan)
        #expect(!first.output.isEmpty)
        #expect(first.output == second.output)
        #expect(try folder.run(scan.replacing("-file k", with: "-file other")).output != first.output)
    }

    @Test(arguments: [
        ("head -c 32 /dev/urandom >k; chmod 640 k", "can be read by others"),
        ("head -c 32 /dev/urandom >k; chmod 604 k", "can be read by others"),
        ("head -c 31 /dev/urandom >k; chmod 600 k", "less than 32 bytes"),
        (": >k; chmod 600 k", "less than 32 bytes"), ("mkdir k; chmod 700 k", "cannot be used as a key file"),
        ("ln -s nowhere/k k", "cannot be used as a key file"),
    ])
    func `a key file that others can read, or that holds no key, is refused`(make: String, reason: String)
        throws
    {
        let outcome = try CommandTests.Folder().run("\(make); $SEEP scan --key-file k a.log")
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains(reason), "\(outcome.errors)")
    }
}

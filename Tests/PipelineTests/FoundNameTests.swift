import Findings
import Testing

/// Findings that stand where the names of fields should.
@Suite struct FoundNameTests {
    private static let key = "AKIAQ7ZMTRWX5LKPHBNY"

    /// A key of its kind whose form alone does not tell it from a word.
    private static let wordlike = "AKIAQRZMTRWXLLKPHBNY"
    private static let address = "j.okafor@brackenfen-mail.net"

    /// A line with the name that is a finding as `NAME`, and the place of its mail address.
    private static let lines = [
        ("level=info NAME=w.varga@thistlewick.email", "text"),
        ("level=info mail.NAME=w.varga@thistlewick.email", "text"),
        ("NAME: w.varga@thistlewick.email", "text"),
        ("GET /x?NAME=w.varga@thistlewick.email&a=1 HTTP/1.1", "text"),
        (
            #"192.0.2.7 - - [25/Nov/2026:10:00:00 +0000] "GET /x?NAME=w.varga@thistlewick.email HTTP/1.1" 200 1"#,
            "request"
        ),
        (
            #"<34>1 2026-11-25T10:00:00Z host app 12 ID [x@123 NAME="w.varga@thistlewick.email"] hi"#,
            "app → x"
        ),
        (
            "2026-11-25 10:00:00,123 INFO  [main] com.acme.App: NAME=w.varga@thistlewick.email",
            "com.acme.App → message"
        ),
    ]

    @Test(arguments: lines.indices, [key, wordlike, address])
    func `a name that is a finding is in no place, however the text is cut`(number: Int, name: String) throws
    {
        let (line, place) = Self.lines[number]
        let text = String(repeating: line.replacing("NAME", with: name) + "\n", count: 20)
        for chunkBytes in [1 << 20, 4096, 97, 64] {
            let alerts = try scanText(text, chunkBytes: chunkBytes).alerts
            let places = alerts.map(\.place.description)
            #expect(places.contains(place), "\(places) of chunks of \(chunkBytes)")
            #expect(
                !places.contains {
                    $0.contains("AKIA") || $0.contains("brackenfen") || $0.contains("okafor")
                },
                "\(places) of chunks of \(chunkBytes)")
        }
    }

    @Test(arguments: [
        #"{"NAME":"w.varga@thistlewick.email"}"#, #"{"a":{"NAME":[{"mail":"w.varga@thistlewick.email"}]}}"#,
        "Nov 25 10:00:00 host NAME[123]: mail=w.varga@thistlewick.email",
    ])
    func `where names are known by their form alone a key is none`(line: String) throws {
        let text = String(repeating: line.replacing("NAME", with: Self.key) + "\n", count: 3)
        let places = try scanText(text).alerts.map(\.place.description)
        #expect(!places.isEmpty)
        #expect(!places.contains { $0.contains("AKIA") }, "\(places)")
    }

    @Test(arguments: [
        ("a=j.okafor@brackenfen-mail.net mail=w.varga@thistlewick.email", ["a", "mail"]),
        // What holds name and value is no reason to hide the name.
        ("GET /x?mail=j.okafor@brackenfen-mail.net&to=w.varga@thistlewick.email", ["mail", "to"]),
    ])
    func `a finding before a name leaves it`(line: String, expected: [String]) throws {
        let places = try scanText(line + "\n").alerts.map(\.place.description)
        #expect(places.sorted() == expected)
    }
}

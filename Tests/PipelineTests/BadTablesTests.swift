import Findings
import Testing

/// Dumps and documents that break their format: every address is found all the same, however the stream is cut.
@Suite struct BadTablesTests {
    private static func address(_ number: Int) -> String { "d.varga\(number)@thistlewick.email" }

    private static let head = "CREATE TABLE `t` (`id` int, `mail` text, `note` blob);\n"

    private static func rows(_ numbers: Range<Int>) -> String {
        numbers.map { "(\($0),'\(address($0))','x')" }.joined(separator: ",")
    }

    /// A broken stream, its addresses, and the places that some of them must have.
    struct Bad: Sendable, CustomTestStringConvertible {
        var name: String
        var text: String
        var addresses: Int
        var places: Set<String>
        var malformed: UInt64 = 0
        var testDescription: String { name }
    }

    static let all: [Bad] = [
        Bad(
            name: "cut in a row",
            text: head + "INSERT INTO `t` VALUES " + rows(0..<50) + ",(50,'\(address(50))",
            addresses: 51, places: ["t.mail"]),
        Bad(
            name: "too few and too many values",
            text: head
                + "INSERT INTO `t` VALUES (1,'\(address(0))'),(2,'\(address(1))','x','y'),\(rows(2..<9));\n",
            addresses: 9, places: ["t.mail"], malformed: 2),
        Bad(
            name: "no such table",
            text: head + "INSERT INTO `u` VALUES (1,'\(address(0))');\nINSERT INTO `t` VALUES "
                + rows(1..<5) + ";\n", addresses: 5, places: ["u.#2", "t.mail"]),
        Bad(
            name: "mixed line ends",
            text: "id,mail\r\n1,\(address(0))\n2,\(address(1))\r\n\r\n3,\(address(2))\n", addresses: 3,
            places: ["mail"]),
        Bad(
            name: "zero bytes",
            text: head + "INSERT INTO `t` VALUES (1,'\(address(0))','a\0b\0\0'),\(rows(1..<4));\n",
            addresses: 4, places: ["t.mail"]),
        Bad(
            name: "a value full of quotes",
            text: head + "INSERT INTO `t` VALUES (1,'\(address(0))',_binary '"
                + String(repeating: #"\'\"`\\"#, count: 500) + "'),\(rows(1..<4));\n", addresses: 4,
            places: ["t.mail"]),
        Bad(
            name: "a statement of four megabytes",
            text: head + "INSERT INTO `t` VALUES " + rows(0..<100_000) + ";\n", addresses: 100_000,
            places: ["t.mail"]),
        Bad(
            name: "a document of two megabytes",
            text: "{\"a\":[" + (0..<60_000).map { "{\"mail\":\"\(address($0))\"}" }.joined(separator: ",")
                + "]}\n",
            addresses: 60_000, places: ["a[].mail"]),
        Bad(
            name: "deep nesting",
            text: "{\"mail\":\"\(address(0))\",\"a\":" + String(repeating: "[", count: 300)
                + "\"\(address(1))\""
                + String(repeating: "]", count: 300) + "}\n{\"mail\":\"\(address(2))\"}\n", addresses: 3,
            places: ["mail"]),
        Bad(
            name: "deep nesting in an array",
            text: "[{\"mail\":\"\(address(0))\",\"a\":" + String(repeating: "[", count: 300)
                + "\"\(address(1))\"" + String(repeating: "]", count: 300)
                + "},\n{\"mail\":\"\(address(2))\"}]\n", addresses: 3, places: ["mail"], malformed: 1),
        Bad(
            name: "rows of other lengths",
            text: "id,mail\n" + (0..<20).map { "\($0),\(address($0))\n" }.joined()
                + "20,\(address(20)),x\n\(address(21))\n", addresses: 22, places: ["mail"], malformed: 2),
        Bad(
            name: "a log behind a dump",
            text: head + "INSERT INTO `t` VALUES " + rows(0..<5)
                + ";\n2026-11-25 10:00:00 INFO it's \(address(5))\nlogin mail=\(address(6))\n", addresses: 7,
            places: ["t.mail"]),
        Bad(
            name: "documents behind a query log",
            text:
                "Time\t\t    Id Command\tArgument\n\t\t     6 Query\tSELECT a FROM t WHERE mail = '\(address(0))'\n"
                + "{\"mail\":\"\(address(1))\"}\n", addresses: 2,
            places: ["SELECT a FROM t WHERE mail = ? {?:?} → t.mail"]),
    ]

    private func scan(_ bad: Bad, chunkBytes: Int, jobs: Int) throws -> (alerts: [Alert], coverage: Coverage)
    {
        let (alerts, coverage) = try scanText(bad.text, chunkBytes: chunkBytes, jobs: jobs)
        return (alerts.filter { $0.rule.id.text == "contact.email" }, coverage)
    }

    @Test(arguments: all)
    func `nothing is lost, and what broke is counted`(bad: Bad) throws {
        let (alerts, coverage) = try scan(bad, chunkBytes: 1 << 20, jobs: 1)
        #expect(alerts.reduce(0) { $0 + $1.count } == UInt64(bad.addresses))
        let places = Set(alerts.map(\.place.description))
        #expect(bad.places.isSubset(of: places), "\(places)")
        #expect(coverage.isComplete)
        if bad.malformed > 0 { #expect(coverage.malformedRecords == bad.malformed) }
        let cut = try scan(bad, chunkBytes: bad.text.utf8.count > 100_000 ? 8191 : 97, jobs: 2)
        #expect(cut.alerts == alerts)
        #expect(cut.coverage.malformedRecords == coverage.malformedRecords)
    }
}

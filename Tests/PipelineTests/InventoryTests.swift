import CorpusMaker
import Findings
import Foundation
import Ledger
import Pipeline
import Testing

/// Places of documents against a count by another parser.
@Suite struct InventoryTests {
    /// Documents of many forms: nested, with arrays, escapes, empty values and spaces.
    private static func makeDocuments(_ count: Int, isPretty: Bool) throws -> (
        text: String, values: [String: Int]
    ) {
        var numbers = SeededNumbers(seed: 5)
        var values: [String: Int] = [:]
        func tally(_ value: Any, _ path: String) {
            switch value {
            case let object as [String: Any]:
                for (key, value) in object { tally(value, path.isEmpty ? key : path + "." + key) }
            case let array as [Any]: for value in array { tally(value, path + "[]") }
            default: values[path, default: 0] += 1
            }
        }
        func makeValue(_ depth: Int) -> Any {
            switch numbers.below(depth < 3 ? 9 : 6) {
            case 0: ""
            case 1: NSNull()
            case 2: numbers.below(100_000)
            case 3: true
            case 4: "it says \"\(numbers.below(50))\", {so}: [it] \\ \n is"
            case 5: "d.varga\(numbers.below(50))@thistlewick.email"
            case 6: (0..<numbers.below(4)).map { _ in makeValue(depth + 1) }
            default: makeObject(depth + 1)
            }
        }
        func makeObject(_ depth: Int) -> [String: Any] {
            var object: [String: Any] = [:]
            for _ in 0..<1 + numbers.below(5) {
                object[["id", "mail", "a", "bb", "home_net", "x y", "n.m"][numbers.below(7)]] = makeValue(
                    depth)
            }
            return object
        }
        let lines = try (0..<count).map { _ in
            let object = makeObject(0)
            tally(object, "")
            let options: JSONSerialization.WritingOptions = isPretty ? [.prettyPrinted] : []
            return String(
                decoding: try JSONSerialization.data(withJSONObject: object, options: options), as: UTF8.self)
        }
        return (
            isPretty ? "[" + lines.joined(separator: ",\n") + "]\n" : lines.joined(separator: "\n") + "\n",
            values
        )
    }

    private func inventory(_ path: String, chunkBytes: Int, jobs: Int) throws -> [InventoryItem] {
        var plan = try makePlan(path, chunkBytes: chunkBytes, jobs: jobs)
        plan.countsPlaces = true
        let scan = Scan(plan)
        try scan.run()
        return scan.ledger.inventory(plan.judgement)
    }

    @Test(arguments: [false, true])
    func `every path is listed with as many values as another parser counts, cut anyhow`(isPretty: Bool)
        throws
    {
        let (text, values) = try Self.makeDocuments(150, isPretty: isPretty)
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("seep-inventory-\(isPretty)")
            .path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let whole = try inventory(path, chunkBytes: 1 << 20, jobs: 1)
        let counted = Dictionary(
            uniqueKeysWithValues: whole.compactMap { item in
                item.values.map { (item.place.description, Int($0.values)) }
            })
        #expect(counted == values)
        #expect(whole.contains { !$0.kinds.isEmpty })
        for (chunkBytes, jobs) in [(64, 3), (333, 1), (4096, 2)] {
            #expect(try inventory(path, chunkBytes: chunkBytes, jobs: jobs) == whole, "chunks \(chunkBytes)")
        }
    }

    @Test
    func `values that a table in XML lacks are counted, cut anywhere`() throws {
        let rows = (0..<12).map { row in
            "<row><field name=\"id\">\(row)</field><field name=\"mail\" xsi:nil=\"true\" /><field name=\"note\"></field></row>\n"
        }
        let text =
            "<?xml version=\"1.0\"?>\n<mysqldump>\n<table_data name=\"t\">\n" + rows.joined()
            + "</table_data>\n</mysqldump>\n"
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("seep-inventory.xml").path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let whole = try inventory(path, chunkBytes: 1 << 20, jobs: 1)
        #expect(whole.map { $0.values?.voids } == [0, 12, 12])
        // Each size moves the cuts by a byte and more.
        for chunkBytes in 64..<110 {
            #expect(try inventory(path, chunkBytes: chunkBytes, jobs: 2) == whole, "chunks \(chunkBytes)")
        }
    }
}

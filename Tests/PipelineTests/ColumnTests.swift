import CorpusMaker
import Findings
import Testing

/// What the values of a column say together: tables whose columns hold the same digits under different names.
@Suite struct ColumnTests {
    /// One way in which a table is written.
    enum Form: String, CaseIterable, Sendable {
        case sql, csv, json

        func text(_ names: [String], _ rows: [[String]]) -> String {
            switch self {
            case .sql:
                "CREATE TABLE t (\(names.map { "\($0) text" }.joined(separator: ", ")));\n"
                    + rows.map { row in
                        "INSERT INTO t VALUES (\(row.map { "'\($0)'" }.joined(separator: ",")));\n"
                    }.joined()
            case .csv:
                ([names] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
            case .json:
                rows.map { row in
                    "{" + zip(names, row).map { "\"\($0)\":\"\($1)\"" }.joined(separator: ",") + "}\n"
                }.joined()
            }
        }

        func place(_ column: String) -> String { self == .sql ? "t." + column : column }
    }

    private static let names = ["ref", "order_no", "ssn", "batch_no", "provider", "created", "few"]

    /// - Returns: Rows of: a card number; nine digits twice; sixteen digits of which one in ten passes Luhn; a National
    ///   Provider Identifier; an epoch; a card number in the first three rows.
    private static func makeRows(_ count: Int) -> [[String]] {
        var numbers = SeededNumbers(seed: 11)
        func digits(_ count: Int) -> String {
            (0..<count).map { _ in String(numbers.below(10)) }.joined()
        }
        return (0..<count).map { row in
            let card = withCheckDigit("4539" + digits(11), prefix: "")
            // Social security numbers: area 100 to 665, group and serial not zero.
            let nine = String(100 + numbers.below(565)) + String(10 + numbers.below(89)) + "1" + digits(3)
            return [
                card, nine, nine, "4" + digits(15), withCheckDigit("1" + digits(8), prefix: "80840"),
                String(1_700_000_000 + numbers.below(90_000_000)), row < 3 ? card : "",
            ]
        }
    }

    /// The digits with the check digit of Luhn behind them, which counts a prefix, too: ISO/IEC 7812-1, annex B.
    private static func withCheckDigit(_ digits: String, prefix: String) -> String {
        var sum = 0
        for (index, digit) in (prefix + digits).compactMap(\.wholeNumberValue).reversed().enumerated() {
            let doubled = index % 2 == 0 ? digit * 2 : digit
            sum += doubled > 9 ? doubled - 9 : doubled
        }
        return digits + String((10 - sum % 10) % 10)
    }

    private func alerts(_ text: String, chunkBytes: Int = 1 << 20, jobs: Int = 1) throws -> [Alert] {
        try scanText(text, chunkBytes: chunkBytes, jobs: jobs).alerts
    }

    @Test(arguments: Form.allCases)
    func `digits are told by their column's name or by all of its check digits, else not`(form: Form) throws {
        let all = try alerts(form.text(Self.names, Self.makeRows(300)))
        func of(_ column: String) -> [Alert] {
            all.filter { $0.place.description == form.place(column) }
        }
        let cards = of("ref")
        #expect(cards.map(\.rule.id.text) == ["financial.pan"])
        #expect(cards.first?.count == 300)
        #expect(cards.first?.confidence == .certain)
        #expect(cards.first?.reasons.contains("column") == true)
        #expect(cards.first?.failedCheck == 0)
        #expect(of("ssn").map(\.rule.id.text) == ["identity.us-ssn"])
        #expect(of("ssn").first?.count == 300)
        #expect(of("order_no").isEmpty)
        #expect(of("batch_no").isEmpty)
        #expect(of("created").isEmpty)
        let providers = of("provider").filter { $0.rule.id.text == "health.us-npi" }
        #expect(providers.map(\.count) == (form == .json ? [] : [300]))
    }

    @Test
    func `an alert counts the values of its column and those that are empty`() throws {
        let all = try alerts(Form.csv.text(Self.names, Self.makeRows(300)))
        let few = try #require(all.first { $0.place.name == "few" })
        #expect(few.column == ColumnCounts(values: 300, voids: 297))
        #expect(few.rowsOfTable == 300)
        #expect(few.count == 3)
    }

    @Test(arguments: Form.allCases, [(64, 3), (997, 2), (4096, 4)])
    func `what a column says does not depend on the cuts`(form: Form, cut: (bytes: Int, jobs: Int)) throws {
        let text = form.text(Self.names, Self.makeRows(120))
        #expect(try alerts(text, chunkBytes: cut.bytes, jobs: cut.jobs) == alerts(text))
    }
}

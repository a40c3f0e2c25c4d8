import CorpusMaker
import Findings
import Ledger
import Testing

/// Rows that hold several findings: combinations, people and inventories against a model that keeps every row.
@Suite struct CombinedAlertTests {
    private struct Found: Hashable {
        var rule: UInt16
        var table: Int

        /// Which of the columns that hold values of the rule.
        var column: Int
        var row: UInt64
        var value: UInt64
        var offset: UInt64
    }

    private static let tables = ["customers", "orders"]

    private static let judgement: Judgement = {
        let identities = ["contact.email", "contact.name", "health.a", "health.b", "identity.id"]
            .compactMap { RuleID($0) }.map { RuleIdentity(id: $0, title: "T", severity: .low) }
        guard let id = RuleID("combo.x") else { preconditionFailure("combo.x is an id") }
        var judgement = Judgement(identities: identities)
        judgement.combinations = [
            Judgement.Combination(
                identities: [(1, RuleIdentity(id: id, title: "X", severity: .critical))],
                members: [Judgement.Member(rules: [0, 1]), Judgement.Member(rules: [2, 3], least: 2)])
        ]
        judgement.identifiers = [.email, .name, nil, nil, .nationalID]
        return judgement
    }()

    /// Findings in the order of a stream: one table after the other, row by row.
    ///
    /// - Parameter columns: How many columns hold values of each rule, of which a row has one.
    private func stream(rows: Int, columns: Int = 1, seed: UInt64) -> [Found] {
        var numbers = SeededNumbers(seed: seed)
        var offset: UInt64 = 0
        var found: [Found] = []
        for table in Self.tables.indices {
            for row in 1...rows {
                for rule in 0..<5 where numbers.below(10) < (rule == 4 ? 1 : 6) {
                    offset += 10
                    found.append(
                        Found(
                            rule: UInt16(rule), table: table, column: numbers.below(columns),
                            row: UInt64(row),
                            value: UInt64(numbers.below(60)) << 8 | UInt64(rule), offset: offset))
                }
            }
        }
        return found
    }

    private func tally(_ found: ArraySlice<Found>, before: Found?, after: Found?) -> Tally {
        var tally = Tally()
        tally.beginPart()
        for one in found {
            let occurrence = Tally.Occurrence(
                rule: one.rule, confidence: .likely, reasons: .expression,
                position: Position(streamOffset: one.offset, line: one.row),
                place: UInt64(one.table * 10 + Int(one.rule) + 100 * (one.column + 1)),
                container: UInt64(one.table + 10),
                row: one.row, isEdgeRow: one.row == before?.row, valueHash: one.value)
            _ = tally.record(occurrence) { place(one) }
        }
        if let last = found.last, last.row == after?.row {
            tally.endPart(inRow: last.row)
        }
        return tally
    }

    private func place(_ found: Found) -> Place {
        Place(
            .column, container: Self.tables[found.table],
            name: found.column == 0 ? "c\(found.rule)" : "c\(found.rule)_\(found.column)")
    }

    private func ledger(_ parts: [Tally]) -> Ledger {
        let ledger = Ledger()
        let source = ledger.addSource("a.sql")
        for part in parts { ledger.absorb(part, source: source) }
        return ledger
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>, [1, 2, 40])
    func `rows of a combination are those that a model counts, whatever the parts`(
        seed: UInt64, columns: Int
    ) throws {
        let found = stream(rows: 60, columns: columns, seed: seed)
        let whole = ledger([tally(found[...], before: nil, after: nil)])
        let alerts = whole.alerts(Self.judgement)
        let combined = alerts.filter { $0.rule.id.text == "combo.x" }
        #expect(combined.map(\.place.description) == Self.tables)
        for (table, alert) in combined.enumerated() {
            let rows = Dictionary(grouping: found.filter { $0.table == table }, by: \.row)
            let held = rows.values.filter { row in
                let rules = Set(row.map(\.rule))
                return !rules.isDisjoint(with: [0, 1]) && rules.isSuperset(of: [2, 3])
            }
            #expect(alert.rows == UInt64(held.count))
            #expect(alert.reasons == ["together"])
        }
        var numbers = SeededNumbers(seed: seed &+ 7)
        for count in [2, 9, 80] {
            let cuts = [0] + (1..<count).map { _ in numbers.below(found.count + 1) }.sorted() + [found.count]
            let parts = zip(cuts, cuts.dropFirst()).filter { $0 < $1 }.map { start, end in
                tally(
                    found[start..<end], before: start > 0 ? found[start - 1] : nil,
                    after: end < found.count ? found[end] : nil)
            }
            let cut = ledger(parts.shuffled(using: &numbers))
            #expect(cut.alerts(Self.judgement) == alerts, "seed \(seed), \(count) parts")
            #expect(cut.people(Self.judgement) == whole.people(Self.judgement))
            #expect(cut.inventory(Self.judgement) == whole.inventory(Self.judgement))
        }
    }

    @Test(arguments: [[0, 1, 2, 3, 4, 5], [0, 2, 4, 1, 3, 5], [0, 1, 3, 2, 4, 5]])
    func `a row in which another table's findings stand is one row, whatever the parts`(order: [Int]) {
        // Of each table: an address and two values of its person's health.
        let all = (0..<6).map { number in
            Found(
                rule: [0, 2, 3][number / 2], table: number % 2, column: 0, row: 7, value: UInt64(number),
                offset: 0)
        }
        var found = order.map { all[$0] }
        for index in found.indices { found[index].offset = UInt64(index * 10) }
        let whole = ledger([tally(found[...], before: nil, after: nil)]).alerts(Self.judgement)
        #expect(whole.filter { $0.rule.id.text == "combo.x" }.map(\.rows) == [1, 1])
        for cut in 1..<found.count {
            let parts = [
                tally(found[..<cut], before: nil, after: found[cut]),
                tally(found[cut...], before: found[cut - 1], after: nil),
            ]
            #expect(ledger(parts).alerts(Self.judgement) == whole)
        }
    }

    @Test
    func `rows make a combination graver, and too few are nothing to tell of`() throws {
        let id = try #require(RuleID("combo.x"))
        let alerts = ledger([tally(stream(rows: 60, seed: 1)[...], before: nil, after: nil)])
        let rows = alerts.alerts(Self.judgement).filter { $0.rule.id == id }.compactMap(\.rows)
        let most = try #require(rows.max())
        #expect(rows.count == 2 && rows[0] != rows[1])
        func severities(from first: UInt64, _ second: UInt64) -> [Severity] {
            var judgement = Self.judgement
            judgement.combinations[0].identities = [(first, Severity.medium), (second, .high)].map {
                ($0, RuleIdentity(id: id, title: "X", severity: $1))
            }
            return alerts.alerts(judgement).filter { $0.rule.id == id }.map(\.rule.severity)
        }
        #expect(severities(from: 1, most) == rows.map { $0 == most ? .high : .medium })
        #expect(severities(from: 1, most + 1) == [.medium, .medium])
        #expect(severities(from: most, most + 1) == [.medium])
        #expect(severities(from: most + 1, most + 2) == [])
    }

    @Test
    func `people are counted by the surest identifier that most rows have`() {
        let found = stream(rows: 200, seed: 3)
        let people = ledger([tally(found[...], before: nil, after: nil)]).people(Self.judgement)
        // Few rows have a national number.
        #expect(people.map(\.identifier) == [.email, .email])
        #expect(Set(people.map(\.place.description)) == ["customers.c0", "orders.c0"])
        for (number, table) in Self.tables.enumerated() {
            let values = Set(found.filter { $0.table == number && $0.rule == 0 }.map(\.value))
            let counted = people.first { $0.place.container == table }
            #expect(counted?.count == DistinctCount(value: UInt64(values.count), isEstimate: false))
        }
    }

    @Test(arguments: [[0, 1], [1, 0]])
    func `people at two places of one description have one order`(numbers: [Int]) {
        let places = [Place(.field, name: "mail"), Place(.column, name: "mail")]
        var tally = Tally()
        for number in numbers {
            let occurrence = Tally.Occurrence(
                rule: 0, confidence: .likely, reasons: .expression,
                position: Position(streamOffset: UInt64(number), line: 1), place: UInt64(100 + number),
                container: UInt64(number), row: 1, isEdgeRow: false, valueHash: 5)
            _ = tally.record(occurrence) { places[number] }
        }
        let people = ledger([tally]).people(Self.judgement)
        #expect(people.map(\.place.kind) == [.column, .field])
    }

    @Test
    func `an inventory has every counted column, and what was found in it`() {
        var tally = tally(stream(rows: 20, seed: 5)[...], before: nil, after: nil)
        let counts = ColumnCounts(values: 20, voids: 4)
        tally.count(counts, ofColumn: 100) { Place(.column, container: "customers", name: "c0") }
        tally.count(counts, ofColumn: 7) { Place(.column, container: "customers", name: "a") }
        let items = ledger([tally]).inventory(Self.judgement)
        #expect(items.map(\.place.description).first == "customers.a")
        #expect(items.first?.kinds == [])
        #expect(items.first?.values == counts)
        let email = items.first { $0.place.description == "customers.c0" }
        #expect(email?.values == counts)
        #expect(email?.kinds.map(\.rule.id.text) == ["contact.email"])
    }
}

import CorpusMaker
import Findings
import Ledger
import Testing

/// Sources of more places, tables and kinds of rows than are told apart: the same is told however the source was cut, and
/// nothing is lost.
@Suite struct ManyPlacesTests {
    private struct Found: Hashable {
        var rule: UInt16
        var table: Int
        var column: Int
        var row: UInt64
        var value: UInt64
        var offset: UInt64
        var isForColumn = false
    }

    private static let judgement: Judgement = {
        let identities = ["contact.email", "contact.name", "health.a"]
            .compactMap { RuleID($0) }.map { RuleIdentity(id: $0, title: "T", severity: .low) }
        guard let id = RuleID("combo.x") else { preconditionFailure("combo.x is an id") }
        var judgement = Judgement(identities: identities)
        judgement.combinations = [
            Judgement.Combination(
                identities: [(1, RuleIdentity(id: id, title: "X", severity: .critical))],
                members: [Judgement.Member(rules: [0, 1], least: 2), Judgement.Member(rules: [2])])
        ]
        return judgement
    }()

    /// Findings in the order of a stream, whose rows hold up to three rules at places that hardly come again.
    private func stream(tables: Int, columns: Int, seed: UInt64) -> [Found] {
        var numbers = SeededNumbers(seed: seed)
        var found: [Found] = []
        for row in 1...120 as ClosedRange<UInt64> {
            let table = numbers.below(tables)
            for rule in 0..<3 as Range<UInt16> where numbers.below(4) > 0 {
                for _ in 0...numbers.below(2) {
                    found.append(
                        Found(
                            rule: rule, table: table, column: numbers.below(columns), row: row,
                            value: numbers.next() >> 8, offset: UInt64(found.count) * 10))
                }
            }
        }
        return found
    }

    /// What is counted of the stream cut at random, by up to three workers who each take some of the parts.
    private func ledger(_ found: [Found], placesMax: Int, rowKindsMax: Int, cutSeed: UInt64?) -> Ledger {
        var numbers = SeededNumbers(seed: cutSeed ?? 0)
        let cuts = cutSeed.map { _ in (0..<9).map { _ in numbers.below(found.count) }.sorted() } ?? []
        var workers = (0..<3).map { _ in Tally(placesMax: placesMax, rowKindsMax: rowKindsMax) }
        for (lower, upper) in zip([0] + cuts, cuts + [found.count]) where lower < upper {
            count(found, lower..<upper, &workers[cutSeed == nil ? 0 : numbers.below(3)])
        }
        let ledger = Ledger()
        let source = ledger.addSource("a.sql")
        for worker in workers { ledger.absorb(worker, source: source) }
        return ledger
    }

    private func count(_ found: [Found], _ part: Range<Int>, _ tally: inout Tally) {
        tally.beginPart()
        let before = part.lowerBound > 0 ? found[part.lowerBound - 1].row : 0
        for one in found[part] {
            let isWanted = tally.record(
                Tally.Occurrence(
                    rule: one.rule, confidence: one.isForColumn ? .certain : .likely, reasons: .expression,
                    position: Position(streamOffset: one.offset, line: one.row),
                    place: UInt64(one.table * 1000 + one.column + 10), container: UInt64(one.table + 5),
                    row: one.row, isEdgeRow: one.row == before, isForColumn: one.isForColumn,
                    valueHash: one.value)
            ) { place(one) }
            if isWanted {
                tally.keep(Sample(text: "\(one.value)", fingerprint: ""), valueHash: one.value)
            }
        }
        if part.upperBound < found.count, let last = found[part].last {
            tally.endPart(inRow: last.row)
        }
    }

    private func place(_ found: Found) -> Place {
        Place(.column, container: "t\(found.table)", name: "c\(found.column)")
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>, [(3, 1), (3, 40), (50, 3)])
    func `what is told does not depend on the parts, and counts what there is`(
        seed: UInt64, shape: (tables: Int, columns: Int)
    ) {
        let found = stream(tables: shape.tables, columns: shape.columns, seed: seed)
        let placesMax = 12
        let whole = ledger(found, placesMax: placesMax, rowKindsMax: 1000, cutSeed: nil)
            .alerts(Self.judgement)
        for cutSeed in 1...5 as ClosedRange<UInt64> {
            let other = ledger(found, placesMax: placesMax, rowKindsMax: 1000, cutSeed: seed << 8 | cutSeed)
            #expect(other.alerts(Self.judgement) == whole)
        }
        let byPlace = Dictionary(grouping: found) { "\($0.rule) \(place($0))" }
        let single = whole.filter { $0.rule.id.text != "combo.x" }
        let told = single.filter { $0.place != .other }
        #expect(told.count == min(placesMax, byPlace.count))
        for alert in told {
            let rule = Self.judgement.identities.firstIndex(of: alert.rule) ?? -1
            let all = byPlace["\(rule) \(alert.place)"] ?? []
            #expect(alert.count == UInt64(all.count))
            #expect(alert.rows == UInt64(Set(all.map(\.row)).count))
        }
        let rest = single.filter { $0.place == .other }
        #expect(rest.isEmpty == (byPlace.count <= placesMax))
        #expect(rest.allSatisfy { $0.rows == nil })
        #expect(single.reduce(0) { $0 + $1.count } == UInt64(found.count))
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `nor does it where columns judge some of the values`(seed: UInt64) {
        let found = stream(tables: 3, columns: 40, seed: seed).map { one in
            var one = one
            one.isForColumn = one.value & 1 == 0
            return one
        }
        let whole = ledger(found, placesMax: 12, rowKindsMax: 1000, cutSeed: nil).alerts(Self.judgement)
        for cutSeed in 1...5 as ClosedRange<UInt64> {
            let other = ledger(found, placesMax: 12, rowKindsMax: 1000, cutSeed: seed << 8 | cutSeed)
            #expect(other.alerts(Self.judgement) == whole)
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `rows that hold what is grave together are counted, though their places are not told`(seed: UInt64) {
        let found = stream(tables: 3, columns: 40, seed: seed)
        let all = ledger(found, placesMax: 12, rowKindsMax: 1000, cutSeed: seed).alerts(Self.judgement)
        let counts = all.filter { $0.rule.id.text == "combo.x" }.map(\.count)
        let rules = Dictionary(grouping: found, by: \.row).values.map { row in
            (table: row[0].table, rules: Set(row.map(\.rule)))
        }
        let expected = (0..<3).map { table in
            UInt64(rules.count { $0.table == table && $0.rules == [0, 1, 2] })
        }
        #expect(counts == expected)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>, [5, 9, 30])
    func `rows of too many kinds are told apart by their rules, or not at all, whatever the parts`(
        seed: UInt64, rowKindsMax: Int
    ) {
        let found = stream(tables: 2, columns: 5, seed: seed)
        let combined = { (cutSeed: UInt64?) in
            ledger(found, placesMax: 1000, rowKindsMax: rowKindsMax, cutSeed: cutSeed)
                .alerts(Self.judgement).filter { $0.rule.id.text == "combo.x" }
        }
        let whole = combined(nil)
        let rows = Dictionary(grouping: found, by: \.row).values
        let told = (0..<2).filter { table in
            let kinds = Set(rows.filter { $0[0].table == table }.map { Set($0.map(\.rule)) })
            return kinds.count <= rowKindsMax && kinds.contains([0, 1, 2])
        }
        #expect(whole.map(\.place.description) == told.map { "t\($0)" })
        for cutSeed in 1...5 as ClosedRange<UInt64> { #expect(combined(seed << 8 | cutSeed) == whole) }
    }
}

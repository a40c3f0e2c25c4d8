import CorpusMaker
import Findings
import Ledger
import Testing

/// Findings that are counted column by column, against the same counted one by one.
@Suite struct ColumnCountTests {
    private static let identities = (0..<90).compactMap { RuleID("contact.r\($0)") }
        .map { RuleIdentity(id: $0, title: "T", severity: .low) }

    /// A value of a row, for a rule that has a column of its own.
    private struct Found {
        var rule: UInt16
        var row: Int
        var hash: UInt64
        var isApart: Bool
    }

    private func occurrence(_ found: Found) -> Tally.Occurrence {
        Tally.Occurrence(
            rule: found.rule, confidence: .likely, reasons: .fieldName,
            position: Position(
                streamOffset: UInt64(found.row * 100) + UInt64(found.rule), line: UInt64(found.row + 1)),
            place: 1000 + UInt64(found.rule), container: 77, row: UInt64(found.row + 1), isEdgeRow: false,
            valueHash: found.hash)
    }

    private func place(_ rule: UInt16) -> Place { Place(.json, container: "i", name: "f\(rule)") }

    private func sample(_ hash: UInt64) -> Sample { Sample(text: "s\(hash)", fingerprint: "f\(hash)") }

    private func take(_ found: Found, in tally: inout Tally) {
        if tally.record(occurrence(found), place: { place(found.rule) }) {
            tally.keep(sample(found.hash), valueHash: found.hash)
        }
    }

    /// Those apart are counted one by one, in their rows.
    private func takeByColumns(_ all: [Found], rows: Int, in tally: inout Tally) {
        var holdings = Tally.RowHoldings()
        holdings.begin(count: rows)
        for (rule, column) in Dictionary(grouping: all.filter { !$0.isApart }, by: \.rule) {
            let hashes = column.map(\.hash)
            let places = column.map { Int32($0.row) }
            let last = occurrence(column[column.count - 1])
            tally.record(
                occurrence(column[0]), upTo: (last.position, last.row), hashes: hashes.span,
                rows: places.span,
                in: &holdings, place: { place(rule) }, sample: { sample(hashes[$0]) })
        }
        for row in 0..<rows {
            tally.note(row, of: holdings, row: UInt64(row + 1))
            for found in all where found.row == row && found.isApart { take(found, in: &tally) }
        }
    }

    private func alerts(_ tally: Tally) -> [Alert] {
        let ledger = Ledger()
        let source = ledger.addSource("a")
        ledger.absorb(tally, source: source)
        return ledger.alerts(Judgement(identities: Self.identities))
    }

    @Test(arguments: 1...12)
    func `columns count what their findings count one by one`(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        // More rules than a row's findings have bits.
        let rules = [3, 12, 80][Int(seed) % 3]
        let rows = [5, 300, 2000][Int(seed / 3) % 3]
        var all: [Found] = []
        for row in 0..<rows {
            for rule in 0..<rules where numbers.below(4) > 0 {
                let hash: UInt64 = rule == 0 ? numbers.next() % 10 : numbers.next()
                all.append(Found(rule: UInt16(rule), row: row, hash: hash, isApart: numbers.below(5) == 0))
            }
        }
        var (one, other) = (Tally(), Tally())
        for found in all { take(found, in: &one) }
        takeByColumns(all, rows: rows, in: &other)
        let (expected, told) = (alerts(one), alerts(other))
        let isSame = told == expected
        #expect(isSame, "seed \(seed)")
        #expect(expected.count == rules)
    }
}

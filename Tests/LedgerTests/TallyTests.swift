import CorpusMaker
import Findings
import Ledger
import Testing

@Suite struct TallyTests {
    private struct Found {
        var rule: UInt16
        var name: String
        var offset: UInt64
        var line: UInt64
        var hash: UInt64
        var confidence: Confidence
        var reasons: Reasons
    }

    private static let identities = ["contact.a", "contact.b", "health.c"].compactMap { RuleID($0) }
        .map { RuleIdentity(id: $0, title: "T", severity: .low) }

    private func sample(_ hash: UInt64) -> Sample {
        Sample(text: "s\(hash)", fingerprint: "f\(hash)")
    }

    /// Findings in the order of a stream.
    private func stream(_ count: Int, seed: UInt64) -> [Found] {
        var numbers = SeededNumbers(seed: seed)
        var offset: UInt64 = 0
        var line: UInt64 = 1
        return (0..<count).map { _ in
            offset += numbers.next() % 50
            if numbers.next() % 3 == 0 { line += numbers.next() % 3 }
            return Found(
                rule: UInt16(numbers.next() % 3),
                name: ["mail", "home_phone", "", "a@b", "card2"][Int(numbers.next() % 5)],
                offset: offset, line: line, hash: numbers.next() % 400,
                confidence: [.possible, .likely, .certain][Int(numbers.next() % 3)],
                reasons: Reasons(rawValue: UInt16(numbers.next() & 127)))
        }
    }

    /// - Parameters:
    ///   - before: The line of the finding before the part.
    ///   - after: The line of the one behind it.
    private func tally(_ part: ArraySlice<Found>, before: UInt64?, after: UInt64?) -> Tally {
        var tally = Tally()
        for found in part {
            let name = Array(found.name.utf8)
            tally.take(
                Tally.Occurrence(
                    rule: found.rule, confidence: found.confidence, reasons: found.reasons,
                    position: Position(streamOffset: found.offset, line: found.line),
                    place: Tally.placeHash(name.span), row: found.line,
                    isEdgeRow: found.line == before || found.line == after, valueHash: found.hash),
                name: name.span, sample: { sample(found.hash) })
        }
        return tally
    }

    private func alerts(_ parts: [Tally]) -> [Alert] {
        let ledger = Ledger()
        let source = ledger.addSource("a.log")
        for part in parts { ledger.absorb(part, source: source) }
        return ledger.alerts(Judgement(identities: Self.identities))
    }

    @Test(arguments: 1...30)
    func `tallies of any parts in any order are the tally of the whole`(seed: UInt64) {
        let found = stream(500, seed: seed)
        var numbers = SeededNumbers(seed: seed &+ 1000)
        let whole = alerts([tally(found[...], before: nil, after: nil)])
        #expect(whole.count > 6)
        for parts in [2, 3, 10, 100] {
            let cuts = [0] + (1..<parts).map { _ in Int(numbers.next() % 501) }.sorted() + [500]
            let tallies = zip(cuts, cuts.dropFirst()).map { start, end in
                tally(
                    found[start..<end], before: start > 0 ? found[start - 1].line : nil,
                    after: end < 500 ? found[end].line : nil)
            }
            #expect(alerts(tallies) == whole, "seed \(seed), \(parts) parts")
            #expect(
                alerts(tallies.shuffled(using: &numbers)) == whole, "seed \(seed), \(parts) parts, shuffled")
        }
    }

    @Test
    func `an alert tells what a model counts`() throws {
        let found = stream(2000, seed: 99)
        let all = alerts([tally(found[...], before: nil, after: nil)])
        let groups = Dictionary(grouping: found) {
            "\($0.rule) \($0.name == "a@b" || $0.name.isEmpty ? "text" : $0.name)"
        }
        #expect(all.count == groups.count)
        for alert in all {
            let rule = try #require(Self.identities.firstIndex { $0.id == alert.rule.id })
            let group = try #require(groups["\(rule) \(alert.place.description)"])
            #expect(alert.source == "a.log")
            #expect(alert.count == UInt64(group.count))
            #expect(alert.rows == UInt64(Set(group.map(\.line)).count))
            #expect(
                alert.distinct
                    == DistinctCount(value: UInt64(Set(group.map(\.hash)).count), isEstimate: false))
            #expect(alert.first.streamOffset == group.map(\.offset).min())
            #expect(alert.last.streamOffset == group.map(\.offset).max())
            #expect(alert.confidence == group.map(\.confidence).max())
            #expect(alert.reasons == group.reduce(into: Reasons()) { $0.formUnion($1.reasons) }.names)
            let smallest = Set(group.map(\.hash)).sorted().prefix(5)
            #expect(alert.samples == smallest.map { sample($0) })
        }
        // By rule, then by place.
        let order = all.map { "\($0.rule.id) \($0.place.description)" }
        #expect(order == order.sorted())
    }

    @Test
    func `sources keep their own counts, in the order in which they were named`() {
        let ledger = Ledger()
        let (one, two) = (ledger.addSource("z"), ledger.addSource("a"))
        let part = tally(stream(20, seed: 1)[...], before: nil, after: nil)
        ledger.absorb(part, source: two)
        ledger.absorb(part, source: one)
        ledger.absorb(part, source: one)
        ledger.absorb(Tally(), source: two)
        let all = ledger.alerts(Judgement(identities: Self.identities))
        let counts = Dictionary(grouping: all, by: \.source).mapValues { $0.reduce(0) { $0 + $1.count } }
        #expect(counts == ["z": 40, "a": 20])
        #expect(all.map(\.source) == all.map(\.source).sorted(by: >))
    }

    @Test
    func `a sample is made only for a value that is kept`() {
        var tally = Tally()
        var made = 0
        let name = Array("n".utf8)
        // Hashes that grow: only the first five are ever kept.
        for hash in (1...1000 as ClosedRange<UInt64>).flatMap({ [$0, $0] }) {
            tally.take(
                Tally.Occurrence(
                    rule: 0, confidence: .likely, reasons: [],
                    position: Position(streamOffset: hash, line: 1), place: Tally.placeHash(name.span),
                    row: 1,
                    isEdgeRow: false, valueHash: hash),
                name: name.span,
                sample: {
                    made += 1
                    return sample(hash)
                })
        }
        #expect(made == 5)
    }

    @Test
    func `a stream that invents names fills one place in the end`() {
        var tally = Tally()
        let letters = Array("abcdefghijklmnop".utf8)
        for number in 0..<65_600 {
            let name = stride(from: 0, to: 20, by: 4).map { letters[number >> $0 & 15] }
            tally.take(
                Tally.Occurrence(
                    rule: 0, confidence: .likely, reasons: [],
                    position: Position(streamOffset: UInt64(number), line: 1),
                    place: Tally.placeHash(name.span), row: 1, isEdgeRow: false, valueHash: 1),
                name: name.span, sample: { sample(1) })
        }
        let all = alerts([tally])
        #expect(all.count == 65_537)
        #expect(all.filter { $0.place == .other }.map(\.count) == [64])
        #expect(all.reduce(0) { $0 + $1.count } == 65_600)
    }

    @Test(arguments: [
        ("email", "email"), ("home.phone-2", "home.phone-2"), ("_id", "_id"), ("Full Name", "Full Name"),
        ("card1234", "card1234"), ("", "text"), ("card12345", "text"), ("4111111111111111", "text"),
        ("j.roe@quillmoor.net", "text"), ("-x", "text"), ("a/b", "text"), ("é", "text"), ("a\"b", "text"),
        (String(repeating: "a", count: 64), String(repeating: "a", count: 64)),
        (String(repeating: "a", count: 65), "text"),
    ])
    func `a place is named only by what cannot be data`(name: String, place: String) {
        let bytes = Array(name.utf8)
        let shown = Place(fieldName: bytes.span)
        #expect(shown.description == place)
    }

    @Test(arguments: 1...10)
    func `a finding that is recorded in the entry of one before counts the same`(seed: UInt64) {
        let found = stream(500, seed: seed)
        var again = Tally()
        var entries: [String: Int] = [:]
        for one in found {
            let name = Array(one.name.utf8)
            let key = "\(one.rule) \(one.name)"
            let position = Position(streamOffset: one.offset, line: one.line)
            if let entry = entries[key] {
                let isWanted = again.recordAgain(
                    in: entry, row: one.line, isEdgeRow: false, position: position,
                    confidence: one.confidence, reasons: one.reasons, valueHash: one.hash)
                if isWanted { again.keep(sample(one.hash), valueHash: one.hash) }
            } else {
                again.take(
                    Tally.Occurrence(
                        rule: one.rule, confidence: one.confidence, reasons: one.reasons, position: position,
                        place: Tally.placeHash(name.span), row: one.line, isEdgeRow: false,
                        valueHash: one.hash),
                    name: name.span, sample: { sample(one.hash) })
                entries[key] = again.lastEntry
            }
        }
        let whole = alerts([tally(found[...], before: nil, after: nil)])
        #expect(whole.count > 6)
        #expect(alerts([again]) == whole)
    }

    @Test
    func `a row that two parts have seen counts once`() {
        func part(_ rows: [UInt64], endsIn last: UInt64?) -> Tally {
            var tally = Tally()
            tally.beginPart()
            for (index, row) in rows.enumerated() {
                let occurrence = Tally.Occurrence(
                    rule: 0, confidence: .likely, reasons: [],
                    position: Position(streamOffset: row, line: 1), place: 7, row: row,
                    isEdgeRow: index == 0, valueHash: row)
                _ = tally.record(occurrence, place: { Place(.column, container: "t", name: "c") })
            }
            if let last { tally.endPart(inRow: last) }
            return tally
        }
        let ledger = Ledger()
        let source = ledger.addSource("a.sql")
        ledger.absorb(part([3, 4, 5], endsIn: 5), source: source)
        ledger.absorb(part([1, 2, 3], endsIn: 3), source: source)
        ledger.absorb(part([5, 6, 6], endsIn: nil), source: source)
        ledger.setRows(["t": 9], source: source)
        let all = ledger.alerts(Judgement(identities: Self.identities))
        #expect(all.map(\.rows) == [6])
        #expect(all.map(\.rowsOfTable) == [9])
        #expect(all.map(\.count) == [9])
    }

    @Test
    func `gaps beyond a thousand are counted`() {
        let ledger = Ledger()
        for number in 0..<1003 {
            ledger.addGap(Gap(source: "\(number)", sourceOffset: nil, bytesSkipped: nil, reason: "r"))
        }
        #expect(ledger.coverage.gaps.count == Ledger.gapsMax)
        #expect(ledger.coverage.gapsOmitted == 3)
    }
}

extension Tally {
    /// Records an occurrence, and keeps its sample where that is asked for.
    mutating func take(_ occurrence: Occurrence, name: Span<UInt8>, sample: () -> Sample) {
        let place = Place(fieldName: name)
        if record(occurrence, place: { place }) { keep(sample(), valueHash: occurrence.valueHash) }
    }
}

internal import Findings

extension Tally {
    /// The alerts of a source, by rule and place.
    ///
    /// - Parameter rowsOfTables: By the tables' names.
    func alerts(source: String, _ judgement: Judgement, rowsOfTables: [String: UInt64]) -> [Alert] {
        let judged = judgedEntries(judgement)
        let alerts =
            wholeEntries(judged).map { alert($0, source, judgement, rowsOfTables) }
            + combined(judged, source, judgement, rowsOfTables)
        return alerts.filter { judgement.reports($0.rule, $0.confidence) }.sorted { left, right in
            if left.rule.id != right.rule.id { return left.rule.id < right.rule.id }
            return left.place != right.place ? left.place < right.place : left.first < right.first
        }
    }

    private func alert(
        _ entry: Entry, _ source: String, _ judgement: Judgement, _ rowsOfTables: [String: UInt64]
    ) -> Alert {
        let place = shownPlace(entry)
        var alert = Alert(
            rule: judgement.identities[Int(entry.rule)], source: source, place: place,
            confidence: entry.confidence, reasons: entry.reasons.names, count: entry.count,
            rows: entry.place == Self.otherPlace ? nil : entry.rowCount,
            rowsOfTable: place.kind == .column ? rowsOfTables[place.container] : nil,
            distinct: entry.distinct.count, first: entry.first, last: entry.last,
            samples: entry.samples.kept.map(\.sample))
        if place.kind == .column { alert.column = columns[entry.place] }
        if place.kind == .column || place.kind == .json, judgement.chanceRate(entry.rule) != nil {
            alert.failedCheck = entry.misses
        }
        return alert
    }

    /// The alerts of rows that hold findings which are graver together.
    ///
    /// - Parameter judged: The entries in their order; `nil` for those that count for nothing.
    private func combined(
        _ judged: [Entry?], _ source: String, _ judgement: Judgement, _ rowsOfTables: [String: UInt64]
    ) -> [Alert] {
        var seated = rowKinds.containers.map { [[Entry]](repeating: [], count: $0.rules.count) }
        var others: [UInt16: Entry] = [:]
        // Only what is likely counts.
        for case let entry? in judged where entry.confidence >= .likely {
            if let seat = entry.seat { seated[seat.container][seat.number].append(entry) }
            // A rule may have two, one of them for what columns judge.
            if entry.place == Self.otherPlace, others[entry.rule]?.merge(entry) == nil {
                others[entry.rule] = entry
            }
        }
        return zip(rowKinds.containers, seated).flatMap { container, seated in
            combined(container, seated, others, source, judgement, rowsOfTables)
        }
    }

    /// The same of one table.
    ///
    /// - Parameters:
    ///   - seated: The entries that count, by the container's numbers.
    ///   - others: Those of what has no place of its own, by their rules.
    private func combined(
        _ container: RowKinds.Container, _ seated: [[Entry]], _ others: [UInt16: Entry], _ source: String,
        _ judgement: Judgement, _ rowsOfTables: [String: UInt64]
    ) -> [Alert] {
        let counts = zip(container.rules, seated).map { rule, entries in
            !entries.isEmpty || container.elsewhere.contains(rule) && others[rule] != nil
        }
        let rules = Set(zip(container.rules, counts).filter(\.1).map(\.0))
        return judgement.combinations.filter { $0.holds(rules) }.compactMap { combination in
            let rows = container.count(counts) { combination.holds($0) }
            guard rows > 0, let identity = combination.identity(rows: rows) else { return nil }
            let asked = rules.filter { rule in combination.members.contains { $0.rules.contains(rule) } }
            let members =
                seated.joined().filter { asked.contains($0.rule) }
                + asked.filter { container.elsewhere.contains($0) }.compactMap { others[$0] }
            return alert(
                of: identity, members, rows: rows, in: container.place, source, rowsOfTables: rowsOfTables)
        }
    }

    private func alert(
        of identity: RuleIdentity, _ members: [Entry], rows: UInt64, in place: Place, _ source: String,
        rowsOfTables: [String: UInt64]
    ) -> Alert {
        // What is counted elsewhere may stand outside of the table.
        let own = members.filter { $0.place != Self.otherPlace }
        let spans = own.isEmpty ? members : own
        let first = spans.map(\.first).min() ?? Position(streamOffset: 0, line: 0)
        return Alert(
            rule: identity, source: source, place: place,
            confidence: members.map(\.confidence).min() ?? .likely, reasons: ["together"], count: rows,
            rows: rows, rowsOfTable: place.kind == .column ? rowsOfTables[place.container] : nil,
            distinct: DistinctCount(value: rows, isEstimate: false), first: first,
            last: spans.map(\.last).max() ?? first, samples: [])
    }
}

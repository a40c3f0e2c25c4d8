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
        let place = places[entry.place] ?? .text
        var alert = Alert(
            rule: judgement.identities[Int(entry.rule)], source: source, place: place,
            confidence: entry.confidence, reasons: entry.reasons.names, count: entry.count,
            rows: entry.rowCount,
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
        var kinds = rowKinds
        kinds.finish()
        var alerts: [Alert] = []
        for container in kinds.containers {
            // Only what is likely counts.
            let entries = container.entries.compactMap { judged[$0] }.filter { $0.confidence >= .likely }
            let rules = Set(entries.map(\.rule))
            for combination in judgement.combinations where combination.holds(rules) {
                let rows = container.count { held in
                    let likely = held.compactMap { judged[$0] }.filter { $0.confidence >= .likely }
                    return combination.holds(Set(likely.map(\.rule)))
                }
                guard rows > 0, let identity = combination.identity(rows: rows) else { continue }
                let members = entries.filter { entry in
                    combination.members.contains { $0.rules.contains(entry.rule) }
                }
                alerts.append(
                    alert(of: identity, members, rows: rows, source, rowsOfTables: rowsOfTables))
            }
        }
        return alerts
    }

    private func alert(
        of identity: RuleIdentity, _ members: [Entry], rows: UInt64, _ source: String,
        rowsOfTables: [String: UInt64]
    ) -> Alert {
        let one = members.first.flatMap { places[$0.place] } ?? .text
        let place =
            one.kind == .column || one.kind == .json ? Place(one.kind, container: one.container) : .text
        let first = members.map(\.first).min() ?? Position(streamOffset: 0, line: 0)
        return Alert(
            rule: identity, source: source, place: place,
            confidence: members.map(\.confidence).min() ?? .likely, reasons: ["together"], count: rows,
            rows: rows, rowsOfTable: one.kind == .column ? rowsOfTables[one.container] : nil,
            distinct: DistinctCount(value: rows, isEstimate: false), first: first,
            last: members.map(\.last).max() ?? first, samples: [])
    }
}

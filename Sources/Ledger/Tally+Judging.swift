internal import Findings

extension Tally {
    private struct PlaceOfRule: Hashable {
        var rule: UInt16
        var place: UInt64

        init(_ entry: Entry) {
            rule = entry.rule
            place = entry.place
        }
    }

    /// The entries as their columns judge them, in their order; `nil` for those that count for nothing.
    ///
    /// The misses of each are all those of its rule and place.
    func judgedEntries(_ judgement: Judgement) -> [Entry?] {
        var missed: [PlaceOfRule: UInt64] = [:]
        for entry in entries where entry.misses > 0 { missed[PlaceOfRule(entry), default: 0] += entry.misses }
        return entries.map { judge($0, missed: missed[PlaceOfRule($0)] ?? 0, judgement) }
    }

    /// One entry for each rule and place: what the column proves, and what stands by itself.
    func wholeEntries(_ judged: [Entry?]) -> [Entry] {
        var whole: [Entry] = []
        var known: [PlaceOfRule: Int] = [:]
        for case let entry? in judged {
            if let index = known[PlaceOfRule(entry)] {
                whole[index].merge(entry)
                whole[index].misses = entry.misses
            } else {
                known[PlaceOfRule(entry)] = whole.count
                whole.append(entry)
            }
        }
        return whole
    }

    func shownPlace(_ entry: Entry) -> Place {
        entry.place == Self.otherPlace ? .other : places[entry.place] ?? .text
    }

    /// What its column's other values make of an entry; `nil` where they speak against it.
    ///
    /// - Parameter missed: Values at the place that have the rule's shape and fail its check.
    private func judge(_ entry: Entry, missed: UInt64, _ judgement: Judgement) -> Entry? {
        guard entry.count > 0 else { return nil }
        var entry = entry
        entry.misses = missed
        guard let chanceRate = judgement.chanceRate(entry.rule) else { return entry }
        let evidence = ColumnEvidence(
            passed: entry.count, missed: missed, distinct: entry.distinct.count.value,
            chanceRate: chanceRate)
        if entry.isUnproven, !evidence.isProof { return nil }
        switch evidence.verdict {
        case .supports:
            if entry.isForColumn || entry.reasons.contains(.fieldName) {
                entry.confidence = entry.confidence == .possible ? .likely : .certain
                entry.reasons.insert(.column)
            }
        case .contradicts:
            if entry.isForColumn { return nil }
            // Its name says what the column holds, or other words do.
            entry.confidence = .possible
            entry.reasons.insert(.columnDoubt)
        case .open:
            guard entry.isForColumn, missed > 0 else { break }
            entry.confidence = .possible
            entry.reasons.insert(.columnDoubt)
        }
        return entry
    }
}

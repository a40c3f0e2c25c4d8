internal import Findings

extension Tally {
    /// All places of a source with what was found there, by the place.
    func inventory(source: String, _ judgement: Judgement) -> [InventoryItem] {
        var items: [Place: InventoryItem] = [:]
        for (hash, counts) in columns {
            let place = places[hash] ?? .other
            let known = items[place]?.values ?? ColumnCounts()
            items[place] = InventoryItem(source: source, place: place, values: known + counts, kinds: [])
        }
        for entry in wholeEntries(judgedEntries(judgement)) {
            let rule = judgement.identities[Int(entry.rule)]
            guard judgement.reports(rule, entry.confidence) else { continue }
            let place = shownPlace(entry)
            let kind = InventoryItem.Kind(rule: rule, count: entry.count, confidence: entry.confidence)
            let none = InventoryItem(source: source, place: place, values: nil, kinds: [])
            items[place, default: none].kinds.append(kind)
        }
        return items.values.map { item in
            var item = item
            item.kinds.sort { left, right in
                if left.rule.severity != right.rule.severity {
                    return left.rule.severity > right.rule.severity
                }
                return left.count != right.count
                    ? left.count > right.count : left.rule.id < right.rule.id
            }
            return item
        }.sorted { $0.place < $1.place }
    }
}

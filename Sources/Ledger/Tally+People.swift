internal import Findings

extension Tally {
    /// The people that each table, each index and the text tell of, by the surest identifier that stands for most of
    /// them; the most people first.
    func people(source: String, _ judgement: Judgement) -> [PeopleAffected] {
        var byContainer: [Place: [PeopleAffected]] = [:]
        for entry in wholeEntries(judgedEntries(judgement)) where entry.confidence >= .likely {
            guard let identifier = judgement.identifier(entry.rule) else { continue }
            let place = shownPlace(entry)
            let isRecord = place.kind == .column || place.kind == .json
            byContainer[isRecord ? Place(place.kind, container: place.container) : .text, default: []].append(
                PeopleAffected(
                    source: source, place: place, rule: judgement.identities[Int(entry.rule)],
                    identifier: identifier, count: entry.distinct.count))
        }
        return byContainer.values.compactMap { Self.surest($0) }.sorted { left, right in
            left.count.value != right.count.value
                ? left.count.value > right.count.value : Self.comesFirst(left, right)
        }
    }

    /// Whatever thread counted first, and however the run hashes: a field and a column may have one description.
    private static func comesFirst(_ left: PeopleAffected, _ right: PeopleAffected) -> Bool {
        let (here, there) = (left.place, right.place)
        if here.description != there.description { return here.description < there.description }
        if here.kind != there.kind { return here.kind.rawValue < there.kind.rawValue }
        if here.container != there.container { return here.container < there.container }
        return left.rule.id < right.rule.id
    }

    /// An identifier that few rows have is no measure of all: the surest of those that count half as many as any.
    private static func surest(_ candidates: [PeopleAffected]) -> PeopleAffected? {
        let most = candidates.map(\.count.value).max() ?? 0
        return candidates.filter { $0.count.value * 2 >= most }.max { left, right in
            if left.identifier != right.identifier { return left.identifier < right.identifier }
            if left.count.value != right.count.value { return left.count.value < right.count.value }
            return Self.comesFirst(right, left)
        }
    }
}

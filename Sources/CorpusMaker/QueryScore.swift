/// How well a scan of query logs finds planted values, and how well it tells what they stand for in their statements.
public struct QueryScore: Sendable {
    /// A log, and all of its text.
    public struct Log: Sendable {
        public var name: String
        public var text: String

        public init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    /// In the order of the logs given.
    public private(set) var byLog: [(name: String, tally: PlaceScore.Tally)] = []
    public private(set) var total = PlaceScore.Tally()
    public private(set) var notes: [PlaceScore.Note] = []

    private struct Key: Hashable {
        var rule: String
        var value: String
    }

    /// - Parameters:
    ///   - values: Of the statements; a log holds those that its text has.
    ///   - rows: Values that the tables had before: what a server logs of whole rows is no wrong finding.
    public init(
        values: [QueryCorpus.Value], rows: [PlantedValue], logs: [Log], findings: [PlacedFinding]
    ) {
        var known = Set(rows.compactMap { value in value.rule.map { Key(rule: $0, value: value.value) } })
        known.formUnion(values.compactMap { value in value.rule.map { Key(rule: $0, value: value.value) } })
        for log in logs {
            let found = findings.filter { $0.file.split(separator: "/").last.map(String.init) == log.name }
            let tally = score(log, values, found, known)
            byLog.append((log.name, tally))
            total.add(tally)
        }
    }

    private mutating func score(
        _ log: Log, _ values: [QueryCorpus.Value], _ findings: [PlacedFinding], _ known: Set<Key>
    ) -> PlaceScore.Tally {
        var tally = PlaceScore.Tally()
        let byKey = Dictionary(grouping: findings) { Key(rule: $0.rule, value: $0.value) }
        for value in values where log.text.contains(value.value) {
            guard let rule = value.rule else { continue }
            tally.held += 1
            let answers = byKey[Key(rule: rule, value: value.value)] ?? []
            let isPlaced = answers.contains { Self.isRight($0.record, for: value) }
            if !answers.isEmpty { tally.found += 1 }
            if isPlaced { tally.placed += 1 }
            guard !isPlaced else { continue }
            note(
                answers.isEmpty ? .missed : .misplaced, rule, value.value, log,
                "\(value.table).\(value.column)")
        }
        for (key, findings) in byKey where !known.contains(key) {
            // The lines of `BINLOG` cut values; what is left of one in a line is no other value.
            if findings.allSatisfy({ $0.record == nil }),
                known.contains(where: { $0.rule == key.rule && $0.value.hasSuffix(key.value) })
            {
                continue
            }
            tally.wrong += findings.count
            note(.wrong, key.rule, key.value, log, findings.first?.record?.column ?? "no place")
        }
        return tally
    }

    /// A statement names the table and the column; an event of a row the table and the column's number.
    private static func isRight(_ record: PlacedFinding.Record?, for value: QueryCorpus.Value) -> Bool {
        guard let record, (record.path ?? "") == value.path else { return false }
        if record.kind == "column" { return record.tableName == value.table && record.column?.first == "#" }
        return record.column == "\(value.table).\(value.column)"
    }

    private mutating func note(
        _ kind: PlaceScore.Note.Kind, _ rule: String, _ value: String, _ log: Log, _ place: String
    ) {
        notes.append(PlaceScore.Note(kind: kind, text: "\(rule) \(value) in \(log.name): \(place)"))
    }
}

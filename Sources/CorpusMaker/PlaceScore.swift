/// How well a scan of dumps finds planted values, and how well it tells where they are.
public struct PlaceScore: Sendable {
    public static let recallMin = 0.995
    public static let accuracyMin = 0.995

    /// Of one dump, or of all.
    public struct Tally: Equatable, Sendable {
        /// Planted values that the dump holds.
        public var held = 0

        /// Those that were found, by their rule and as the same text.
        public var found = 0

        /// Those found whose table, column, row and path were told right.
        public var placed = 0

        /// Findings in a column that holds nothing for their rule.
        public var wrong = 0

        public var recall: Double { held == 0 ? 1 : Double(found) / Double(held) }

        /// Of the places of what was found.
        public var accuracy: Double { found == 0 ? 1 : Double(placed) / Double(found) }

        public var isGood: Bool { recall >= recallMin && accuracy >= accuracyMin && wrong == 0 }

        mutating func add(_ other: Tally) {
            held += other.held
            found += other.found
            placed += other.placed
            wrong += other.wrong
        }
    }

    /// Something to look at: a value that was missed or misplaced, or a finding that is wrong.
    public struct Note: Sendable {
        public enum Kind: String, Sendable { case missed, misplaced, wrong }
        public var kind: Kind
        public var text: String
    }

    /// In the order of the files given.
    public private(set) var byFile: [(file: DumpFile, tally: Tally)] = []
    public private(set) var total = Tally()
    public private(set) var notes: [Note] = []

    /// - Parameters:
    ///   - files: The dumps that were scanned.
    ///   - findings: Of all files; those of other files are left out.
    public init(values: [PlantedValue], files: [DumpFile], findings: [PlacedFinding]) {
        let byName = Dictionary(grouping: findings) { Self.name(ofPath: $0.file) }
        for file in files {
            let tally = score(file, values: values.filter(file.holds), findings: byName[file.name] ?? [])
            byFile.append((file, tally))
            total.add(tally)
        }
    }

    /// The part of a path that lies below the folder of dumps.
    static func name(ofPath path: String) -> String {
        let parts = path.split(separator: "/")
        guard let folder = parts.lastIndex(of: "dumps") else { return parts.last.map(String.init) ?? path }
        return parts[(folder + 1)...].joined(separator: "/")
    }

    private mutating func score(
        _ file: DumpFile, values: [PlantedValue], findings: [PlacedFinding]
    ) -> Tally {
        var tally = Tally()
        var left: [Key: Int] = [:]
        var leftPlaced: [Placed: Int] = [:]
        for finding in findings {
            left[Key(finding), default: 0] += 1
            if let place = Place(finding, in: file) {
                leftPlaced[Placed(key: Key(finding), place: place), default: 0] += 1
            }
        }
        // A finding answers one value only: first those that agree in their place, then those that do not.
        var unplaced: [PlantedValue] = []
        for value in values where file.asks(for: value) {
            tally.held += 1
            let key = Key(value)
            let placed = Place.answers(to: value, in: file).map { Placed(key: key, place: $0) }
            if let answer = placed.first(where: { leftPlaced[$0, default: 0] > 0 }) {
                leftPlaced[answer, default: 0] -= 1
                left[key, default: 0] -= 1
                tally.found += 1
                tally.placed += 1
            } else {
                unplaced.append(value)
            }
        }
        for value in unplaced {
            let isFound = left[Key(value), default: 0] > 0
            if isFound {
                left[Key(value), default: 0] -= 1
                tally.found += 1
            }
            notes.append(
                Note(
                    kind: isFound ? .misplaced : .missed,
                    text:
                        "\(value.rule ?? "") \(value.value) in \(file.name): \(value.table).\(value.column) "
                        + "\(value.path) row \(value.row)"))
        }
        tally.wrong = countWrong(file, values: values, findings: findings)
        return tally
    }

    /// A finding with an alert is wrong if its column holds nothing for its rule; one without a place, if its value is none that
    /// was planted.
    private mutating func countWrong(
        _ file: DumpFile, values: [PlantedValue], findings: [PlacedFinding]
    ) -> Int {
        var wrong = 0
        let planted = values.filter { $0.rule != nil }
        let keys = Set(planted.map(Key.init))
        let columns = Set(
            planted.map { Column(rule: $0.rule ?? "", table: $0.table, name: $0.column) })
        for finding in findings where finding.isAlert && !keys.contains(Key(finding)) {
            let column = Column(finding, in: file)
            if let column, columns.contains(column) { continue }
            wrong += 1
            let place = column.map { "\($0.table).\($0.name)" } ?? "no place"
            notes.append(
                Note(
                    kind: .wrong,
                    text: "\(finding.rule) \(finding.value) in \(file.name): \(place) "
                        + "row \(finding.record?.row ?? finding.record?.document ?? 0)"))
        }
        return wrong
    }
}

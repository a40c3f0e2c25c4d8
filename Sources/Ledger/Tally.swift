internal import Bytes
public import Findings

/// What one worker has counted of one source: an entry for each rule and place.
///
/// Tallies of parts of a source merge in any order into the tally of the whole.
public struct Tally: Sendable {
    private var entries: [Entry] = []
    private var index: [UInt64: Int] = [:]
    private var places: [UInt64: Place] = [:]

    /// The entries that the part being counted has touched.
    private var touched: [Int] = []
    private var part: UInt32 = 0

    /// The entry found last: findings of one column come in a row's order, so a small table of the
    /// last ones saves most look-ups.
    private var recent = [(key: UInt64, entry: Int)](repeating: (0, -1), count: 64)

    struct Entry {
        var rule: UInt16
        var place: UInt64
        var confidence: Confidence
        var reasons: Reasons
        var count: UInt64 = 0
        var rows: UInt64 = 0

        /// The row of the finding counted last, so that a row counts once, and whether it is one of the edge rows.
        var lastRow: UInt64 = 0
        var lastRowIsEdge = false
        var part: UInt32 = 0

        /// Rows that may reach over an edge of the parts: each counts once, whichever parts saw it.
        var edgeRows: Set<UInt64> = []
        var first: Position
        var last: Position
        var distinct = DistinctCounter()
        var samples = SampleKeeper()
    }

    public init() {}

    public var isEmpty: Bool { entries.isEmpty }

    /// One finding to be counted.
    public struct Occurrence {
        public var rule: UInt16
        public var confidence: Confidence
        public var reasons: Reasons
        public var position: Position

        /// The identity of the place: `Tally.placeHash`, or that of a structure's place.
        public var place: UInt64

        /// The number of the row or document, else of the line.
        public var row: UInt64

        /// The row may have begun before the worker's part, or go on behind it.
        public var isEdgeRow: Bool
        public var valueHash: UInt64

        public init(
            rule: UInt16, confidence: Confidence, reasons: Reasons, position: Position, place: UInt64,
            row: UInt64,
            isEdgeRow: Bool, valueHash: UInt64
        ) {
            self.rule = rule
            self.confidence = confidence
            self.reasons = reasons
            self.position = position
            self.place = place
            self.row = row
            self.isEdgeRow = isEdgeRow
            self.valueHash = valueHash
        }
    }

    /// Counts a finding.
    ///
    /// - Parameter place: What `occurrence.place` is the identity of; asked when it is new.
    /// - Returns: Whether its value is one of the few that are kept as samples: then `keep` it.
    public mutating func record(_ occurrence: Occurrence, place: () -> Place) -> Bool {
        let index = entryIndex(occurrence, place: place)
        if entries[index].part != part {
            entries[index].part = part
            touched.append(index)
        }
        return entries[index].note(occurrence)
    }

    /// Keeps the sample of a finding that was just recorded.
    public mutating func keep(_ sample: Sample, of occurrence: Occurrence, place: () -> Place) {
        entries[entryIndex(occurrence, place: place)].samples.insert(occurrence.valueHash, sample)
    }

    /// Findings of another part of the source follow.
    public mutating func beginPart() {
        part &+= 1
        touched.removeAll(keepingCapacity: true)
    }

    /// The part ends, and the row may go on behind it.
    public mutating func endPart(inRow row: UInt64) {
        for index in touched where entries[index].lastRow == row { entries[index].moveLastRowToEdge() }
    }

    @inline(__always)
    private mutating func entryIndex(_ occurrence: Occurrence, place: () -> Place) -> Int {
        let key = Self.key(rule: occurrence.rule, place: occurrence.place)
        let slot = Int(truncatingIfNeeded: key >> 7) & 63
        if recent[slot].key == key, recent[slot].entry >= 0 { return recent[slot].entry }
        let entry = index[key] ?? addEntry(key: key, occurrence, place: place)
        recent[slot] = (key, entry)
        return entry
    }

    @inline(__always)
    private static func key(rule: UInt16, place: UInt64) -> UInt64 {
        place ^ UInt64(rule) &* 0x9E37_79B9_7F4A_7C15
    }

    @inline(never)
    private mutating func addEntry(key: UInt64, _ occurrence: Occurrence, place: () -> Place) -> Int {
        var hash = occurrence.place
        var key = key
        if entries.count >= Limits.placesMax {
            // A stream that invents names cannot make memory grow.
            hash = Self.otherPlace
            key = Self.key(rule: occurrence.rule, place: hash)
            if let known = index[key] { return known }
            places[hash] = .other
        } else if places[hash] == nil {
            let shown = place()
            if shown == .text, hash != 0 {
                // What is no name shares the entry of no name.
                hash = 0
                key = Self.key(rule: occurrence.rule, place: hash)
                if let known = index[key] { return known }
            }
            places[hash] = shown
        }
        index[key] = entries.count
        entries.append(
            Entry(
                rule: occurrence.rule, place: hash, confidence: occurrence.confidence, reasons: [],
                first: occurrence.position, last: occurrence.position))
        return entries.count - 1
    }

    private static let otherPlace: UInt64 = 1

    /// The identity of a field's place by its name, the same for every worker of the process: 0 for text.
    @inline(__always)
    public static func placeHash(_ name: Span<UInt8>) -> UInt64 {
        name.isEmpty ? 0 : nameHash(of: name, key: nameKey) | 2
    }

    /// Nobody outside of the process can choose names whose hashes are equal.
    private static let nameKey = HashKey(low: .random(in: 0 ... .max), high: .random(in: 0 ... .max))

    /// Adds what another part of the same source has counted.
    mutating func merge(_ other: Tally) {
        for (hash, place) in other.places where places[hash] == nil { places[hash] = place }
        for entry in other.entries {
            let key = Self.key(rule: entry.rule, place: entry.place)
            if let known = index[key] {
                entries[known].merge(entry)
            } else {
                index[key] = entries.count
                entries.append(entry)
            }
        }
    }

    /// The alerts of a source, by rule and place.
    ///
    /// - Parameter rowsOfTables: By the tables' names.
    func alerts(source: String, identities: [RuleIdentity], rowsOfTables: [String: UInt64]) -> [Alert] {
        entries.map { entry in
            let place = places[entry.place] ?? .text
            return Alert(
                rule: identities[Int(entry.rule)], source: source, place: place,
                confidence: entry.confidence, reasons: entry.reasons.names, count: entry.count,
                rows: entry.rows + UInt64(entry.edgeRows.count),
                rowsOfTable: place.kind == .column ? rowsOfTables[place.container] : nil,
                distinct: entry.distinct.count, first: entry.first, last: entry.last,
                samples: entry.samples.kept.map(\.sample))
        }
        .sorted { left, right in
            left.rule.id != right.rule.id
                ? left.rule.id < right.rule.id : left.place.description < right.place.description
        }
    }
}

extension Tally.Entry {
    /// Counts an occurrence.
    ///
    /// - Returns: Whether its value would be kept as a sample.
    @inline(__always)
    fileprivate mutating func note(_ occurrence: Tally.Occurrence) -> Bool {
        count += 1
        distinct.insert(occurrence.valueHash)
        if occurrence.row != lastRow {
            lastRow = occurrence.row
            lastRowIsEdge = occurrence.isEdgeRow
            if occurrence.isEdgeRow { edgeRows.insert(lastRow) } else { rows += 1 }
        }
        if occurrence.position < first { first = occurrence.position }
        if last < occurrence.position { last = occurrence.position }
        confidence = max(confidence, occurrence.confidence)
        reasons.formUnion(occurrence.reasons)
        return samples.wants(occurrence.valueHash)
    }

    fileprivate mutating func moveLastRowToEdge() {
        guard !lastRowIsEdge else { return }
        rows -= 1
        edgeRows.insert(lastRow)
        lastRowIsEdge = true
    }

    fileprivate mutating func merge(_ other: Tally.Entry) {
        count += other.count
        rows += other.rows
        edgeRows.formUnion(other.edgeRows)
        first = min(first, other.first)
        last = max(last, other.last)
        confidence = max(confidence, other.confidence)
        reasons.formUnion(other.reasons)
        distinct.merge(other.distinct)
        samples.merge(other.samples)
    }
}

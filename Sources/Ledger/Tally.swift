internal import Bytes
public import Findings

/// What one worker has counted of one source: an entry for each rule and place.
///
/// Tallies of parts of a source merge in any order into the tally of the whole.
public struct Tally: Sendable {
    private var entries: [Entry] = []
    private var index: [UInt64: Int] = [:]
    private var names: [UInt64: String] = [:]

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

        /// The line of the finding counted last, so that a line counts once.
        var lastRow: UInt64 = 0

        /// Lines that reach over an edge of the parts: each counts once, whichever parts saw it.
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

        /// The line began before the worker's part, or goes on behind it.
        public var isEdgeRow: Bool
        public var valueHash: UInt64

        public init(
            rule: UInt16, confidence: Confidence, reasons: Reasons, position: Position, isEdgeRow: Bool,
            valueHash: UInt64
        ) {
            self.rule = rule
            self.confidence = confidence
            self.reasons = reasons
            self.position = position
            self.isEdgeRow = isEdgeRow
            self.valueHash = valueHash
        }
    }

    /// Counts a finding.
    ///
    /// - Parameter name: The field's name; empty for `text`.
    /// - Returns: Whether its value is one of the few that are kept as samples: then `keep` it.
    public mutating func record(_ occurrence: Occurrence, name: Span<UInt8>) -> Bool {
        entries[entryIndex(occurrence, name: name)].note(occurrence)
    }

    /// Keeps the sample of a finding that was just recorded.
    public mutating func keep(_ sample: Sample, of occurrence: Occurrence, name: Span<UInt8>) {
        entries[entryIndex(occurrence, name: name)].samples.insert(occurrence.valueHash, sample)
    }

    @inline(__always)
    private mutating func entryIndex(_ occurrence: Occurrence, name: Span<UInt8>) -> Int {
        let place = Self.placeHash(name)
        let key = Self.key(rule: occurrence.rule, place: place)
        let slot = Int(truncatingIfNeeded: key >> 7) & 63
        if recent[slot].key == key, recent[slot].entry >= 0 { return recent[slot].entry }
        let entry = findEntry(place: place, name: name, occurrence)
        recent[slot] = (key, entry)
        return entry
    }

    @inline(__always)
    private static func key(rule: UInt16, place: UInt64) -> UInt64 {
        place ^ UInt64(rule) &* 0x9E37_79B9_7F4A_7C15
    }

    @inline(never)
    private mutating func findEntry(place: UInt64, name: Span<UInt8>, _ occurrence: Occurrence) -> Int {
        // What is no identifier shares the entry of no name.
        let place = Self.isSafeName(name) ? place : 0
        let key = Self.key(rule: occurrence.rule, place: place)
        return index[key] ?? addEntry(key: key, place: place, name: name, occurrence)
    }

    private mutating func addEntry(
        key: UInt64, place: UInt64, name: Span<UInt8>, _ occurrence: Occurrence
    ) -> Int {
        var place = place
        var key = key
        if entries.count >= Limits.placesMax {
            // A stream that invents names cannot make memory grow.
            place = Self.otherPlace
            key = Self.key(rule: occurrence.rule, place: place)
            if let known = index[key] { return known }
            names[place] = "(other)"
        } else if names[place] == nil {
            names[place] = Self.placeName(name)
        }
        index[key] = entries.count
        entries.append(
            Entry(
                rule: occurrence.rule, place: place, confidence: occurrence.confidence, reasons: [],
                first: occurrence.position, last: occurrence.position))
        return entries.count - 1
    }

    private static let otherPlace: UInt64 = 1

    /// A hash of the name alone, the same for every worker of the process; 0 for no name.
    @inline(__always)
    private static func placeHash(_ name: Span<UInt8>) -> UInt64 {
        name.isEmpty ? 0 : nameHash(of: name, key: nameKey) | 2
    }

    /// Nobody outside of the process can choose names whose hashes are equal.
    private static let nameKey = HashKey(low: .random(in: 0 ... .max), high: .random(in: 0 ... .max))

    /// Whether a name may be shown: an identifier, not data that stands where a name should.
    private static func isSafeName(_ name: Span<UInt8>) -> Bool {
        guard !name.isEmpty, name.count <= Limits.fieldNameBytesMax else { return false }
        var digits = 0
        for at in name.indices {
            let byte = name[at]
            if byte &- 0x30 < 10 {
                digits += 1
            } else if (byte | 0x20) &- 0x61 >= 26, byte != 0x5F, byte != 0x2D, byte != 0x2E, byte != 0x20 {
                return false
            }
        }
        return digits <= 4 && (name[0] | 0x20) &- 0x61 < 26 || name[0] == 0x5F && digits <= 4
    }

    /// The name as reports show it: `text` for none, and for what is no identifier.
    public static func placeName(_ name: Span<UInt8>) -> String {
        guard isSafeName(name) else { return "text" }
        return String(decoding: name.indices.map { name[$0] }, as: UTF8.self)
    }

    /// Adds what another part of the same source has counted.
    mutating func merge(_ other: Tally) {
        for (place, name) in other.names where names[place] == nil { names[place] = name }
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
    func alerts(source: String, identities: [RuleIdentity]) -> [Alert] {
        entries.map { entry in
            Alert(
                rule: identities[Int(entry.rule)], source: source, place: names[entry.place] ?? "text",
                confidence: entry.confidence, reasons: entry.reasons.names, count: entry.count,
                rows: entry.rows + UInt64(entry.edgeRows.count), distinct: entry.distinct.count,
                first: entry.first, last: entry.last, samples: entry.samples.kept.map(\.sample))
        }
        .sorted { left, right in
            left.rule.id != right.rule.id ? left.rule.id < right.rule.id : left.place < right.place
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
        if occurrence.position.line != lastRow {
            lastRow = occurrence.position.line
            if occurrence.isEdgeRow { edgeRows.insert(lastRow) } else { rows += 1 }
        }
        if occurrence.position < first { first = occurrence.position }
        if last < occurrence.position { last = occurrence.position }
        confidence = max(confidence, occurrence.confidence)
        reasons.formUnion(occurrence.reasons)
        return samples.wants(occurrence.valueHash)
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

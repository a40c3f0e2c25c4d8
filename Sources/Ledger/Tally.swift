internal import Bytes
public import Findings

/// What one worker has counted of one source: an entry for each rule and place.
///
/// Tallies of parts of a source merge in any order into the tally of the whole.
public struct Tally: Sendable {
    var entries: [Entry] = []
    var index: [UInt64: Int] = [:]
    var places: [UInt64: Place] = [:]

    /// What the rows of each table, and the documents and lines, hold together.
    var rowKinds: RowKinds

    /// The values of the columns of tables, and of documents where somebody asks, by the identity of the place.
    var columns: [UInt64: ColumnCounts] = [:]

    /// The entries that the part being counted has touched.
    var touched: [Int] = []
    var part: UInt32 = 0

    /// The entries found last: findings of one column come in a row's order, so a small table of the last ones saves most
    /// look-ups. A slot for each of many more than a row holds: those that share one are looked up each time. Empty as long
    /// as nothing is recorded: a tally that only merges others stays small.
    private var recent: [(key: UInt64, entry: Int)] = []
    private static let recentCount = 1024

    /// The entry of the finding that was recorded last.
    public internal(set) var lastEntry = 0

    /// Which entries have a place of their own, and which columns.
    var told: SmallestRanks
    var toldColumns: SmallestRanks

    public init() { self.init(placesMax: Limits.placesMax, rowKindsMax: Limits.rowKindsMax) }

    /// - Parameters:
    ///   - placesMax: Places of rules, places of values, and tables that are told apart; which of more they are depends on
    ///     their names alone.
    ///   - rowKindsMax: Kinds of rows of a table.
    package init(placesMax: Int, rowKindsMax: Int) {
        told = SmallestRanks(countMax: placesMax)
        toldColumns = told
        rowKinds = RowKinds(kindsMax: rowKindsMax, containersMax: placesMax)
    }

    public var isEmpty: Bool { entries.isEmpty && columns.isEmpty }

    /// One finding to be counted.
    public struct Occurrence {
        public var rule: UInt16
        public var confidence: Confidence
        public var reasons: Reasons
        public var position: Position

        /// The identity of the place: `Tally.placeHash`, or that of a structure's place.
        public var place: UInt64

        /// The identity of the table or the index; 0 for text.
        public var container: UInt64

        /// The number of the row or document, else of the line.
        public var row: UInt64

        /// The row may have begun before the worker's part, or go on behind it.
        public var isEdgeRow: Bool

        /// The value is all that its column, or its place in a document, holds there, and nothing but its shape and its
        /// check digits speaks for it: the column's other values do, or do not.
        public var isForColumn: Bool
        public var valueHash: UInt64

        public init(
            rule: UInt16, confidence: Confidence, reasons: Reasons, position: Position, place: UInt64,
            container: UInt64 = 0, row: UInt64, isEdgeRow: Bool, isForColumn: Bool = false, valueHash: UInt64
        ) {
            self.rule = rule
            self.confidence = confidence
            self.reasons = reasons
            self.position = position
            self.place = place
            self.container = container
            self.row = row
            self.isEdgeRow = isEdgeRow
            self.isForColumn = isForColumn
            self.valueHash = valueHash
        }
    }

    /// Counts a finding.
    ///
    /// - Parameter place: What `occurrence.place` is the identity of; asked when it is new.
    /// - Returns: Whether its value is one of the few that are kept as samples: then `keep` it.
    public mutating func record(_ occurrence: Occurrence, place: () -> Place) -> Bool {
        let entry = entryIndex(occurrence, place: place)
        if entries[entry].place == Self.otherPlace {
            let seat = rowKinds.takeSeatElsewhere(
                in: occurrence.container, place: place().ofContainer, rule: occurrence.rule)
            rowKinds.note(seat, row: occurrence.row, isEdge: occurrence.isEdgeRow)
        }
        return recordAgain(
            in: entry, row: occurrence.row, isEdgeRow: occurrence.isEdgeRow, position: occurrence.position,
            confidence: occurrence.confidence, reasons: occurrence.reasons, valueHash: occurrence.valueHash)
    }

    /// Counts a finding whose rule, place and kind are those of one that was recorded before.
    ///
    /// - Parameter entry: What `lastEntry` was then.
    /// - Returns: As `record`.
    public mutating func recordAgain(
        in entry: Int, row: UInt64, isEdgeRow: Bool, position: Position, confidence: Confidence,
        reasons: Reasons, valueHash: UInt64
    ) -> Bool {
        lastEntry = entry
        // One access to the entries: each asks whether somebody else holds them.
        let (isWanted, isFirstOfPart, seat) = entries[entry].note(
            row: row, isEdgeRow: isEdgeRow, position: position, confidence: confidence, reasons: reasons,
            valueHash: valueHash, part: part)
        if isFirstOfPart { touched.append(entry) }
        rowKinds.note(seat, row: row, isEdge: isEdgeRow)
        return isWanted
    }

    /// Counts a value that has the shape of a rule, and fails its check.
    ///
    /// - Parameter occurrence: As that of a finding; its position and its value's hash are not asked for.
    public mutating func recordMiss(_ occurrence: Occurrence, place: () -> Place) {
        entries[entryIndex(occurrence, place: place)].misses += 1
    }

    /// Counts values of a column or a path.
    ///
    /// - Parameter place: What the hash is the identity of; asked when it is new.
    public mutating func count(_ counts: ColumnCounts, ofColumn hash: UInt64, place: () -> Place) {
        if columns[hash] == nil {
            let shown = place()
            if toldColumns.isBound, shown.rank > toldColumns.bound {
                columns[Self.otherPlace, default: ColumnCounts()] += counts
                return
            }
            places[hash] = shown
        }
        columns[hash, default: ColumnCounts()] += counts
    }

    /// Keeps the sample of the finding that was recorded last.
    public mutating func keep(_ sample: Sample, valueHash: UInt64) {
        entries[lastEntry].samples.insert(valueHash, sample)
    }

    /// Findings of another part of the source follow.
    ///
    /// - Returns: Whether entries have other numbers from here on than what `lastEntry` said.
    @discardableResult
    public mutating func beginPart() -> Bool {
        rowKinds.closeRows()
        part &+= 1
        touched.removeAll(keepingCapacity: true)
        guard isCrowded else { return false }
        settle()
        recent = []
        return true
    }

    /// The finding that was recorded last has a place of its own, so that others of its rule and place may be recorded again.
    public var lastIsTold: Bool { entries[lastEntry].place != Self.otherPlace }

    /// The part ends, and the row may go on behind it.
    public mutating func endPart(inRow row: UInt64) {
        for index in touched where entries[index].lastRow == row { entries[index].moveLastRowToEdge() }
        rowKinds.reachesOn(row)
    }

    @inline(__always)
    mutating func entryIndex(_ occurrence: Occurrence, place: () -> Place) -> Int {
        let key = Self.key(occurrence.rule, occurrence.place, occurrence.isForColumn)
        if let known = recentEntry(key) { return known }
        let slot = Self.recentSlot(key)
        if recent.isEmpty { recent = Array(repeating: (0, -1), count: Self.recentCount) }
        let entry = index[key] ?? addEntry(key: key, occurrence, place: place)
        recent[slot] = (key, entry)
        return entry
    }

    @inline(__always)
    func recentEntry(_ key: UInt64) -> Int? {
        let slot = Self.recentSlot(key)
        guard slot < recent.count, recent[slot].key == key, recent[slot].entry >= 0 else { return nil }
        return recent[slot].entry
    }

    @inline(__always)
    private static func recentSlot(_ key: UInt64) -> Int {
        Int(truncatingIfNeeded: key >> 7) & (recentCount - 1)
    }

    @inline(__always)
    static func key(_ rule: UInt16, _ place: UInt64, _ isForColumn: Bool) -> UInt64 {
        place ^ (UInt64(rule) << 1 | (isForColumn ? 1 : 0)) &* 0x9E37_79B9_7F4A_7C15
    }

    @inline(never)
    private mutating func addEntry(key: UInt64, _ occurrence: Occurrence, place: () -> Place) -> Int {
        var hash = occurrence.place
        var key = key
        let shown = places[hash] ?? place()
        if shown == .text, hash != 0 {
            // What is no name shares the entry of no name.
            hash = 0
            key = Self.key(occurrence.rule, hash, occurrence.isForColumn)
            if let known = index[key] { return known }
        }
        let entry = Entry(rule: occurrence.rule, place: hash, isForColumn: occurrence.isForColumn, seat: nil)
        // A stream that invents names cannot make memory grow.
        if told.isBound, rank(entry, at: shown) > told.bound { return otherEntry(like: entry) }
        places[hash] = shown
        index[key] = entries.count
        entries.append(entry)
        entries[entries.count - 1].seat = rowKinds.takeSeat(
            in: occurrence.container, place: shown.ofContainer, rule: occurrence.rule)
        return entries.count - 1
    }

    static let otherPlace: UInt64 = 1

    /// The identity of a field's place by its name, the same for every worker of the process: 0 for text.
    @inline(__always)
    public static func placeHash(_ name: Span<UInt8>) -> UInt64 {
        name.isEmpty ? 0 : keyedHash(of: name, key: nameKey) | 2
    }

    /// Nobody outside of the process can choose names whose hashes are equal.
    private static let nameKey = HashKey(low: .random(in: 0 ... .max), high: .random(in: 0 ... .max))
}

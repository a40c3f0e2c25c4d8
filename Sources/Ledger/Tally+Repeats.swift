public import Findings

/// Findings that count like others before, handed over several at a time: dense data repeats them row by row.
extension Tally {
    /// Several findings of one entry, in rows that no part shares.
    public struct Repeats {
        /// How many rows they stand in, without that of the entry's last finding before them.
        public var rows: UInt64

        /// The row of the last of them.
        public var lastRow: UInt64
        public var first: Position
        public var last: Position

        /// The highest.
        public var confidence: Confidence

        /// Those of all.
        public var reasons: Reasons

        public init(
            rows: UInt64, lastRow: UInt64, first: Position, last: Position, confidence: Confidence,
            reasons: Reasons
        ) {
            self.rows = rows
            self.lastRow = lastRow
            self.first = first
            self.last = last
            self.confidence = confidence
            self.reasons = reasons
        }
    }

    /// What is asked of an entry by those who count for it.
    public struct Standing {
        /// The row of its last finding.
        public let lastRow: UInt64

        /// What stands for it among the findings of a row, and the number of the table; 0 and -1 where rows are not told.
        public let bit: UInt64
        public let container: Int

        /// The hashes of its samples; others may become samples only if they are below.
        public let samples: [UInt64]
        public let samplesBelow: UInt64
    }

    /// The entry that a finding would be counted for, if there is one already.
    public func entry(of occurrence: Occurrence) -> Int? {
        let key = Self.key(occurrence.rule, occurrence.place, occurrence.isForColumn)
        return recentEntry(key) ?? index[key]
    }

    /// - Parameter entry: What `lastEntry` was.
    /// - Returns: `nil` where findings of the entry are to be counted one by one.
    public func standing(of entry: Int) -> Standing? {
        let seat = entries[entry].seat
        guard seat?.bit != 0 else { return nil }
        return Standing(
            lastRow: entries[entry].lastRow, bit: seat?.bit ?? 0, container: seat?.container ?? -1,
            samples: entries[entry].samples.kept.map(\.hash), samplesBelow: entries[entry].samples.bound)
    }

    /// Counts findings like those of an entry, but not what their rows hold.
    ///
    /// - Parameter hashes: Of their values, whose samples are kept already.
    public mutating func record(_ repeats: Repeats, hashes: Span<UInt64>, in entry: Int) {
        lastEntry = entry
        if entries[entry].note(repeats, hashes: hashes, part: part) { touched.append(entry) }
    }

    /// Keeps the sample of a finding, if it is one of the few.
    public mutating func keep(_ valueHash: UInt64, in entry: Int, sample: () -> Sample) {
        if entries[entry].samples.wants(valueHash) { entries[entry].samples.insert(valueHash, sample()) }
    }

    /// Notes what rows hold, all of them the same; they come in their order, and no part shares them.
    ///
    /// - Parameters:
    ///   - bits: Of findings in one table, as `standing` says.
    ///   - count: At least one; of one the first is the last.
    public mutating func note(
        _ bits: UInt64, in container: Int, rows count: UInt64, from first: UInt64, upTo last: UInt64
    ) {
        rowKinds.note(RowKinds.Kind(bits: bits), in: container, rows: count, from: first, upTo: last)
    }
}

extension Tally.Entry {
    /// Counts findings.
    ///
    /// - Returns: Whether they are the first in the part.
    fileprivate mutating func note(
        _ repeats: Tally.Repeats, hashes: Span<UInt64>, part: UInt32
    ) -> Bool {
        let isFirstOfPart = self.part != part
        self.part = part
        note(repeats, hashes: hashes)
        return isFirstOfPart
    }

    /// Counts findings that begin in rows of their own, or go on in the last one.
    mutating func note(_ repeats: Tally.Repeats, hashes: Span<UInt64>) {
        count += UInt64(hashes.count)
        rows += repeats.rows
        if repeats.lastRow != lastRow {
            lastRow = repeats.lastRow
            lastRowIsEdge = false
        }
        first = min(first, repeats.first)
        last = max(last, repeats.last)
        confidence = max(confidence, repeats.confidence)
        reasons.formUnion(repeats.reasons)
        distinct.insert(hashes)
    }
}

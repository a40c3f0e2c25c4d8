public import Findings

/// Findings that come column by column: of one rule at one place, each in a row of its own.
extension Tally {
    /// What the rows of a part hold that was counted column by column, until they are noted one by one.
    public struct RowHoldings {
        private var bits: [UInt64] = []

        /// -1 for rows that hold nothing.
        private var containers: [Int32] = []

        /// What has no bit.
        private var others: [Int: RowKinds.Kind] = [:]

        public init() {}

        public mutating func begin(count: Int) {
            bits.removeAll(keepingCapacity: true)
            containers.removeAll(keepingCapacity: true)
            others.removeAll()
            bits.append(contentsOf: repeatElement(0, count: count))
            containers.append(contentsOf: repeatElement(-1, count: count))
        }

        fileprivate mutating func insert(_ seat: RowKinds.Seat, in rows: Span<Int32>) {
            Self.enter(seat, in: rows, &bits, &containers)
            guard seat.bit == 0 else { return }
            for index in rows.indices { others[Int(rows[index]), default: RowKinds.Kind()].insert(seat) }
        }

        private static func enter(
            _ seat: RowKinds.Seat, in rows: Span<Int32>, _ bits: inout [UInt64], _ containers: inout [Int32]
        ) {
            var bits = bits.mutableSpan
            var containers = containers.mutableSpan
            for index in rows.indices {
                let row = Int(rows[index])
                bits[row] |= seat.bit
                containers[row] = Int32(truncatingIfNeeded: seat.container)
            }
        }

        fileprivate func kind(of row: Int) -> RowKinds.Kind {
            var kind = RowKinds.Kind(bits: bits[row])
            if !others.isEmpty, let other = others[row] { kind.formUnion(other) }
            return kind
        }

        fileprivate func container(of row: Int) -> Int { Int(containers[row]) }
    }

    /// Every finding has a place of its own, as long as nothing else is counted.
    public var tellsAllPlaces: Bool { !told.isBound }

    /// Counts findings like one that is the first of them, each in another row, which no part shares.
    ///
    /// - Parameters:
    ///   - first: All of them have its rule, place, table, confidence and reasons; it is counted with them.
    ///   - last: The position of the last, and its row.
    ///   - hashes: Of their values.
    ///   - rows: Their places in `holdings`.
    ///   - place: As for `record`.
    ///   - sample: That of a value, asked for the few that are kept.
    public mutating func record(
        _ first: Occurrence, upTo last: (position: Position, row: UInt64), hashes: Span<UInt64>,
        rows: Span<Int32>,
        in holdings: inout RowHoldings, place: () -> Place, sample: (Int) -> Sample
    ) {
        precondition(tellsAllPlaces && hashes.count == rows.count, "findings that cannot be counted at once")
        let entry = entryIndex(first, place: place)
        let repeats = Repeats(
            rows: UInt64(rows.count), lastRow: last.row, first: first.position, last: last.position,
            confidence: first.confidence, reasons: first.reasons)
        entries[entry].note(repeats, hashes: hashes)
        for index in hashes.indices where entries[entry].samples.wants(hashes[index]) {
            entries[entry].samples.insert(hashes[index], sample(index))
        }
        if let seat = entries[entry].seat { holdings.insert(seat, in: rows) }
    }

    /// Notes what a row holds that was counted column by column; rows come in their order, each before its other findings.
    public mutating func note(_ place: Int, of holdings: borrowing RowHoldings, row: UInt64) {
        let container = holdings.container(of: place)
        if container >= 0 { rowKinds.note(holdings.kind(of: place), in: container, row: row) }
    }
}

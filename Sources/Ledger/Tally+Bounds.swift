internal import Findings

/// A source of too many places: which of them are told apart depends on their names alone, and what is counted of the
/// others is the same whatever the order and the parts.
extension Tally {
    /// It should be settled before it grows any more.
    var isCrowded: Bool {
        told.isCrowded(entries.count) || toldColumns.isCrowded(columns.count) || rowKinds.isCrowded
    }

    /// A tally that has counted nothing.
    var empty: Tally { Tally(placesMax: told.countMax, rowKindsMax: rowKinds.kindsMax) }

    /// The tally of a whole source, which is told of.
    var whole: Tally {
        var whole = self
        whole.settle(isWhole: true)
        return whole
    }

    /// Counts under `(other)` what cannot be among the places that are told; entries change their numbers.
    ///
    /// - Parameter isWhole: No part comes any more.
    mutating func settle(isWhole: Bool = false) {
        if told.isCrowded(entries.count, isWhole: isWhole) { moveEntries() }
        if toldColumns.isCrowded(columns.count, isWhole: isWhole) { moveColumns() }
        let containers = rowKinds.settle(isWhole: isWhole)
        for entry in entries.indices {
            guard let seat = entries[entry].seat else { continue }
            entries[entry].seat = rowKinds.seat(seat, ofRule: entries[entry].rule, containers: containers)
        }
    }

    private mutating func moveEntries() {
        let ranks = entries.map { rank($0, at: places[$0.place] ?? .text) }
        told.lowerBound(
            zip(entries, ranks).filter { $0.0.place != Self.otherPlace }.map(\.1))
        guard ranks.contains(where: { $0 > told.bound }) else { return }
        let all = entries
        entries = []
        index = [:]
        for (entry, rank) in zip(all, ranks) where rank <= told.bound { append(entry) }
        for (entry, rank) in zip(all, ranks) where rank > told.bound {
            entries[otherEntry(like: entry)].merge(entry)
            if let seat = entry.seat { rowKinds.leave(seat, rule: entry.rule) }
        }
        dropPlaces()
    }

    private mutating func moveColumns() {
        let ranks = columns.keys.map { hash in
            (hash: hash, rank: hash == Self.otherPlace ? 0 : (places[hash] ?? .text).rank)
        }
        toldColumns.lowerBound(ranks.filter { $0.hash != Self.otherPlace }.map(\.rank))
        for (hash, rank) in ranks where rank > toldColumns.bound {
            guard let counts = columns.removeValue(forKey: hash) else { continue }
            columns[Self.otherPlace, default: ColumnCounts()] += counts
        }
        dropPlaces()
    }

    /// Forgets the places of which nothing is counted any more.
    private mutating func dropPlaces() {
        let used = Set(entries.map(\.place))
        places = places.filter { used.contains($0.key) || columns[$0.key] != nil }
    }

    /// The order of entries among those that are told.
    func rank(_ entry: Entry, at place: Place) -> UInt64 {
        if entry.place == Self.otherPlace { return 0 }
        // A rule's number is the same in every run with the same rules.
        return place == .text
            ? 0 : Self.key(entry.rule, place.rank, entry.isForColumn) &* 0x9E37_79B9_7F4A_7C15
    }

    /// The entry for those of a rule that have no place of their own.
    mutating func otherEntry(like entry: Entry) -> Int {
        let key = Self.key(entry.rule, Self.otherPlace, entry.isForColumn)
        if let known = index[key] { return known }
        append(Entry(rule: entry.rule, place: Self.otherPlace, isForColumn: entry.isForColumn, seat: nil))
        return entries.count - 1
    }

    private mutating func append(_ entry: Entry) {
        index[Self.key(entry.rule, entry.place, entry.isForColumn)] = entries.count
        entries.append(entry)
    }

    /// Adds what another part of the same source has counted.
    mutating func merge(_ other: Tally) {
        var other = other
        other.settle()
        settle()
        rowKinds.align(with: &other.rowKinds)
        reseat()
        other.reseat()
        told.merge(other.told)
        toldColumns.merge(other.toldColumns)
        for (hash, place) in other.places where places[hash] == nil { places[hash] = place }
        for (hash, counts) in other.columns { columns[hash, default: ColumnCounts()] += counts }
        var seats: [(there: RowKinds.Seat, here: RowKinds.Seat)] = []
        for entry in other.entries {
            let number = add(entry, of: other.rowKinds)
            if let there = entry.seat, let here = entries[number].seat { seats.append((there, here)) }
        }
        rowKinds.merge(other.rowKinds, seats: seats)
        if isCrowded { settle() }
    }

    /// - Parameter kinds: Of the tally that the entry is from.
    private mutating func add(_ entry: Entry, of kinds: RowKinds) -> Int {
        if let known = index[Self.key(entry.rule, entry.place, entry.isForColumn)] {
            entries[known].merge(entry)
            return known
        }
        var next = entry
        next.seat = entry.seat.flatMap { seat in
            let container = kinds.containers[seat.container]
            return rowKinds.takeSeat(in: container.hash, place: container.place, rule: entry.rule)
        }
        append(next)
        return entries.count - 1
    }

    /// Takes the seats that entries have after their containers were aligned.
    private mutating func reseat() {
        for entry in entries.indices {
            entries[entry].seat = entries[entry].seat.flatMap {
                rowKinds.seat($0, ofRule: entries[entry].rule)
            }
        }
    }
}

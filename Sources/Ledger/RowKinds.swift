/// How many rows of each table, or documents, or lines, hold which findings together.
///
/// A kind is a set of entries of a tally, as bits; a table has few kinds of rows, however many rows. Merging is
/// commutative, as for tallies.
struct RowKinds {
    /// An entry's bit among those of its table.
    struct Seat {
        var container: Int

        /// The kind of a row that holds nothing else.
        var kind: UInt64
    }

    /// Entries of one table that take part; later ones do not.
    private static let seatsMax = 64

    /// Kinds of rows that one table may have; rows of further ones are left out.
    fileprivate static let kindsMax = 65_536

    struct Container {
        let hash: UInt64

        /// The entries, by their bits.
        var entries: [Int] = []

        /// Rows, by what they hold.
        var rows: [UInt64: UInt64] = [:]

        /// What those rows hold that may reach over an edge of the parts.
        var edges: [UInt64: UInt64] = [:]
    }

    private(set) var containers: [Container] = []
    private var index: [UInt64: Int] = [:]

    /// The row being counted.
    private var container = -1
    private var row: UInt64 = 0
    private var kind: UInt64 = 0
    private var isEdge = false

    /// Rows of one kind, one after the other, that are not in their container yet.
    private var run: (container: Int, kind: UInt64, rows: UInt64) = (-1, 0, 0)

    mutating func takeSeat(in hash: UInt64, entry: Int) -> Seat? {
        let number: Int
        if let known = index[hash] {
            number = known
        } else {
            number = containers.count
            index[hash] = number
            containers.append(Container(hash: hash))
        }
        let bit = containers[number].entries.count
        guard bit < Self.seatsMax else { return nil }
        containers[number].entries.append(entry)
        return Seat(container: number, kind: 1 << UInt64(bit))
    }

    /// The identity of a seat's table.
    func container(of seat: Seat) -> UInt64 { containers[seat.container].hash }

    /// Notes that a row holds a finding.
    @inline(__always)
    mutating func note(_ seat: Seat?, row: UInt64, isEdge: Bool) {
        guard let seat else { return }
        if row != self.row || seat.container != container {
            closeRow()
            container = seat.container
            self.row = row
        }
        kind |= seat.kind
        if isEdge { self.isEdge = true }
    }

    /// The row that was noted last may go on in another part.
    mutating func reachesOn(_ row: UInt64) {
        if kind != 0, row == self.row { isEdge = true }
        closeRow()
    }

    /// No more findings of the row come.
    @inline(__always)
    mutating func closeRow() {
        guard kind != 0 else { return }
        if isEdge {
            containers[container].edges[row, default: 0] |= kind
        } else if run.container == container, run.kind == kind {
            run.rows += 1
        } else {
            endRun()
            run = (container, kind, 1)
        }
        kind = 0
        container = -1
        isEdge = false
    }

    private mutating func endRun() {
        guard run.rows > 0 else { return }
        containers[run.container].add(run.rows, of: run.kind)
        run.rows = 0
    }

    /// All is in the containers that was noted.
    mutating func finish() {
        closeRow()
        endRun()
    }

    /// Adds what another has counted, which is finished.
    ///
    /// - Parameter seat: The seat here of an entry there.
    mutating func merge(_ other: RowKinds, seat: (Int) -> Seat?) {
        finish()
        for container in other.containers {
            let seats = container.entries.map(seat)
            guard let number = index[container.hash] else { continue }
            func translated(_ kind: UInt64) -> UInt64 {
                var here: UInt64 = 0
                for (bit, seat) in seats.enumerated() where kind & 1 << UInt64(bit) != 0 {
                    if let seat, seat.container == number { here |= seat.kind }
                }
                return here
            }
            for (kind, rows) in container.rows { containers[number].add(rows, of: translated(kind)) }
            for (row, kind) in container.edges {
                containers[number].edges[row, default: 0] |= translated(kind)
            }
        }
    }
}

extension RowKinds.Container {
    fileprivate mutating func add(_ count: UInt64, of kind: UInt64) {
        guard rows.count < RowKinds.kindsMax || rows[kind] != nil else { return }
        rows[kind, default: 0] += count
    }

    /// Rows that hold the entries which a question asks for.
    ///
    /// - Parameter holds: Whether a row of those entries counts.
    func count(where holds: ([Int]) -> Bool) -> UInt64 {
        var kinds = rows
        for kind in edges.values { kinds[kind, default: 0] += 1 }
        var count: UInt64 = 0
        for (kind, rows) in kinds {
            let held = entries.indices.filter { kind & 1 << UInt64($0) != 0 }.map { entries[$0] }
            if holds(held) { count += rows }
        }
        return count
    }
}

/// How many rows of each table, or documents, or lines, hold which findings together.
///
/// A table has few kinds of rows, however many rows. Merging is commutative, as for tallies.
struct RowKinds {
    /// An entry's place among those of its table.
    struct Seat {
        var container: Int
        var number: Int

        /// The number's bit, for those that have one.
        var bit: UInt64
    }

    /// What a row holds: entries of its table by their numbers, a bit each for the first ones.
    struct Kind: Hashable {
        private(set) var bits: UInt64 = 0

        /// The numbers without a bit, ascending.
        private(set) var others: [UInt16] = []

        static let bitsCount = 64

        @inline(__always)
        var isEmpty: Bool { bits == 0 && others.isEmpty }

        @inline(__always)
        mutating func insert(_ seat: Seat) {
            bits |= seat.bit
            if seat.bit == 0 { insertOther(UInt16(seat.number)) }
        }

        private mutating func insertOther(_ number: UInt16) {
            let place = others.firstIndex { $0 >= number } ?? others.count
            if place == others.count || others[place] != number { others.insert(number, at: place) }
        }

        mutating func formUnion(_ other: Kind) {
            bits |= other.bits
            for number in other.others { insertOther(number) }
        }

        @inline(__always)
        mutating func removeAll() {
            bits = 0
            if !others.isEmpty { others.removeAll() }
        }

        /// The numbers of its entries.
        var numbers: [Int] {
            (0..<Self.bitsCount).filter { bits & 1 << UInt64($0) != 0 } + others.map { Int($0) }
        }
    }

    /// Kinds of rows that one table may have; rows of further ones are left out.
    fileprivate static let kindsMax = 65_536

    struct Container {
        let hash: UInt64

        /// The entries, by their numbers.
        var entries: [Int] = []

        /// Rows, by what they hold.
        var rows: [Kind: UInt64] = [:]

        /// What those rows hold that may reach over an edge of the parts.
        var edges: [UInt64: Kind] = [:]
    }

    private(set) var containers: [Container] = []
    private var index: [UInt64: Int] = [:]

    /// A row being counted.
    private struct Open {
        var row: UInt64 = 0
        var kind = Kind()
        var isEdge = false
    }

    private var container = -1
    private var open = Open()

    /// Rows in which findings of another container stand, by their containers: a line may hold a document, and other values
    /// behind it, and a document again.
    private var interrupted: [Int: Open] = [:]

    /// Rows of one kind, one after the other, that are not in their container yet.
    private var run: (container: Int, kind: Kind, rows: UInt64) = (-1, Kind(), 0)

    /// - Returns: `nil` where there are too many entries.
    mutating func takeSeat(in hash: UInt64, entry: Int) -> Seat? {
        let container: Int
        if let known = index[hash] {
            container = known
        } else {
            container = containers.count
            index[hash] = container
            containers.append(Container(hash: hash))
        }
        let number = containers[container].entries.count
        guard number <= UInt16.max else { return nil }
        containers[container].entries.append(entry)
        return Seat(
            container: container, number: number,
            bit: number < Kind.bitsCount ? 1 << UInt64(number) : 0)
    }

    /// The identity of a seat's table.
    func container(of seat: Seat) -> UInt64 { containers[seat.container].hash }

    /// Notes that a row holds a finding.
    @inline(__always)
    mutating func note(_ seat: Seat?, row: UInt64, isEdge: Bool) {
        guard let seat else { return }
        if row != open.row || seat.container != container { begin(row, in: seat.container) }
        open.kind.insert(seat)
        if isEdge { open.isEdge = true }
    }

    /// Begins a row, or goes on in one that was interrupted.
    @inline(__always)
    private mutating func begin(_ row: UInt64, in next: Int) {
        if next == container {
            close(open, in: container)
            open.kind.removeAll()
            open.isEdge = false
        } else {
            if !open.kind.isEmpty { interrupted[container] = open }
            open = resume(row, in: next)
            container = next
        }
        open.row = row
    }

    private mutating func resume(_ row: UInt64, in next: Int) -> Open {
        guard let before = interrupted.removeValue(forKey: next) else { return Open() }
        if before.row == row { return before }
        close(before, in: next)
        return Open()
    }

    /// The row that was noted last may go on in another part.
    mutating func reachesOn(_ row: UInt64) {
        if row == open.row { open.isEdge = true }
        for (container, before) in interrupted where before.row == row {
            interrupted[container]?.isEdge = true
        }
        closeRows()
    }

    /// No more findings of the rows come.
    mutating func closeRows() {
        close(open, in: container)
        for (container, before) in interrupted { close(before, in: container) }
        interrupted.removeAll()
        container = -1
        open = Open()
    }

    @inline(__always)
    private mutating func close(_ row: Open, in container: Int) {
        guard !row.kind.isEmpty else { return }
        if row.isEdge {
            containers[container].edges[row.row, default: Kind()].formUnion(row.kind)
        } else if run.container == container, run.kind == row.kind {
            run.rows += 1
        } else {
            endRun()
            run = (container, row.kind, 1)
        }
    }

    private mutating func endRun() {
        guard run.rows > 0 else { return }
        containers[run.container].add(run.rows, of: run.kind)
        run.rows = 0
    }

    /// All is in the containers that was noted.
    mutating func finish() {
        closeRows()
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
            func translated(_ kind: Kind) -> Kind {
                var here = Kind()
                for there in kind.numbers {
                    if let seat = seats[there], seat.container == number { here.insert(seat) }
                }
                return here
            }
            for (kind, rows) in container.rows { containers[number].add(rows, of: translated(kind)) }
            for (row, kind) in container.edges {
                containers[number].edges[row, default: Kind()].formUnion(translated(kind))
            }
        }
    }
}

extension RowKinds.Container {
    fileprivate mutating func add(_ count: UInt64, of kind: RowKinds.Kind) {
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
            if holds(kind.numbers.map { entries[$0] }) { count += rows }
        }
        return count
    }
}

internal import Findings

/// How many rows of each table, or documents, or lines, hold which findings together.
///
/// A table has few kinds of rows, however many rows. Merging is commutative, as for tallies; and so is what happens to a
/// table of too many kinds, which is told by the rules of its findings instead of their places.
struct RowKinds {
    /// What stands for the findings of a rule among those of a table: at one place, or at all.
    struct Seat {
        var container: Int
        var number: Int

        /// The number's bit, for those that have one.
        var bit: UInt64

        init(container: Int, number: Int) {
            self.container = container
            self.number = number
            bit = number < Kind.bitsCount ? 1 << UInt64(number) : 0
        }
    }

    /// Kinds of rows that one table may have; of more, findings at different places are one, and if that does not help, its
    /// rows are not told.
    let kindsMax: Int

    /// The tables that are told.
    private var told: SmallestRanks
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

    /// Some container may have too many kinds, or findings that have no place of their own.
    private var hasCrowdedContainer = false

    init(kindsMax: Int, containersMax: Int) {
        self.kindsMax = kindsMax
        told = SmallestRanks(countMax: containersMax)
    }

    /// It should be settled before it grows any more.
    var isCrowded: Bool { hasCrowdedContainer || told.isCrowded(containers.count) }

    /// A seat for the findings of a rule at one place.
    ///
    /// - Parameter place: The container's.
    /// - Returns: `nil` in a table that is not told.
    mutating func takeSeat(in hash: UInt64, place: Place, rule: UInt16) -> Seat? {
        containerIndex(hash, place).map {
            Seat(container: $0, number: containers[$0].takeNumber(ofRule: rule))
        }
    }

    /// A seat for those of a rule that are counted together with those of other tables.
    mutating func takeSeatElsewhere(in hash: UInt64, place: Place, rule: UInt16) -> Seat? {
        guard let container = containerIndex(hash, place) else { return nil }
        noteElsewhere(rule, in: container)
        return Seat(container: container, number: containers[container].takeOnlyNumber(ofRule: rule))
    }

    private mutating func containerIndex(_ hash: UInt64, _ place: Place) -> Int? {
        if let known = index[hash] { return known }
        guard !told.isBound || place.rank <= told.bound else { return nil }
        index[hash] = containers.count
        containers.append(Container(hash: hash, place: place))
        return containers.count - 1
    }

    /// An entry loses its place among those of its table.
    mutating func leave(_ seat: Seat, rule: UInt16) {
        noteElsewhere(rule, in: seat.container)
    }

    private mutating func noteElsewhere(_ rule: UInt16, in container: Int) {
        containers[container].noteElsewhere(rule)
        if containers[container].detail == .places { hasCrowdedContainer = true }
    }

    /// The seat that the findings of a rule have now which had another one before it was settled or aligned.
    ///
    /// - Parameter containers: What `settle` said.
    func seat(_ seat: Seat, ofRule rule: UInt16, containers moved: [Int?]? = nil) -> Seat? {
        guard let container = moved.map({ $0[seat.container] }) ?? seat.container else { return nil }
        return Seat(
            container: container, number: containers[container].number(seat.number, ofRule: rule))
    }

    /// Notes that a row holds a finding.
    @inline(__always)
    mutating func note(_ seat: Seat?, row: UInt64, isEdge: Bool) {
        guard let seat else { return }
        if row != open.row || seat.container != container { begin(row, in: seat.container) }
        open.kind.insert(seat)
        if isEdge { open.isEdge = true }
    }

    /// Notes that a row, which no part shares, holds several findings.
    @inline(__always)
    mutating func note(_ kind: Kind, in container: Int, row: UInt64) {
        if row != open.row || container != self.container { begin(row, in: container) }
        open.kind.formUnion(kind)
    }

    /// Notes that rows, which no part shares, hold the same findings: `count` of them, at least one.
    mutating func note(
        _ kind: Kind, in container: Int, rows count: UInt64, from first: UInt64, upTo last: UInt64
    ) {
        // The first may have begun before, and the last may go on.
        note(kind, in: container, row: first)
        guard count > 1 else { return }
        note(kind, in: container, row: last)
        close(count - 2, of: kind, in: container)
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
            containers[container].add(row.kind, ofEdge: row.row)
        } else {
            close(1, of: row.kind, in: container)
        }
    }

    /// Counts whole rows of one kind.
    @inline(__always)
    private mutating func close(_ rows: UInt64, of kind: Kind, in container: Int) {
        if run.container == container, run.kind == kind {
            run.rows += rows
        } else {
            endRun()
            run = (container, kind, rows)
        }
    }

    private mutating func endRun() {
        guard run.rows > 0 else { return }
        containers[run.container].add(run.rows, of: run.kind)
        if containers[run.container].rows.count > kindsMax { hasCrowdedContainer = true }
        run.rows = 0
    }

    /// All is in the containers that was noted.
    mutating func finish() {
        closeRows()
        endRun()
    }

    /// Tells containers by rules that have too many kinds, or findings elsewhere, and of too many containers not all.
    ///
    /// What it does depends on all that is counted, and not on when it is asked.
    ///
    /// - Parameter isWhole: No part comes any more, so that rows which reach over the edges of parts are whole.
    /// - Returns: Where the containers are now, if any has gone.
    mutating func settle(isWhole: Bool) -> [Int?]? {
        finish()
        for container in containers.indices where isWhole || hasCrowdedContainer {
            if isWhole { containers[container].endEdges() }
            containers[container].settle(kindsMax: kindsMax)
        }
        hasCrowdedContainer = false
        return told.isCrowded(containers.count, isWhole: isWhole) ? dropContainers() : nil
    }

    private mutating func dropContainers() -> [Int?]? {
        let ranks = containers.map(\.place.rank)
        told.lowerBound(ranks)
        guard ranks.contains(where: { $0 > told.bound }) else { return nil }
        var moved: [Int?] = []
        var kept: [Container] = []
        index = [:]
        for (container, rank) in zip(containers, ranks) {
            moved.append(rank <= told.bound ? kept.count : nil)
            guard rank <= told.bound else { continue }
            index[container.hash] = kept.count
            kept.append(container)
        }
        containers = kept
        return moved
    }

    /// Makes the containers of another known here, and tells them on both sides by what the coarser one tells them by; seats
    /// change on both.
    mutating func align(with other: inout RowKinds) {
        told.merge(other.told)
        for there in other.containers.indices {
            let hash = other.containers[there].hash
            let place = other.containers[there].place
            guard let here = containerIndex(hash, place) else { continue }
            let detail = max(containers[here].detail, other.containers[there].detail)
            containers[here].lower(to: detail)
            other.containers[there].lower(to: detail)
        }
    }

    /// Adds the rows of another that was settled, and aligned with this.
    ///
    /// - Parameter seats: Those here of the entries there, by their seats there.
    mutating func merge(_ other: RowKinds, seats: [(there: Seat, here: Seat)]) {
        var numbers = other.containers.map { [Int?](repeating: nil, count: $0.rules.count) }
        for (there, here) in seats { numbers[there.container][there.number] = here.number }
        for (there, container) in other.containers.enumerated() {
            guard let here = index[container.hash] else { continue }
            containers[here].merge(container, numbers: numbers[there])
            if containers[here].rows.count > kindsMax { hasCrowdedContainer = true }
        }
    }
}

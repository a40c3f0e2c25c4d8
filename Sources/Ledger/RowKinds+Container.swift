internal import Findings

extension RowKinds {
    /// What a row holds: seats of its table by their numbers, a bit each for the first ones.
    struct Kind: Hashable {
        private(set) var bits: UInt64 = 0

        /// The numbers without a bit, ascending.
        private(set) var others: [UInt32] = []

        static let bitsCount = 64

        init(bits: UInt64 = 0) { self.bits = bits }

        @inline(__always)
        var isEmpty: Bool { bits == 0 && others.isEmpty }

        @inline(__always)
        mutating func insert(_ seat: Seat) {
            bits |= seat.bit
            if seat.bit == 0 { insertOther(UInt32(seat.number)) }
        }

        private mutating func insertOther(_ number: UInt32) {
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

        var numbers: [Int] {
            (0..<Self.bitsCount).filter { bits & 1 << UInt64($0) != 0 } + others.map { Int($0) }
        }

        /// The same in other numbers.
        func translated(_ number: (Int) -> Int) -> Kind {
            var kind = Kind()
            for old in numbers { kind.insert(Seat(container: 0, number: number(old))) }
            return kind
        }
    }

    /// What rows are told apart by, the finest first.
    enum Detail: Int, Comparable {
        /// The rules of their findings, and the places of these.
        case places

        /// The rules alone.
        case rules

        /// Nothing: they are not counted.
        case nothing

        static func < (left: Detail, right: Detail) -> Bool { left.rawValue < right.rawValue }
    }

    /// The rows of one table or index, or of the text.
    struct Container {
        let hash: UInt64

        /// What all its places have in common.
        let place: Place
        private(set) var detail = Detail.places

        /// The rule of each number.
        private(set) var rules: [UInt16] = []

        /// The numbers of rules, as far as one stands for all findings of its rule; of those elsewhere one always does.
        private var numbers: [UInt16: Int] = [:]

        /// Rules of findings that are counted together with those of other tables.
        private(set) var elsewhere: Set<UInt16> = []

        /// Rows, by what they hold.
        fileprivate(set) var rows: [Kind: UInt64] = [:]

        /// What those rows hold that may reach over an edge of the parts.
        fileprivate(set) var edges: [UInt64: Kind] = [:]

        init(hash: UInt64, place: Place) {
            self.hash = hash
            self.place = place
        }

        /// A number for the findings of a rule at one more place.
        mutating func takeNumber(ofRule rule: UInt16) -> Int {
            if detail != .places { return takeOnlyNumber(ofRule: rule) }
            rules.append(rule)
            return rules.count - 1
        }

        /// A number for all those of a rule, or for all that are counted elsewhere.
        mutating func takeOnlyNumber(ofRule rule: UInt16) -> Int {
            if let known = numbers[rule] { return known }
            numbers[rule] = rules.count
            rules.append(rule)
            return rules.count - 1
        }

        mutating func noteElsewhere(_ rule: UInt16) { elsewhere.insert(rule) }

        /// The number that findings of a rule have now which had another one before the container's detail changed.
        func number(_ old: Int, ofRule rule: UInt16) -> Int {
            detail == .places ? old : numbers[rule] ?? old
        }

        mutating func add(_ count: UInt64, of kind: Kind) {
            if detail != .nothing { rows[kind, default: 0] += count }
        }

        mutating func add(_ kind: Kind, ofEdge row: UInt64) {
            if detail != .nothing { edges[row, default: Kind()].formUnion(kind) }
        }

        /// Tells its rows by less, where there are more kinds than it may have or findings have no place of their own.
        mutating func settle(kindsMax: Int) {
            if !elsewhere.isEmpty || rows.count > kindsMax { lower(to: .rules) }
            if rows.count > kindsMax { lower(to: .nothing) }
        }

        mutating func lower(to next: Detail) {
            guard next > detail else { return }
            if detail == .places { tellByRules() }
            detail = next
            if detail == .nothing {
                rows = [:]
                edges = [:]
            }
        }

        private mutating func tellByRules() {
            detail = .rules
            let old = rules
            rules = []
            numbers = [:]
            let now = old.map { takeOnlyNumber(ofRule: $0) }
            let fine = rows
            rows = [:]
            for (kind, count) in fine { add(count, of: kind.translated { now[$0] }) }
            edges = edges.mapValues { $0.translated { now[$0] } }
        }

        /// No part comes any more: the rows over its edges are whole.
        mutating func endEdges() {
            for kind in edges.values { rows[kind, default: 0] += 1 }
            edges = [:]
        }

        /// Adds what another has counted of the same rows in the same detail.
        ///
        /// - Parameter seats: The numbers here, by those there; `nil` for those of rules elsewhere.
        mutating func merge(_ other: Container, numbers seats: [Int?]) {
            elsewhere.formUnion(other.elsewhere)
            let numbers = other.rules.enumerated().map { there, rule in
                seats[there] ?? takeOnlyNumber(ofRule: rule)
            }
            for (kind, count) in other.rows { add(count, of: kind.translated { numbers[$0] }) }
            for (row, kind) in other.edges { add(kind.translated { numbers[$0] }, ofEdge: row) }
        }

        /// Rows that hold findings of the rules which a question asks for.
        ///
        /// - Parameters:
        ///   - counts: Whether findings count, by their numbers.
        ///   - holds: Whether a row with findings of these rules is asked for.
        func count(_ counts: [Bool], where holds: (Set<UInt16>) -> Bool) -> UInt64 {
            rows.reduce(0) { sum, row in
                let held = row.key.numbers.lazy.filter { counts[$0] }.map { rules[$0] }
                return holds(Set(held)) ? sum + row.value : sum
            }
        }
    }
}

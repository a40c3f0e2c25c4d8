internal import Bytes
internal import Findings
private import Glibc

/// Counts different values by their hashes: exactly at first, then by HyperLogLog.
///
/// Counters are a commutative monoid under `merge`: any order of values and merges gives the same
/// state. Source: Flajolet et al., "HyperLogLog" (2007), with 2^14 registers, and the estimate of
/// Ertl, "New cardinality estimation algorithms for HyperLogLog sketches" (2017), section 2.4, which
/// has no bias between few values and many.
struct DistinctCounter {
    private static let precision = 14
    private static let registerCount = 1 << precision

    /// A hash has this many bits behind its register's number, and a rank is one more than their leading zeros.
    private static let rankMax = 64 - precision + 1

    /// Open addressing, at most half full; 0 marks a free slot.
    private var slots: [UInt64] = []
    private var exactCount = 0
    private var hasZero = false
    private var registers: [UInt8] = []

    private var isEstimate: Bool { !registers.isEmpty }

    @inline(__always)
    mutating func insert(_ hash: UInt64) {
        if isEstimate {
            raiseRegister(hash)
        } else {
            insertExactly(hash)
        }
    }

    mutating func insert(_ hashes: Span<UInt64>) {
        var next = 0
        while next < hashes.count, !isEstimate {
            next = firstNew(among: hashes, from: next)
            guard next < hashes.count else { return }
            insertExactly(hashes[next])
            next += 1
        }
        guard next < hashes.count else { return }
        // One access to the registers: each asks whether somebody else holds them.
        var registers = registers.mutableSpan
        for index in next..<hashes.count { Self.raise(&registers, by: hashes[index]) }
    }

    /// The first hash that is not where it would be if it was met before: those of few values nearly all are.
    private func firstNew(among hashes: Span<UInt64>, from start: Int) -> Int {
        guard !slots.isEmpty else { return start }
        let slots = slots.span
        let mask = slots.count - 1
        var next = start
        while next < hashes.count, hashes[next] != 0,
            slots[Int(truncatingIfNeeded: hashes[next] >> 20) & mask] == hashes[next]
        {
            next += 1
        }
        return next
    }

    private mutating func insertExactly(_ hash: UInt64) {
        if hash == 0 {
            if !hasZero { exactCount += 1 }
            hasZero = true
        } else {
            if slots.isEmpty { slots = [UInt64](repeating: 0, count: 16) }
            var at = Int(truncatingIfNeeded: hash >> 20) & (slots.count - 1)
            while slots[at] != 0 {
                if slots[at] == hash { return }
                at = (at + 1) & (slots.count - 1)
            }
            slots[at] = hash
            exactCount += 1
            if exactCount * 2 > slots.count { grow() }
        }
        if exactCount > Limits.distinctExactMax { estimate() }
    }

    private mutating func grow() {
        let old = slots
        slots = [UInt64](repeating: 0, count: old.count * 2)
        for hash in old where hash != 0 {
            var at = Int(truncatingIfNeeded: hash >> 20) & (slots.count - 1)
            while slots[at] != 0 { at = (at + 1) & (slots.count - 1) }
            slots[at] = hash
        }
    }

    private mutating func estimate() {
        registers = [UInt8](repeating: 0, count: Self.registerCount)
        for hash in slots where hash != 0 { raiseRegister(hash) }
        if hasZero { raiseRegister(0) }
        slots = []
    }

    @inline(__always)
    private mutating func raiseRegister(_ hash: UInt64) {
        var registers = registers.mutableSpan
        Self.raise(&registers, by: hash)
    }

    @inline(__always)
    private static func raise(_ registers: inout MutableSpan<UInt8>, by hash: UInt64) {
        let register = Int(hash >> UInt64(64 - precision))
        // A set bit below the hash's own ends the count of zeros at its width.
        let rest = hash << UInt64(precision) | 1 << UInt64(precision - 1)
        let rank = UInt8(rest.leadingZeroBitCount + 1)
        // Written in any case: whether it is higher is no habit that a processor could learn.
        registers[register] = max(rank, registers[register])
    }

    mutating func merge(_ other: DistinctCounter) {
        if other.isEstimate {
            if !isEstimate { estimate() }
            for register in registers.indices {
                registers[register] = max(registers[register], other.registers[register])
            }
        } else {
            if other.hasZero { insert(0) }
            for hash in other.slots where hash != 0 { insert(hash) }
        }
    }

    var count: DistinctCount {
        guard isEstimate else { return DistinctCount(value: UInt64(exactCount), isEstimate: false) }
        let total = Double(Self.registerCount)
        var counts = [Double](repeating: 0, count: Self.rankMax + 1)
        for rank in registers { counts[Int(rank)] += 1 }
        var sum = total * Self.tau(1 - counts[Self.rankMax] / total)
        for rank in stride(from: Self.rankMax - 1, through: 1, by: -1) { sum = 0.5 * (sum + counts[rank]) }
        sum += total * Self.sigma(counts[0] / total)
        let value = total * total / (2 * log(2) * sum)
        return DistinctCount(value: UInt64(value.rounded()), isEstimate: true)
    }

    /// x + Σ x^(2^k) 2^(k-1): what the empty registers, a share x of all, add to the harmonic sum.
    private static func sigma(_ share: Double) -> Double {
        var (power, factor, sum, before) = (share, 1.0, share, -1.0)
        while sum != before {
            power *= power
            before = sum
            sum += power * factor
            factor += factor
        }
        return sum
    }

    /// (1 - x - Σ (1 - x^(2^-k))² 2^-k) / 3: the same for the full registers, a share 1 - x of all.
    private static func tau(_ share: Double) -> Double {
        if share == 0 || share == 1 { return 0 }
        var (root, factor, sum, before) = (share, 1.0, 1 - share, -1.0)
        while sum != before {
            root = root.squareRoot()
            before = sum
            factor *= 0.5
            sum -= (1 - root) * (1 - root) * factor
        }
        return sum / 3
    }
}

internal import Bytes
internal import Findings
private import Glibc

/// Counts different values by their hashes: exactly at first, then by HyperLogLog.
///
/// Counters are a commutative monoid under `merge`: any order of values and merges gives the same
/// state. Source: Flajolet et al., "HyperLogLog" (2007), with 2^14 registers and the linear
/// counting of small cardinalities; hashes have 64 bits, so no correction for large ones is due.
struct DistinctCounter {
    private static let precision = 14
    private static let registerCount = 1 << precision

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
        let register = Int(hash >> UInt64(64 - Self.precision))
        // A set bit below the hash's own ends the count of zeros at its width.
        let rest = hash << UInt64(Self.precision) | 1 << UInt64(Self.precision - 1)
        let rank = UInt8(rest.leadingZeroBitCount + 1)
        if rank > registers[register] { registers[register] = rank }
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
        let registerCount = Double(Self.registerCount)
        var sum = 0.0
        var zeros = 0
        for rank in registers {
            sum += 1 / Double(UInt64(1) << UInt64(rank))
            if rank == 0 { zeros += 1 }
        }
        let alpha = 0.7213 / (1 + 1.079 / registerCount)
        var value = alpha * registerCount * registerCount / sum
        if value <= 2.5 * registerCount, zeros > 0 {
            value = registerCount * log(registerCount / Double(zeros))
        }
        return DistinctCount(value: UInt64(value.rounded()), isEstimate: true)
    }
}

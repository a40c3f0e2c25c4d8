/// A set of field plans, a bit each.
struct PlanSet: Sendable {
    private var words: [UInt64] = []

    init(_ plans: [Int] = []) {
        for plan in plans {
            while words.count <= plan >> 6 { words.append(0) }
            words[plan >> 6] |= 1 << UInt64(plan & 63)
        }
    }

    @inline(__always)
    var isEmpty: Bool { words.isEmpty }

    @inline(__always)
    func contains(_ plan: Int) -> Bool {
        plan >> 6 < words.count && words[plan >> 6] >> UInt64(plan & 63) & 1 != 0
    }
}

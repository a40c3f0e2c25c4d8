/// A set of the field plans below a bound, a bit each.
struct PlanSet {
    private(set) var words: [UInt64]

    /// - Parameter bound: Plans from here on are left out.
    init(below bound: Int) {
        words = [UInt64](repeating: 0, count: Self.wordCount(below: bound))
    }

    static func wordCount(below bound: Int) -> Int { (bound + 63) >> 6 }

    mutating func insert(_ plan: Int) {
        if plan >> 6 < words.count { words[plan >> 6] |= 1 << UInt64(plan & 63) }
    }

    /// Takes every plan out, and puts those of some fields in.
    mutating func replace(with hits: Span<Detector.FieldHit>, _ range: Range<Int>) {
        var words = words.mutableSpan
        for index in words.indices { words[index] = 0 }
        for index in range {
            let plan = Int(hits[index].name)
            if plan >> 6 < words.count { words[plan >> 6] |= 1 << UInt64(plan & 63) }
        }
    }
}

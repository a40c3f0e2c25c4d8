internal import Rules

/// The other fields of a record that each rule asks for and forbids.
@safe
final class NeighbourTable: @unchecked Sendable {
    // Sendable: nothing changes after the initialiser.
    /// Two sets of plans a rule, so many words each: the names that it asks for, and those that it forbids.
    private let sets: UnsafeMutableBufferPointer<UInt64>
    private let wordCount: Int

    /// The plans of all these names are below.
    let bound: Int

    enum Answer {
        /// Nothing speaks against the rule.
        case stands

        /// Nor against this one, and a field stands there that it asks for.
        case siblingsStand

        /// A field is missing that the rule asks for, or one stands there that it forbids.
        case fails
    }

    /// How far a record's other fields may be.
    static let reachBytes: Int32 = 1024

    init(_ rules: [Rule], _ fields: FieldIndex) {
        bound = fields.besideCount
        wordCount = PlanSet.wordCount(below: bound)
        unsafe sets = .allocate(capacity: rules.count * 2 * wordCount)
        unsafe sets.initialize(repeating: 0)
        for (rule, asked) in rules.map(\.fields).enumerated() {
            for (place, names) in [asked?.siblings ?? [], asked?.notWith ?? []].enumerated() {
                var plans = PlanSet(below: bound)
                for plan in names.compactMap({ fields.plan(of: $0) }) { plans.insert(plan) }
                for (at, word) in plans.words.enumerated() {
                    unsafe sets[(rule * 2 + place) * wordCount + at] = word
                }
            }
        }
    }

    deinit { unsafe sets.deallocate() }

    /// What the fields of a record tell of one among them.
    ///
    /// - Parameters:
    ///   - names: The words of a set of plans below `bound`.
    ///   - own: The plan of that one's name, which is no other.
    func answer(_ rule: Int, _ names: Span<UInt64>, except own: Int) -> Answer {
        precondition(names.count == wordCount, "a set of other plans")
        var standing = Standing()
        for at in 0..<wordCount {
            let isOwn = at == own >> 6
            take(rule, at, isOwn ? names[at] & ~(1 << UInt64(own & 63)) : names[at], &standing)
        }
        return standing.answer
    }

    /// What the other fields tell that stand in the line of one, and near it.
    ///
    /// - Parameter hit: The place of that one among all.
    func answer(_ rule: Int, around hit: Int, in hits: Span<Detector.FieldHit>) -> Answer {
        var standing = Standing()
        for at in 0..<wordCount { take(rule, at, 0, &standing) }
        let own = hits[hit]
        for step in [-1, 1] {
            var at = hit + step
            while at >= 0, at < hits.count {
                let other = hits[at]
                if other.line != own.line || abs(other.offset - own.offset) > Self.reachBytes { break }
                let plan = Int(other.name)
                if other.name != own.name, plan >> 6 < wordCount {
                    take(rule, plan >> 6, 1 << UInt64(plan & 63), &standing)
                }
                at += step
            }
        }
        return standing.answer
    }

    /// What is known of a rule's sets, and of the names that stand.
    private struct Standing {
        var asked: UInt64 = 0
        var found: UInt64 = 0
        var forbidden: UInt64 = 0

        var answer: Answer {
            if forbidden != 0 || asked != 0 && found == 0 { return .fails }
            return asked == 0 ? .stands : .siblingsStand
        }
    }

    /// Takes a word of the names that stand.
    @inline(__always)
    private func take(_ rule: Int, _ at: Int, _ names: UInt64, _ standing: inout Standing) {
        let word = rule * 2 * wordCount + at
        standing.asked |= unsafe sets[word]
        standing.found |= unsafe sets[word] & names
        standing.forbidden |= unsafe sets[word + wordCount] & names
    }
}

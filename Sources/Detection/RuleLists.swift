/// Lists of rules, one behind the other, so that going through one counts no references.
struct RuleLists: Sendable {
    private var rules: [Int32] = []
    private var starts: [Int32] = [0]

    init(_ lists: [[Int]]) {
        for list in lists {
            rules += list.map { Int32($0) }
            starts.append(Int32(rules.count))
        }
    }

    var count: Int { starts.count - 1 }

    /// The places of a list's rules.
    @inline(__always)
    func places(of list: Int) -> Range<Int> {
        Int(starts[list])..<Int(starts[list + 1])
    }

    @inline(__always)
    subscript(place: Int) -> Int { Int(rules[place]) }
}

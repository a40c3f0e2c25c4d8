/// The names of the fields of the line that was asked about last: a line is asked about for several of its values.
struct RecordNames {
    private let asked: NeighbourTable
    private var names: PlanSet
    private var line: Int32 = -1

    /// All fields of the line are near each other.
    private var isNear = false

    init(_ asked: NeighbourTable) {
        self.asked = asked
        names = PlanSet(below: asked.bound)
    }

    /// What the other fields tell that stand in the line of one, and near it.
    ///
    /// - Parameters:
    ///   - hit: The place of that one among all.
    ///   - hits: The same in all calls.
    mutating func answer(_ rule: Int, around hit: Int, in hits: Span<Detector.FieldHit>)
        -> NeighbourTable.Answer
    {
        let own = hits[hit]
        if own.line != line { read(own.line, around: hit, hits) }
        return isNear
            ? asked.answer(rule, names.words.span, except: Int(own.name))
            : asked.answer(rule, around: hit, in: hits)
    }

    private mutating func read(_ line: Int32, around hit: Int, _ hits: Span<Detector.FieldHit>) {
        self.line = line
        var first = hit
        while first > 0, hits[first - 1].line == line { first -= 1 }
        var last = hit
        while last + 1 < hits.count, hits[last + 1].line == line { last += 1 }
        names.replace(with: hits, first..<last + 1)
        isNear = hits[last].offset - hits[first].offset <= NeighbourTable.reachBytes
    }
}

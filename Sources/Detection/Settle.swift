private import Bytes
internal import Findings
private import Glibc
internal import Rules

extension Detector {
    /// Drops what the record speaks against and what another match beats, and keeps what the chunk owns.
    func settle(_ bytes: Span<UInt8>, owned: Range<Int>) {
        sortByStart()
        for index in raw.indices where raw[index].marks.contains(.needsRecord) { askRecord(index, bytes) }
        if raw.contains(where: { $0.rule == .max }) { raw.removeAll { $0.rule == .max } }
        beat()
        matches.removeAll(keepingCapacity: true)
        for match in raw where owned.contains(Int(match.start)) && !match.marks.contains(.isBeaten) {
            matches.append(match)
        }
    }

    /// Insertion sort: the matches come nearly in order, and each moves a few places at most.
    private func sortByStart() {
        var next = 1
        while next < raw.count {
            var at = next
            let match = raw[next]
            while at > 0, comesBefore(match, raw[at - 1]) {
                raw[at] = raw[at - 1]
                at -= 1
            }
            if at != next { raw[at] = match }
            next += 1
        }
    }

    @inline(__always)
    private func comesBefore(_ left: Match, _ right: Match) -> Bool {
        if left.start != right.start { return left.start < right.start }
        if left.end != right.end { return left.end > right.end }
        if left.rule != right.rule { return left.rule < right.rule }
        return left.marks.rawValue < right.marks.rawValue
    }

    /// Marks the match of a rule whose record lacks its siblings, or holds what it must not.
    private func askRecord(_ index: Int, _ bytes: Span<UInt8>) {
        let match = raw[index]
        let detail = rules.details[Int(match.rule)]
        let hit = Int(match.fieldHit)
        guard hit >= 0 else { return }
        let own = fieldHits[hit]
        var hasSibling = detail.siblings.isEmpty
        var isForbidden = false
        let ask = { (name: Int32) in
            if !hasSibling, detail.siblings.contains(Int(name)) { hasSibling = true }
            if !isForbidden, detail.notWith.contains(Int(name)) { isForbidden = true }
        }
        // Once a sibling stands, only a name that forbids can change the answer.
        let isDecided = { hasSibling && detail.notWith.isEmpty }
        for neighbour in stride(from: hit - 1, through: 0, by: -1) {
            let other = fieldHits[neighbour]
            if isDecided() || other.line != own.line || Int(own.offset - other.offset) > recordReachBytes {
                break
            }
            if other.name != own.name { ask(other.name) }
        }
        for neighbour in (hit + 1)..<max(hit + 1, fieldHits.count) {
            let other = fieldHits[neighbour]
            if isDecided() || other.line != own.line || Int(other.offset - own.offset) > recordReachBytes {
                break
            }
            if other.name != own.name { ask(other.name) }
        }
        if hasSibling, !isForbidden {
            if !detail.siblings.isEmpty { raw[index].reasons.insert(.siblings) }
        } else {
            raw[index].rule = .max
        }
    }

    /// How far a record's other fields may be.
    private var recordReachBytes: Int { 1024 }

    /// Whether a line feed stands in a range.
    func hasNewline(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        // Sound: the range was made of offsets into the bytes, which are read during the call only.
        unsafe bytes.extracting(range).withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return false }
            return unsafe memchr(base, 0x0A, buffer.count) != nil
        }
    }

    /// Marks each match that an overlapping one beats, whether or not that one is beaten itself: so the
    /// answer depends on two matches alone, and not on how far back the scan began.
    private func beat() {
        var first = 0
        while first < raw.count {
            var second = first + 1
            while second < raw.count, raw[second].start < raw[first].end {
                switch duel(raw[first], raw[second]) {
                case .first: raw[second].marks.insert(.isBeaten)
                case .second: raw[first].marks.insert(.isBeaten)
                case .neither: break
                }
                second += 1
            }
            first += 1
        }
    }

    private enum Winner {
        case first
        case second
        case neither
    }

    /// Which of two overlapping matches stands; `first` begins no later than `second`.
    private func duel(_ first: Match, _ second: Match) -> Winner {
        let firstIsNested = first.marks.contains(.isNested)
        if firstIsNested != second.marks.contains(.isNested) { return firstIsNested ? .second : .first }
        if first.rule == second.rule { return .first }
        let (one, other) = (rules.rules[Int(first.rule)], rules.rules[Int(second.rule)])
        if one.isGeneric != other.isGeneric { return one.isGeneric ? .second : .first }
        let sameSpan = first.start == second.start && first.end == second.end
        if sameSpan { return first.rule < second.rule ? .first : .second }
        if one.isGeneric { return first.end - first.start >= second.end - second.start ? .first : .second }
        guard one.id.category == .credential, other.id.category == .credential else { return .neither }
        if second.end <= first.end { return .first }
        if second.start == first.start, first.end <= second.end { return .second }
        return .neither
    }
}

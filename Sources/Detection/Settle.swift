private import Bytes
internal import Findings
internal import Rules
private import Validation

extension Detector {
    /// Drops what the record speaks against and what another match beats, and keeps what the chunk owns.
    func settle(_ bytes: Span<UInt8>, owned: Range<Int>) {
        sortByStart()
        for index in raw.indices where raw[index].marks.contains(.needsRecord) { askRecord(index, bytes) }
        beat(bytes)
        for index in raw.indices where raw[index].marks.contains(.needsSecret) && !isOut(raw[index]) {
            askSecret(index, bytes)
        }
        // In place: the matches that stay move to the front.
        var kept = 0
        for index in raw.indices {
            let match = raw[index]
            guard owned.contains(Int(match.start)), !isOut(match) else { continue }
            if kept != index { raw[kept] = match }
            kept += 1
        }
        raw.removeSubrange(kept...)
        swap(&raw, &matches)
    }

    /// Keeps the misses that the chunk owns, each once, in order.
    func settleMisses(owned: Range<Int>) {
        misses.removeAll { !owned.contains(Int($0.start)) }
        misses.sort { ($0.start, $0.end, $0.rule) < ($1.start, $1.end, $1.rule) }
        var kept = 0
        for index in misses.indices where index == 0 || misses[index] != misses[kept - 1] {
            misses[kept] = misses[index]
            kept += 1
        }
        misses.removeSubrange(kept...)
    }

    /// Whether a match is none any more: beaten, or its record or its value spoke against it.
    @inline(__always)
    private func isOut(_ match: Match) -> Bool {
        match.marks.contains(.isBeaten) || match.rule == .max
    }

    /// Asks whether a value is as random as a secret, which it must be.
    private func askSecret(_ index: Int, _ bytes: Span<UInt8>) {
        let match = raw[index]
        let decoded = decoded
        let value = (match.valueIsDecoded ? decoded.span : bytes).extracting(match.valueRange)
        if isLikelySecret(value) {
            raw[index].marks.remove(.needsSecret)
            raw[index].reasons.insert(.entropy)
        } else {
            raw[index].rule = .max
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
        if left.marks != right.marks { return left.marks.rawValue < right.marks.rawValue }
        // Of a rule's expression and its field's name, which find the same value, the surer comes first, and the name
        // before the expression: whichever of the two was met first.
        if left.confidence != right.confidence { return left.confidence > right.confidence }
        if left.nameCount != right.nameCount { return left.nameCount > right.nameCount }
        return left.reasons.rawValue > right.reasons.rawValue
    }

    /// Marks the match of a rule whose record lacks its siblings, or holds what it must not.
    private func askRecord(_ index: Int, _ bytes: Span<UInt8>) {
        let match = raw[index]
        let asked = rules.neighbours[Int(match.rule)]
        let hit = Int(match.fieldHit)
        guard hit >= 0 else { return }
        let own = fieldHits[hit]
        var hasSibling = asked.siblings.isEmpty
        var isForbidden = false
        for step in [-1, 1] {
            var neighbour = hit + step
            // Once a sibling stands, only a name that forbids can change the answer.
            while neighbour >= 0, neighbour < fieldHits.count, !hasSibling || !asked.notWith.isEmpty {
                let other = fieldHits[neighbour]
                if other.line != own.line || abs(Int(other.offset - own.offset)) > recordReachBytes { break }
                if other.name != own.name {
                    if asked.siblings.contains(Int(other.name)) { hasSibling = true }
                    if asked.notWith.contains(Int(other.name)) { isForbidden = true }
                }
                neighbour += step
            }
        }
        if hasSibling, !isForbidden {
            if !asked.siblings.isEmpty { raw[index].reasons.insert(.siblings) }
        } else {
            raw[index].rule = .max
        }
    }

    /// How far a record's other fields may be.
    private var recordReachBytes: Int { 1024 }

    /// Marks each match that an overlapping one beats, whether or not that one is beaten itself: so the
    /// answer depends on two matches alone, and not on how far back the scan began.
    private func beat(_ bytes: Span<UInt8>) {
        var first = 0
        while first < raw.count {
            var second = first + 1
            while second < raw.count, raw[second].start < raw[first].end {
                fight(first, second, bytes)
                second += 1
            }
            first += 1
        }
    }

    private func fight(_ first: Int, _ second: Int, _ bytes: Span<UInt8>) {
        guard raw[first].rule != .max, raw[second].rule != .max else { return }
        let (winner, loser): (Int, Int)
        switch duel(raw[first], raw[second]) {
        case .first: (winner, loser) = (first, second)
        case .second: (winner, loser) = (second, first)
        case .neither: return
        }
        if raw[winner].marks.contains(.needsSecret) {
            askSecret(winner, bytes)
            if raw[winner].rule == .max { return }
        }
        raw[loser].marks.insert(.isBeaten)
    }

    private enum Winner {
        case first
        case second
        case neither
    }

    /// Which of two overlapping matches stands; `first` begins no later than `second`.
    private func duel(_ first: Match, _ second: Match) -> Winner {
        let firstIsUnproven = first.marks.contains(.isUnproven)
        if firstIsUnproven || second.marks.contains(.isUnproven) {
            // What another rule finds says nothing of a check digit.
            guard first.rule == second.rule else { return .neither }
            return firstIsUnproven ? .second : .first
        }
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

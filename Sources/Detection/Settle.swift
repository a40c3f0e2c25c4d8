private import Bytes
internal import Findings
internal import Rules
private import Validation

extension Detector {
    /// Drops what the record speaks against and what another match beats, and keeps what the chunk owns.
    func settle(_ bytes: Span<UInt8>, owned: Range<Int>) {
        // Apart from the detector, nobody but this function holds the matches and the hits.
        var settled: [Match] = []
        swap(&settled, &raw)
        var hits: [FieldHit] = []
        swap(&hits, &fieldHits)
        let kept = settle(&settled, hits.span, bytes, owned: owned)
        swap(&hits, &fieldHits)
        settled.removeSubrange(kept...)
        swap(&matches, &settled)
        swap(&raw, &settled)
    }

    /// Settles matches in place: those that stay move to the front.
    ///
    /// - Returns: How many stay.
    private func settle(
        _ settled: inout [Match], _ hits: Span<FieldHit>, _ bytes: Span<UInt8>, owned: Range<Int>
    ) -> Int {
        var matches = settled.mutableSpan
        sortByStart(&matches)
        let count = matches.count
        var kept = 0
        var index = 0
        // Where the matches end that were settled together, and overlap each other.
        var clusterEnd = 0
        var before = FoundBefore()
        var names = RecordNames(rules.neighbours)
        while index < count {
            if index == clusterEnd {
                clusterEnd = endOfCluster(matches, from: index)
                // Most matches stand alone, and nothing is asked of them.
                if clusterEnd > index + 1
                    || !matches[index].marks.isDisjoint(with: [.needsRecord, .needsSecret])
                {
                    settleCluster(&matches, index..<clusterEnd, &names, hits, bytes)
                }
            }
            if !isOut(matches[index]) {
                before.pass(&matches[index])
                if owned.contains(Int(matches[index].start)) {
                    if kept != index { matches[kept] = matches[index] }
                    kept += 1
                }
            }
            index += 1
        }
        return kept
    }

    /// Where the matches end of which each overlaps one before it.
    @inline(__always)
    private func endOfCluster(_ matches: borrowing MutableSpan<Match>, from start: Int) -> Int {
        var reach = matches[start].end
        var end = start + 1
        while end < matches.count, matches[end].start < reach {
            reach = max(reach, matches[end].end)
            end += 1
        }
        return end
    }

    /// Not inlined: most matches stand alone, and pass faster without its variables.
    @inline(never)
    private func settleCluster(
        _ matches: inout MutableSpan<Match>, _ cluster: Range<Int>, _ names: inout RecordNames,
        _ hits: Span<FieldHit>, _ bytes: Span<UInt8>
    ) {
        for index in cluster where matches[index].marks.contains(.needsRecord) {
            askRecord(&matches[index], &names, hits)
        }
        if cluster.count > 1 { beat(&matches, cluster, bytes) }
        for index in cluster where matches[index].marks.contains(.needsSecret) && !isOut(matches[index]) {
            askSecret(&matches[index], bytes)
        }
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
    private func askSecret(_ match: inout Match, _ bytes: Span<UInt8>) {
        let decoded = decoded
        let value = (match.valueIsDecoded ? decoded.span : bytes).extracting(match.valueRange)
        if isLikelySecret(value) {
            match.marks.remove(.needsSecret)
            match.reasons.insert(.entropy)
        } else {
            match.rule = .max
        }
    }

    func sortByStart(_ matches: inout [Match]) {
        var all = matches.mutableSpan
        sortByStart(&all)
    }

    /// Insertion sort: the matches come nearly in order, and each moves a few places at most.
    private func sortByStart(_ matches: inout MutableSpan<Match>) {
        var next = 1
        while next < matches.count {
            if matches[next].start <= matches[next - 1].start {
                var at = next
                let match = matches[next]
                while at > 0, comesBefore(match, matches[at - 1]) {
                    matches[at] = matches[at - 1]
                    at -= 1
                }
                if at != next { matches[at] = match }
            }
            next += 1
        }
    }

    @inline(__always)
    func comesBefore(_ left: Match, _ right: Match) -> Bool {
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
    private func askRecord(_ match: inout Match, _ names: inout RecordNames, _ hits: Span<FieldHit>) {
        let hit = Int(match.fieldHit)
        guard hit >= 0 else { return }
        switch names.answer(Int(match.rule), around: hit, in: hits) {
        case .stands: break
        case .siblingsStand: match.reasons.insert(.siblings)
        case .fails: match.rule = .max
        }
    }

    /// Marks each match that an overlapping one beats, whether or not that one is beaten itself: so the
    /// answer depends on two matches alone, and not on how far back the scan began.
    private func beat(_ matches: inout MutableSpan<Match>, _ cluster: Range<Int>, _ bytes: Span<UInt8>) {
        for first in cluster {
            var second = first + 1
            while second < cluster.upperBound, matches[second].start < matches[first].end {
                fight(&matches, first, second, bytes)
                second += 1
            }
        }
    }

    private func fight(
        _ matches: inout MutableSpan<Match>, _ first: Int, _ second: Int, _ bytes: Span<UInt8>
    ) {
        guard matches[first].rule != .max, matches[second].rule != .max else { return }
        let (winner, loser): (Int, Int)
        switch duel(matches[first], matches[second]) {
        case .first: (winner, loser) = (first, second)
        case .second: (winner, loser) = (second, first)
        case .neither: return
        }
        if matches[winner].marks.contains(.needsSecret) {
            askSecret(&matches[winner], bytes)
            if matches[winner].rule == .max { return }
        }
        matches[loser].marks.insert(.isBeaten)
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
        let (one, other) = (rules.ranks[Int(first.rule)], rules.ranks[Int(second.rule)])
        let sameSpan = first.start == second.start && first.end == second.end
        if sameSpan || one.isGeneric != other.isGeneric {
            return rules.beats(Int(first.rule), Int(second.rule)) ? .first : .second
        }
        if one.isGeneric { return first.end - first.start >= second.end - second.start ? .first : .second }
        guard one.isCredential, other.isCredential else { return .neither }
        if second.end <= first.end { return .first }
        if second.start == first.start, first.end <= second.end { return .second }
        return .neither
    }
}

/// What was found before a match, which may be the name of its field.
private struct FoundBefore {
    /// Of all that begin before the matches that are passed now, the one that ends last; and the same of those that are.
    private var start: Int32 = 0
    private var end: Int32 = 0
    private var nextStart: Int32 = 0
    private var nextEnd: Int32 = 0

    /// How far before a name something may begin that counts: more than an address has, and so little that it is settled
    /// in every chunk that knows it.
    private static let reachBytes: Int32 = 512

    /// Passes the next match that stays, and takes its name from it where that is none.
    @inline(__always)
    mutating func pass(_ match: inout Match) {
        if match.start != nextStart {
            if nextEnd > end { (start, end) = (nextStart, nextEnd) }
            (nextStart, nextEnd) = (match.start, 0)
        }
        if match.nameCount > 0, end > match.nameStart, !match.marks.contains(.nameIsDecoded) { ask(&match) }
        if match.end > nextEnd, !match.marks.contains(.isUnproven) { nextEnd = match.end }
    }

    private func ask(_ match: inout Match) {
        // What holds the value as well has the name inside, as a query holds its parameters.
        guard end <= match.start, start < match.nameStart + Int32(match.nameCount),
            start >= match.nameStart - Self.reachBytes
        else { return }
        match.nameCount = 0
        match.marks.insert(.nameIsFound)
    }
}

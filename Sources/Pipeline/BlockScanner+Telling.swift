private import Bytes
internal import Detection
internal import Findings
private import Ledger
private import Rules

/// What is told of matches by themselves.
extension BlockScanner {
    /// Whether a match that was just counted is to be told: each, or the first of its rule at its place; and none twice.
    func isNews(
        _ match: Match, at position: Position, _ bytes: Span<UInt8>, _ decoded: Span<UInt8>
    ) -> Bool {
        guard !plan.tellsFirstOnly || isFirst(match) else { return false }
        guard told != nil else { return true }
        let value = (match.valueIsDecoded ? decoded : bytes).extracting(match.valueRange)
        return told?.insert(
            plan.rules.identities[Int(match.rule)].id, at: position.streamOffset, length: match.range.count,
            valueHash: keyedHash(of: value, key: plan.key.hashKey)) ?? true
    }

    private func isFirst(_ match: Match) -> Bool {
        // Who forgets tells twice; who remembers without a bound runs out of memory.
        if sighted.count >= Limits.placesMax { sighted.removeAll(keepingCapacity: true) }
        let place = placer.hash &+ UInt64(truncatingIfNeeded: tallySource) &* 0xD6E8_FEB8_6659_FD93
        return sighted.insert(place ^ UInt64(match.rule) &* 0x9E37_79B9_7F4A_7C15).inserted
    }

    /// A match that was just counted, to be told by itself.
    func finding(
        _ match: Match, at position: Position, of source: String, _ bytes: Span<UInt8>, _ decoded: Span<UInt8>
    ) -> Finding {
        let value = (match.valueIsDecoded ? decoded : bytes).extracting(match.valueRange)
        return Finding(
            rule: plan.rules.identities[Int(match.rule)], source: source, place: placer.placed(bytes),
            record: placer.position, log: placer.logFields(at: match.range.lowerBound, bytes),
            confidence: match.confidence, reasons: match.reasons.names,
            position: position, length: match.range.count, sample: sample(match.rule, value))
    }

    func sample(_ rule: UInt16, _ value: Span<UInt8>) -> Sample {
        let text =
            plan.reveals
            ? String(decoding: value.indices.map { value[$0] }, as: UTF8.self)
            : mask(value, style: plan.rules.rules[Int(rule)].mask)
        return Sample(text: text, fingerprint: plan.key.fingerprint(of: value))
    }
}

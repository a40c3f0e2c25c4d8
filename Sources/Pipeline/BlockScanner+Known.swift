internal import Detection
internal import Findings
private import Ledger
internal import Records

/// The matches that count like one before: in dense data nearly all.
///
/// Apart from all that may be asked of a match, so that what these need stays in registers.
extension BlockScanner {
    /// Counts matches of tables as long as their like was met in their columns, and nobody is told of their rules'
    /// findings.
    ///
    /// - Parameters:
    ///   - bound: Matches from this offset on are left.
    ///   - base: Where `text` begins in the stream.
    /// - Returns: The first match that is left, or asks for more.
    @inline(never)
    func countKnown(
        _ matches: Span<Match>, from first: Int, upTo bound: Int32, inTables walker: inout CellWalker,
        _ lines: inout LineCounter, _ text: Span<UInt8>, _ decoded: Span<UInt8>, _ base: UInt64
    ) -> Int {
        var next = first
        while next < matches.count, matches[next].start < bound {
            let match = matches[next]
            guard !isTold(match), let spot = walker.spot(at: match.start),
                let footing = placer.footing(of: match, in: spot, text),
                countKnown(match, footing, &lines, text, decoded, base)
            else { break }
            next += 1
        }
        return next
    }

    /// The same of matches in documents, under their paths.
    @inline(never)
    func countKnown(
        inDocuments matches: Span<Match>, from first: Int, upTo bound: Int32, _ lines: inout LineCounter,
        _ text: Span<UInt8>, _ decoded: Span<UInt8>, _ base: UInt64
    ) -> Int {
        var next = first
        while next < matches.count, matches[next].start < bound {
            let match = matches[next]
            guard !isTold(match), let footing = placer.footing(inDocument: match, text),
                countKnown(match, footing, &lines, text, decoded, base)
            else { break }
            next += 1
        }
        return next
    }

    /// Counts a match like another one of its rule and place.
    ///
    /// - Returns: `false` where none is known.
    @inline(__always)
    private func countKnown(
        _ match: Match, _ footing: Placer.Footing, _ lines: inout LineCounter, _ text: Span<UInt8>,
        _ decoded: Span<UInt8>, _ base: UInt64
    ) -> Bool {
        guard let record = placer.record else { return false }
        switch memory.answer(PlaceMemory.Key(match, place: footing.place, isWhole: footing.isWhole)) {
        case .unknown: return false
        case .nothing: return true
        case .entry(let entry):
            lines.advance(to: Int(match.start), text)
            let value = (match.valueIsDecoded ? decoded : text).extracting(match.valueRange)
            let hash = keyedHash(of: value, key: plan.key.hashKey)
            let position = Position(streamOffset: base &+ UInt64(Int(match.start)), line: lines.line)
            let isWanted = tally.recordAgain(
                in: entry, row: record, isEdgeRow: placer.mayBeCut, position: position,
                confidence: match.confidence, reasons: match.reasons, valueHash: hash)
            if isWanted { tally.keep(sample(match.rule, value), valueHash: hash) }
            return true
        }
    }
}

internal import CByteScan
internal import Detection
internal import Findings
private import Ledger
internal import Records

/// The matches that count like one before: in dense data nearly all.
///
/// Those of tables are counted by the kernel; those of documents apart from all that may be asked of a match, so that what
/// they need stays in registers.
extension BlockScanner {
    /// Counts matches of tables as long as their like was met in their columns, and nobody is told of their rules'
    /// findings: of those that somebody is told of no like is noted.
    ///
    /// - Parameter base: Where `text` begins in the stream.
    /// - Returns: The first match that is left, or asks for more.
    func countKnown(
        _ matches: Span<Match>, from first: Int, inTables walker: inout CellWalker,
        _ lines: inout LineCounter, _ text: Span<UInt8>, _ decoded: Span<UInt8>, _ base: UInt64
    ) -> Int {
        guard first < matches.count else { return first }
        var counts = seep_known_counts()
        switch placer.cut {
        case .unknown: return first
        case .nowhere: counts.cut_row = .max
        case .row(let row): counts.cut_row = row
        }
        guard walker.spot(at: matches[first].start) != nil else { return first }
        counts.place = walker.place
        known.goOn(in: counts.place.table)
        counts.line_end = -1
        counts.row = .max
        counts.key_low = plan.key.hashKey.low
        counts.key_high = plan.key.hashKey.high
        counts.next = first
        while true {
            let stop = countKnown(matches, &counts, walker.values, text, decoded)
            guard goOn(behind: stop, matches, &counts, &walker, &lines, text, decoded, base) else { break }
        }
        walker.goOn(to: counts.place.cell)
        if counts.row != .max { placer.stand(in: counts.row) }
        noteRows(&counts)
        return counts.next
    }

    private func countKnown(
        _ matches: Span<Match>, _ counts: inout seep_known_counts, _ cells: [seep_cell], _ text: Span<UInt8>,
        _ decoded: Span<UInt8>
    ) -> seep_known_stop {
        // Sound: all is lent for the call; a match is what it holds. The kernel reads matches, cells and answers below
        // their counts, and the values of matches, which lie in the text or among the decoded bytes.
        unsafe matches.withUnsafeBufferPointer { matches in
            unsafe matches.withMemoryRebound(to: seep_match.self) { matches in
                unsafe text.withUnsafeBufferPointer { text in
                    unsafe decoded.withUnsafeBufferPointer { decoded in
                        unsafe cells.withUnsafeBufferPointer { cells in
                            unsafe memory.slots.withUnsafeBufferPointer { answers in
                                var view = unsafe seep_known_view(
                                    matches: matches.baseAddress, matches_count: matches.count,
                                    cells: cells.baseAddress, text: text.baseAddress,
                                    decoded: decoded.baseAddress, answers: answers.baseAddress,
                                    blocks: known.blocks.baseAddress, hashes: known.hashes.baseAddress,
                                    columns: known.columns.baseAddress)
                                return unsafe seep_count_known(&view, &counts)
                            }
                        }
                    }
                }
            }
        }
    }

    /// Answers what the kernel asks on its way.
    ///
    /// - Returns: Whether it goes on.
    private func goOn(
        behind stop: seep_known_stop, _ matches: Span<Match>, _ counts: inout seep_known_counts,
        _ walker: inout CellWalker, _ lines: inout LineCounter, _ text: Span<UInt8>, _ decoded: Span<UInt8>,
        _ base: UInt64
    ) -> Bool {
        switch stop {
        case SEEP_STOP_TABLE:
            walker.goOn(to: counts.place.cell)
            guard walker.spot(at: matches[counts.next].start) != nil else { return false }
            counts.place = walker.place
            known.goOn(in: counts.place.table)
        case SEEP_STOP_LINE:
            lines.advance(to: Int(matches[counts.next].start), text)
            counts.line = lines.line
            counts.line_end = Int64(lines.lineEnd)
        case SEEP_STOP_BLOCK:
            let offset = base &+ UInt64(Int(matches[counts.next].start))
            let position = Position(streamOffset: offset, line: counts.line)
            if !known.begin(Int(counts.entry), at: position, in: &tally, from: base) {
                countAlone(matches, &counts, at: position, text, decoded)
            }
        case SEEP_STOP_ROW: note(&counts.rows)
        case SEEP_STOP_SAMPLE:
            let match = matches[counts.next - 1]
            let value = (match.valueIsDecoded ? decoded : text).extracting(match.valueRange)
            tally.keep(counts.hash, in: Int(counts.entry)) { sample(match.rule, value) }
            known.renew(Int(counts.entry), of: tally)
        default: return false
        }
        return true
    }

    /// Counts a match of an entry that has no place among those of a row.
    private func countAlone(
        _ matches: Span<Match>, _ counts: inout seep_known_counts, at position: Position,
        _ text: Span<UInt8>, _ decoded: Span<UInt8>
    ) {
        let match = matches[counts.next]
        noteRows(&counts)
        let value = (match.valueIsDecoded ? decoded : text).extracting(match.valueRange)
        let hash = keyedHash(of: value, key: plan.key.hashKey)
        let isWanted = tally.recordAgain(
            in: Int(counts.entry), row: counts.entry_row, isEdgeRow: false, position: position,
            confidence: match.confidence, reasons: match.reasons, valueHash: hash)
        if isWanted { tally.keep(sample(match.rule, value), valueHash: hash) }
        counts.next += 1
    }

    /// Notes the rows that were passed, and what is known of the last one.
    private func noteRows(_ counts: inout seep_known_counts) {
        note(&counts.rows)
        guard counts.row_bits != 0 else { return }
        tally.note(
            counts.row_bits, in: Int(counts.row_container), rows: 1, from: counts.row, upTo: counts.row)
        counts.row_bits = 0
    }

    /// Notes the rows that were passed.
    private func note(_ rows: inout seep_equal_rows) {
        guard rows.count > 0 else { return }
        tally.note(rows.bits, in: Int(rows.container), rows: rows.count, from: rows.first, upTo: rows.last)
        rows.count = 0
    }

    /// Counts matches of documents as long as their like was met under their paths, and nobody is told of their rules'
    /// findings.
    ///
    /// - Parameter bound: Matches from this offset on are left.
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

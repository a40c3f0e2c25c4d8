internal import Bytes
internal import Detection
internal import Findings
internal import Inputs
internal import Ledger
internal import Records
private import Rules

/// One worker's part of a scan: finds, counts and, if asked for, tells.
final class BlockScanner {
    private let plan: ScanPlan
    private let ledger: Ledger
    private let detector: Detector
    private var tally = Tally()
    private var tallySource = -1
    private let cells = CellIndex()
    private let placer: Placer

    /// Whether a rule's match is none in a column: the answers given last.
    private var columnAnswers = [(key: UInt64, mustNot: Bool)](repeating: (0, false), count: 64)

    /// - Throws: `DetectionError.outOfMemory`.
    init(_ plan: ScanPlan, _ ledger: Ledger) throws(DetectionError) {
        self.plan = plan
        self.ledger = ledger
        detector = try Detector(plan.rules, today: plan.today)
        placer = Placer(RecordReader(), cells)
    }

    /// Where a block stands in its source.
    struct Place {
        var source: Int
        var sourceName: String
        var streamOffset: UInt64

        /// The number of the line in which the block's first byte lies, from 1.
        var line: UInt64

        /// The block's first byte begins a line.
        var beginsLine: Bool
    }

    /// Scans a block and counts what it finds.
    ///
    /// - Parameter outline: The structure's state at the block's first byte; nobody else reads on with it.
    /// - Returns: The findings, when the plan asks for each; else none.
    func scan(_ block: InputBlock, at place: Place, outline: RecordReader) -> [Finding] {
        if place.source != tallySource { flush() }
        tallySource = place.source
        var findings: [Finding] = []
        block.withBytes { bytes, own in
            var reader = outline
            var chunk = Chunk(source: place.sourceName, line: place.line, beginsLine: place.beginsLine)
            let parts = block.parts(around: own)
            for part in parts {
                if part.lowerBound > own.lowerBound { reader.passHole() }
                let first = part.lowerBound == own.lowerBound ? 0 : part.lowerBound
                let last = part.upperBound == own.upperBound ? bytes.count : part.upperBound
                let text = bytes.extracting(first..<last)
                // `UInt64` wraps for the bytes before the stream's first, which no match begins in.
                chunk.base = place.streamOffset &+ UInt64(bitPattern: Int64(first - own.lowerBound))
                var lower = part.lowerBound - first
                let end = part.upperBound - first
                while lower < end {
                    chunk.own = lower..<min(end, lower + plan.chunkBytes)
                    let columns = columns(text, chunk.own, reader)
                    detector.scan(text, owned: chunk.own, streamOffset: chunk.base, columns: columns)
                    lower = chunk.own.upperBound
                    // Nobody asks where a block ends that was scanned to its end.
                    let goesOn = reader.hasDocuments && (lower < end || part != parts.last)
                    let next = goesOn ? RecordReader(copying: reader) : reader
                    count(text, &chunk, reader, &findings)
                    if goesOn { next.read(text, chunk.own) }
                    reader = next
                }
            }
        }
        return findings
    }

    /// A piece of a block that is scanned at once.
    private struct Chunk {
        let source: String

        /// Where the text that holds it begins in the stream.
        var base: UInt64 = 0

        /// Its own bytes in that text.
        var own = 0..<0

        /// The line in which its first byte lies, and whether it begins there.
        var line: UInt64
        var beginsLine: Bool

        init(source: String, line: UInt64, beginsLine: Bool) {
            self.source = source
            self.line = line
            self.beginsLine = beginsLine
        }
    }

    /// The values of columns whose names rules ask for, in a chunk and as far behind it as matches are looked for.
    ///
    /// - Parameter reader: The structure's state at the chunk's first byte; becomes that at its end where there are
    ///   tables.
    private func columns(_ text: Span<UInt8>, _ own: Range<Int>, _ reader: RecordReader) -> [ColumnValue] {
        guard reader.hasTables else { return [] }
        cells.removeAll()
        reader.read(text, own, into: cells)
        let beyond = RecordReader(copying: reader)
        let reach = min(text.count, own.upperBound + Limits.haloBytes)
        beyond.read(text, own.upperBound..<reach, into: cells)
        beyond.noteOpenValue(in: cells)
        var values: [ColumnValue] = []
        cells.forEachWanted { names, column in
            detector.plan(ofColumn: column, among: names)
        } _: { range, plan, quote in
            guard quote != 0 || !isNull(text, range) else { return }
            values.append(ColumnValue(range: range, plan: plan, doubledQuote: quote))
        }
        return values
    }

    /// `NULL`, `\N` and `DEFAULT` stand for no value.
    private func isNull(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        let first = text[range.lowerBound]
        switch range.count {
        case 2: return first == 0x5C && text[range.lowerBound + 1] == 0x4E
        case 4: return first | 0x20 == 0x6E && matches(text, range, Self.null)
        case 7: return first | 0x20 == 0x64 && matches(text, range, Self.byDefault)
        default: return false
        }
    }

    private func matches(_ text: Span<UInt8>, _ range: Range<Int>, _ word: [UInt8]) -> Bool {
        for (index, at) in range.enumerated() where text[at] | 0x20 != word[index] { return false }
        return true
    }

    private static let null = Array("null".utf8)
    private static let byDefault = Array("default".utf8)

    /// Counts the matches of one chunk, and passes its lines.
    private func count(
        _ bytes: Span<UInt8>, _ chunk: inout Chunk, _ reader: RecordReader, _ findings: inout [Finding]
    ) {
        var lines = LineCounter(chunk.own, line: chunk.line)
        placer.begin(reader, at: chunk.own.lowerBound, cells)
        let total = UInt64(newlines(bytes, chunk.own))
        let hasRest = bytes[chunk.own.upperBound - 1] != 0x0A
        let decoded = detector.decoded
        tally.beginPart()
        for match in detector.matches where match.confidence >= plan.confidenceMin {
            let start = Int(match.start)
            lines.advance(to: start, bytes)
            let value = (match.valueIsDecoded ? decoded.span : bytes).extracting(match.valueRange)
            let name = (match.nameIsDecoded ? decoded.span : bytes).extracting(match.nameRange)
            placer.place(match, name: name, bytes)
            if placer.isInTable, detector.asksForColumn(match), mustNotBe(match, bytes) { continue }
            let isEdgeLine =
                lines.line == chunk.line && !chunk.beginsLine || hasRest && lines.line == chunk.line + total
            let occurrence = Tally.Occurrence(
                rule: match.rule, confidence: match.confidence, reasons: match.reasons,
                position: Position(streamOffset: chunk.base &+ UInt64(start), line: lines.line),
                place: placer.hash, row: placer.record ?? lines.line,
                isEdgeRow: isEdgeLine && placer.mayBeCut,
                valueHash: valueHash(of: value, key: plan.key.hashKey))
            if tally.record(occurrence, place: { placer.placed(bytes) }) {
                tally.keep(sample(match.rule, value), of: occurrence, place: { placer.placed(bytes) })
            }
            guard plan.onFinding != nil else { continue }
            findings.append(
                Finding(
                    rule: plan.rules.identities[Int(match.rule)], source: chunk.source,
                    place: placer.placed(bytes), record: placer.position, confidence: match.confidence,
                    reasons: match.reasons.names, position: occurrence.position, length: match.range.count,
                    sample: sample(match.rule, value)))
        }
        if hasRest, let record = placer.record { tally.endPart(inRow: record) }
        chunk.line += total
        chunk.beginsLine = !hasRest
    }

    /// Whether a match is none in its column.
    private func mustNotBe(_ match: Match, _ bytes: Span<UInt8>) -> Bool {
        let key = placer.hash ^ UInt64(match.rule) &* 0x9E37_79B9_7F4A_7C15
        let slot = Int(truncatingIfNeeded: key >> 7) & 63
        if columnAnswers[slot].key != key {
            columnAnswers[slot] = (key, detector.mustNotBe(match, in: placer.placed(bytes)))
        }
        return columnAnswers[slot].mustNot
    }

    private func sample(_ rule: UInt16, _ value: Span<UInt8>) -> Sample {
        let text =
            plan.reveals
            ? String(decoding: value.indices.map { value[$0] }, as: UTF8.self)
            : mask(value, style: plan.rules.rules[Int(rule)].mask)
        return Sample(text: text, fingerprint: plan.key.fingerprint(of: value))
    }

    /// Hands what was counted to the ledger.
    func flush() {
        if tallySource >= 0 { ledger.absorb(tally, source: tallySource) }
        tally = Tally()
        if detector.limitHits > 0 {
            let hits = detector.takeLimitHits()
            ledger.addCoverage { $0.regexLimitHits += hits }
        }
    }
}

/// Numbers the lines of ascending offsets in a chunk.
private struct LineCounter {
    private(set) var line: UInt64

    /// Up to here the line feeds were counted.
    private var counted: Int

    /// The first line feed from `counted` on, or the chunk's end: up to it the line stays.
    private var feed: Int
    private let end: Int

    init(_ chunk: Range<Int>, line: UInt64) {
        self.line = line
        counted = chunk.lowerBound
        feed = chunk.lowerBound
        end = chunk.upperBound
    }

    @inline(__always)
    mutating func advance(to offset: Int, _ bytes: Span<UInt8>) {
        if offset > feed || counted == feed { countLines(upTo: offset, bytes) }
    }

    private mutating func countLines(upTo offset: Int, _ bytes: Span<UInt8>) {
        line += UInt64(newlines(bytes, counted..<offset))
        counted = offset
        feed = firstNewline(bytes, offset..<end)
    }
}

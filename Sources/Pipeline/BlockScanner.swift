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

    /// Where what was counted goes; whoever changes it calls `flush` before.
    var ledger: Ledger
    private let detector: Detector
    private var tally = Tally()
    private var tallySource = -1
    private let cells = CellIndex()

    /// The values of columns that rules ask for, in the chunk being scanned.
    private var columns: [ColumnValue] = []
    private let queries = QueryIndex()

    /// What the columns of statements ask for, by the names of all.
    private var queryPlans: [[String]: [Int32]] = [:]
    private let placer: Placer

    /// Whether somebody is told of a rule's findings, by its index.
    private let isTold: [Bool]

    /// The places and rules of which a finding was told, where only the first is.
    private var sighted: Set<UInt64> = []

    /// Whether a rule's match is none in a column: the answers given last.
    private var columnAnswers = [(key: UInt64, mustNot: Bool)](repeating: (0, false), count: answersCount)
    private static let answersCount = 256

    /// - Throws: `DetectionError.outOfMemory`.
    init(_ plan: ScanPlan, _ ledger: Ledger) throws(DetectionError) {
        self.plan = plan
        self.ledger = ledger
        isTold = plan.rules.identities.map { plan.onFinding != nil && plan.reported?.contains($0.id) ?? true }
        detector = try Detector(plan.rules, today: plan.today)
        placer = Placer(RecordReader(), cells, queries)
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
                    chunk.beginsInRecord = reader.isInRecord && !(reader.hasDocumentLines && chunk.beginsLine)
                    readColumns(text, chunk.own, reader)
                    detector.notesMisses = reader.hasTables || reader.hasDocuments
                    detector.scan(text, owned: chunk.own, streamOffset: chunk.base, columns: columns)
                    lower = chunk.own.upperBound
                    // Nobody asks where a block ends that was scanned to its end.
                    if plan.countsPlaces, reader.hasDocuments { countPlaces(text, chunk.own, reader) }
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

        /// A row or document has begun before it, and goes on in it.
        var beginsInRecord = false

        /// The line in which its first byte lies, and whether it begins there.
        var line: UInt64
        var beginsLine: Bool

        init(source: String, line: UInt64, beginsLine: Bool) {
            self.source = source
            self.line = line
            self.beginsLine = beginsLine
        }
    }

    /// Finds the values of columns that rules ask for, in a chunk and as far behind it as matches are looked for.
    ///
    /// - Parameter reader: The structure's state at the chunk's first byte; becomes that at its end where there are
    ///   tables.
    private func readColumns(_ text: Span<UInt8>, _ own: Range<Int>, _ reader: RecordReader) {
        columns.removeAll(keepingCapacity: true)
        // A stream that names ever new tables cannot make memory grow.
        if cells.hasManySurveys || queryPlans.count >= Limits.placesMax {
            cells.dropSurveys()
            detector.forgetColumns()
            queryPlans = [:]
        }
        if let log = reader.queries { readLiterals(text, own, log) }
        guard reader.hasTables else { return }
        cells.removeAll()
        reader.read(text, own, into: cells)
        let beyond = RecordReader(copying: reader)
        let reach = min(text.count, own.upperBound + Limits.haloBytes)
        beyond.read(text, own.upperBound..<reach, into: cells)
        beyond.noteOpenValue(in: cells)
        cells.survey(text, own: own) { names, column in
            detector.plan(ofColumn: column, among: names)
        } _: { range, plan, quote in
            columns.append(ColumnValue(range: range, plan: plan, doubledQuote: quote))
        }
        cells.drainCounts { hash, counts, place in tally.count(counts, ofColumn: hash, place: place) }
    }

    /// Finds the literals of a query log whose columns rules ask for, likewise.
    private func readLiterals(_ text: Span<UInt8>, _ own: Range<Int>, _ log: QueryLog) {
        queries.read(text, log, around: own, upTo: min(text.count, own.upperBound + Limits.haloBytes))
        queries.forEachColumnValue { range, names, column, quote in
            let plans =
                queryPlans[names] ?? names.indices.map { detector.plan(ofColumn: $0, among: names) }
            queryPlans[names] = plans
            guard plans[column] != Detector.bareColumn else { return }
            columns.append(ColumnValue(range: range, plan: plans[column], doubledQuote: quote))
        }
    }

    /// Counts the values of documents under each path.
    private func countPlaces(_ text: Span<UInt8>, _ own: Range<Int>, _ reader: RecordReader) {
        let reader = RecordReader(copying: reader)
        reader.surveyDocuments(text, own) { spot, isVoid in
            tally.count(ColumnCounts(values: 1, voids: isVoid ? 1 : 0), ofColumn: spot.hash) {
                reader.place(text)
            }
        }
    }

    /// Counts the matches of one chunk, and passes its lines.
    private func count(
        _ bytes: Span<UInt8>, _ chunk: inout Chunk, _ reader: RecordReader, _ findings: inout [Finding]
    ) {
        let hasRest = bytes[chunk.own.upperBound - 1] != 0x0A
        let total = UInt64(newlines(bytes, chunk.own))
        var lines = LineCounter(chunk.own, line: chunk.line)
        if !chunk.beginsLine { lines.firstEdge = chunk.line }
        if hasRest { lines.lastEdge = chunk.line + total }
        placer.begin(reader, at: chunk.own.lowerBound, cells, beginsInRecord: chunk.beginsInRecord)
        let decoded = detector.decoded
        var misses = detector.misses[...]
        tally.beginPart()
        for match in detector.matches {
            while let miss = misses.first, miss.start <= match.start { count(misses.removeFirst(), bytes) }
            lines.advance(to: Int(match.start), bytes)
            let position = Position(
                streamOffset: chunk.base &+ UInt64(Int(match.start)), line: lines.line)
            guard count(match, at: position, isEdgeLine: lines.isEdge, bytes, decoded.span) else { continue }
            if isTold[Int(match.rule)], !match.isUnproven, match.confidence >= plan.confidenceMin,
                isNews(match)
            {
                findings.append(finding(match, at: position, of: chunk.source, bytes, decoded.span))
            }
        }
        for miss in misses { count(miss, bytes) }
        if reader.hasDocumentLines ? hasRest : reader.isInRecord, let record = placer.record {
            tally.endPart(inRow: record)
        }
        chunk.line += total
        chunk.beginsLine = !hasRest
    }

    /// Places a match and counts it.
    ///
    /// - Parameters:
    ///   - isEdgeLine: The line may have begun before the chunk, or go on behind it.
    ///   - decoded: Values and names without their escapes.
    /// - Returns: Whether it counts.
    private func count(
        _ match: Match, at position: Position, isEdgeLine: Bool, _ bytes: Span<UInt8>, _ decoded: Span<UInt8>
    ) -> Bool {
        placer.place(match, bytes, decoded)
        if placer.isInTable, detector.asksForColumn(match), mustNotBe(match, bytes) { return false }
        let isForColumn =
            match.isUnproven
            || placer.isWholeValue && detector.hasChanceRate(match) && !match.reasons.contains(.fieldName)
        guard match.confidence >= plan.confidenceMin || isForColumn else { return false }
        let value = (match.valueIsDecoded ? decoded : bytes).extracting(match.valueRange)
        let occurrence = Tally.Occurrence(
            rule: match.rule, confidence: match.confidence, reasons: match.reasons, position: position,
            place: placer.hash, container: placer.container, row: placer.record ?? position.line,
            isEdgeRow: placer.record == nil ? isEdgeLine : placer.mayBeCut, isForColumn: isForColumn,
            valueHash: valueHash(of: value, key: plan.key.hashKey))
        if tally.record(occurrence, place: { placer.placed(bytes) }) {
            tally.keep(sample(match.rule, value), of: occurrence, place: { placer.placed(bytes) })
        }
        return true
    }

    /// Whether a match that was just counted is to be told: each, or the first of its rule at its place.
    private func isNews(_ match: Match) -> Bool {
        guard plan.tellsFirstOnly else { return true }
        // Who forgets tells twice; who remembers without a bound runs out of memory.
        if sighted.count >= Limits.placesMax { sighted.removeAll(keepingCapacity: true) }
        let place = placer.hash &+ UInt64(truncatingIfNeeded: tallySource) &* 0xD6E8_FEB8_6659_FD93
        return sighted.insert(place ^ UInt64(match.rule) &* 0x9E37_79B9_7F4A_7C15).inserted
    }

    /// A match that was just counted, to be told by itself.
    private func finding(
        _ match: Match, at position: Position, of source: String, _ bytes: Span<UInt8>, _ decoded: Span<UInt8>
    ) -> Finding {
        let value = (match.valueIsDecoded ? decoded : bytes).extracting(match.valueRange)
        return Finding(
            rule: plan.rules.identities[Int(match.rule)], source: source, place: placer.placed(bytes),
            record: placer.position, log: placer.logFields(at: match.range.lowerBound, bytes),
            confidence: match.confidence, reasons: match.reasons.names,
            position: position, length: match.range.count, sample: sample(match.rule, value))
    }

    /// Counts a value that fails its rule's check, where it is all that its column holds.
    private func count(_ miss: Miss, _ bytes: Span<UInt8>) {
        guard placer.place(miss, bytes) else { return }
        let occurrence = Tally.Occurrence(
            rule: miss.rule, confidence: .possible, reasons: [],
            position: Position(streamOffset: 0, line: 0), place: placer.hash, container: placer.container,
            row: 0, isEdgeRow: false, isForColumn: true, valueHash: 0)
        tally.recordMiss(occurrence, place: { placer.placed(bytes) })
    }

    /// Whether a match is none in its column.
    private func mustNotBe(_ match: Match, _ bytes: Span<UInt8>) -> Bool {
        let key = placer.hash ^ UInt64(match.rule) &* 0x9E37_79B9_7F4A_7C15
        let slot = Int(truncatingIfNeeded: key >> 7) & (Self.answersCount - 1)
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

    /// Something was counted that the ledger has not got.
    var hasCounts: Bool { !tally.isEmpty }

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

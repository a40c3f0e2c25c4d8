internal import Bytes
internal import Detection
internal import Findings
internal import Inputs
internal import Ledger
internal import Records
private import Rules

/// One worker's part of a scan: finds, counts and, if asked for, tells.
final class BlockScanner {
    let plan: ScanPlan

    /// Where what was counted goes; whoever changes it calls `flush` before.
    var ledger: Ledger

    /// What is found is counted, and not only told.
    let isCounting: Bool
    let detector: Detector
    var tally = Tally()
    var tallySource = -1
    let cells = CellIndex()

    /// The values of columns that rules ask for, in the chunk being scanned.
    var columns: [ColumnValue] = []
    let queries = QueryIndex()
    let placer: Placer

    /// The documents of the chunk being scanned whose matches are found field by field.
    let documents = DocumentBatch()

    /// What they hold, and their matches.
    var holdings = Tally.RowHoldings()
    var sorted = SortedMatches()

    var fieldWorth = FieldWorth()

    /// How matches at places that were met before are counted.
    var memory = PlaceMemory()
    let known = KnownValues()

    /// Whether somebody is told of a rule's findings, by its index, and of any's.
    private let toldRules: [Bool]
    let tellsAny: Bool

    /// The places and rules of which a finding was told, where only the first is.
    var sighted: Set<UInt64> = []

    /// The findings that need not be told again; `nil` when no byte is scanned twice.
    var told: ToldFindings?

    /// Whether a rule's match is none in a column: the answers given last.
    private var columnAnswers = [(key: UInt64, mustNot: Bool)](repeating: (0, false), count: answersCount)
    private static let answersCount = 256

    /// - Throws: `DetectionError.outOfMemory`.
    init(_ plan: ScanPlan, _ ledger: Ledger, isCounting: Bool = true) throws(DetectionError) {
        self.plan = plan
        self.ledger = ledger
        self.isCounting = isCounting
        toldRules = plan.rules.identities.map {
            plan.onFinding != nil && plan.reported?.contains($0.id) ?? true
        }
        tellsAny = toldRules.contains(true)
        detector = try Detector(plan.rules, today: plan.today, hashKey: plan.key.hashKey)
        placer = Placer(RecordReader(), queries)
    }

    /// Whether somebody is told of a match.
    @inline(__always)
    func isTold(_ match: Match) -> Bool { tellsAny && toldRules[Int(match.rule)] }

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
    /// - Parameter noted: The block's values of tables, where the outline tells the state at its end.
    /// - Returns: The findings, when the plan asks for each; else none.
    func scan(
        _ block: InputBlock, at place: Place, _ outline: Outline, _ noted: inout CellIndex.Noted
    ) -> [Finding] {
        if outline.behind != nil { cells.exchange(&noted) }
        defer { if outline.behind != nil { cells.exchange(&noted) } }
        if isCounting, place.source != tallySource { flush() }
        tallySource = place.source
        var findings: [Finding] = []
        block.withBytes { bytes, own in
            var reader = outline.reader
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
                    if tally.beginPart() { memory.removeAll() }
                    reader = readColumns(text, chunk.own, reader, behind: outline.behind)
                    let behind = readDocuments(text, chunk.own, reader)
                    detector.notesMisses = isCounting && (reader.hasTables || reader.hasDocuments)
                    detector.scan(
                        text, owned: chunk.own, streamOffset: chunk.base, columns: columns,
                        lines: documents.lines)
                    fieldWorth.note(
                        matches: detector.matches.count,
                        byField: behind == nil ? nil : detector.fieldValues.count,
                        bytes: chunk.own.count)
                    lower = chunk.own.upperBound
                    // Nobody asks where a block ends that was scanned to its end.
                    if plan.countsPlaces, reader.hasDocuments { countPlaces(text, chunk.own, reader) }
                    let hasMore = lower < end || part != parts.last
                    let goesOn = reader.hasDocuments && hasMore && behind == nil
                    let next = behind ?? (goesOn ? RecordReader(copying: reader) : reader)
                    count(text, &chunk, reader, &findings, hasMore: hasMore)
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

    /// Counts the matches of one chunk, and passes its lines.
    ///
    /// - Parameter hasMore: Another chunk of the block follows, and asks for its line.
    private func count(
        _ bytes: Span<UInt8>, _ chunk: inout Chunk, _ reader: RecordReader, _ findings: inout [Finding],
        hasMore: Bool
    ) {
        var lines = LineCounter(chunk.own, of: bytes, line: chunk.line, beginsLine: chunk.beginsLine)
        placer.begin(reader, at: chunk.own.lowerBound, cells, documents, beginsInRecord: chunk.beginsInRecord)
        let decoded = detector.decoded
        let documents = documents.lines
        // What is counted field by field is counted before the rest.
        let matches = countFields(bytes, chunk.base, line: chunk.line)
        var misses = detector.misses[...]
        let hasTables = reader.hasTables
        var walker = hasTables ? cells.walker : CellWalker()
        var nextDocument = 0
        var documentStart = documents.lines.first?.start ?? .max
        var next = 0
        known.goOn(in: nil)
        while true {
            if isCounting, hasTables {
                next = countKnown(
                    matches.span, from: next, inTables: &walker, &lines, bytes, decoded.span, chunk.base)
            } else if isCounting, reader.hasDocuments {
                // A miss that begins no later than a match is counted before it; and so is what a document holds.
                let bound = min(misses.first?.start ?? .max, documentStart)
                next = countKnown(
                    inDocuments: matches.span, from: next, upTo: bound, &lines, bytes, decoded.span,
                    chunk.base)
            }
            guard next < matches.count else { break }
            if matches[next].start >= documentStart {
                documentStart = noteDocuments(
                    documents.lines.span, from: &nextDocument, upTo: matches[next].start)
                continue
            }
            let match = matches[next]
            next += 1
            while let miss = misses.first, miss.start <= match.start { count(misses.removeFirst(), bytes) }
            guard isCounting || isTold(match) else { continue }
            lines.advance(to: Int(match.start), bytes)
            let position = Position(
                streamOffset: chunk.base &+ UInt64(Int(match.start)), line: lines.line)
            let key = memoryKey(of: match, hasTables ? walker.spot(at: match.start) : nil, bytes)
            let counts = count(
                match, at: position, isEdgeLine: lines.isEdge(Int(match.start)), bytes, decoded.span)
            if let key, !counts || tally.lastIsTold {
                memory.note(key, entry: counts ? tally.lastEntry : nil)
            }
            guard counts else { continue }
            if isTold(match), !match.isUnproven, match.confidence >= plan.confidenceMin,
                isNews(match, at: position, bytes, decoded.span)
            {
                findings.append(finding(match, at: position, of: chunk.source, bytes, decoded.span))
            }
        }
        known.handOver(to: &tally, from: chunk.base)
        _ = noteDocuments(documents.lines.span, from: &nextDocument, upTo: .max)
        // The misses that are left may stand in rows before it.
        let lastRecord = placer.record
        for miss in misses { count(miss, bytes) }
        if isCounting, reader.hasDocumentLines ? lines.hasRest : reader.isInRecord, let record = lastRecord {
            tally.endPart(inRow: record)
        }
        placer.end()
        if hasMore { chunk.line = lines.lineBehind(bytes) }
        chunk.beginsLine = !lines.hasRest
    }

    /// What tells that another match counts as this one does; `nil` where each is asked about.
    ///
    /// - Parameter spot: The value of a table in which the match begins.
    private func memoryKey(of match: Match, _ spot: CellWalker.Spot?, _ bytes: Span<UInt8>) -> PlaceMemory
        .Key?
    {
        guard !isTold(match) else { return nil }
        let footing =
            spot.map { placer.footing(of: match, in: $0, bytes) } ?? placer.footing(inDocument: match, bytes)
        return footing.map { PlaceMemory.Key(match, place: $0.place, isWhole: $0.isWhole) }
    }

    /// Places a match and counts it, where matches are counted.
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
            || placer.isWholeValue && detector.hasChanceRate(match.rule)
                && !match.reasons.contains(.fieldName)
        guard match.confidence >= plan.confidenceMin || isForColumn else { return false }
        guard isCounting else { return true }
        let value = (match.valueIsDecoded ? decoded : bytes).extracting(match.valueRange)
        let occurrence = Tally.Occurrence(
            rule: match.rule, confidence: match.confidence, reasons: match.reasons, position: position,
            place: placer.hash, container: placer.container, row: placer.record ?? position.line,
            isEdgeRow: placer.record == nil ? isEdgeLine : placer.mayBeCut, isForColumn: isForColumn,
            valueHash: keyedHash(of: value, key: plan.key.hashKey))
        if placer.isInTable, let entry = tally.entry(of: occurrence) {
            known.handOver(entry, to: &tally, from: position.streamOffset &- UInt64(Int(match.start)))
        }
        if tally.record(occurrence, place: { placer.placed(bytes) }) {
            tally.keep(sample(match.rule, value), valueHash: occurrence.valueHash)
        }
        return true
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

    /// The numbers of sources stand for others from here on: what was told of one was not told of the next.
    func forgetSources() {
        sighted.removeAll(keepingCapacity: true)
        tallySource = -1
    }

    /// Something was counted that the ledger has not got.
    var hasCounts: Bool { !tally.isEmpty }

    /// Hands what was counted to the ledger.
    func flush() {
        if tallySource >= 0 { ledger.absorb(tally, source: tallySource) }
        tally = Tally()
        memory.removeAll()
        if detector.limitHits > 0 {
            let hits = detector.takeLimitHits()
            ledger.addCoverage { $0.regexLimitHits += hits }
        }
    }
}

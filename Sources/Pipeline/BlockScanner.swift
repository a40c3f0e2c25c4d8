internal import Bytes
private import CByteScan
internal import Detection
internal import Findings
internal import Inputs
internal import Ledger
private import Rules

/// One worker's part of a scan: finds, counts and, if asked for, tells.
final class BlockScanner {
    private let plan: ScanPlan
    private let ledger: Ledger
    private let detector: Detector
    private var tally = Tally()
    private var tallySource = -1

    /// - Throws: `DetectionError.outOfMemory`.
    init(_ plan: ScanPlan, _ ledger: Ledger) throws(DetectionError) {
        self.plan = plan
        self.ledger = ledger
        detector = try Detector(plan.rules, today: plan.today)
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
    /// - Returns: The findings, when the plan asks for each; else none.
    func scan(_ block: InputBlock, at place: Place) -> [Finding] {
        if place.source != tallySource { flush() }
        tallySource = place.source
        var findings: [Finding] = []
        block.withBytes { bytes, own in
            var line = place.line
            var beginsLine = place.beginsLine
            for part in parts(of: bytes, own, holes: block.holes) {
                let text = bytes.extracting(part.around)
                // `UInt64` wraps for the bytes before the stream's first, which no match begins in.
                let base =
                    place.streamOffset &+ UInt64(bitPattern: Int64(part.around.lowerBound - own.lowerBound))
                var lower = part.own.lowerBound - part.around.lowerBound
                let end = part.own.upperBound - part.around.lowerBound
                while lower < end {
                    let upper = min(end, lower + plan.chunkBytes)
                    detector.scan(text, owned: lower..<upper, streamOffset: base)
                    line += count(
                        text, lower..<upper, line: line, beginsLine: beginsLine, base: base, place, &findings)
                    beginsLine = text[upper - 1] == 0x0A
                    lower = upper
                }
            }
        }
        return findings
    }

    /// A block's pieces between holes, each with the bytes around it that were its neighbours.
    private func parts(
        of bytes: Span<UInt8>, _ own: Range<Int>, holes: [Int]
    ) -> [(own: Range<Int>, around: Range<Int>)] {
        let cuts = holes.map { own.lowerBound + $0 }.filter { $0 > own.lowerBound && $0 < own.upperBound }
        let starts = [own.lowerBound] + cuts
        let ends = cuts + [own.upperBound]
        return zip(starts, ends).map { start, end in
            let first = start == own.lowerBound ? 0 : start
            let last = end == own.upperBound ? bytes.count : end
            return (start..<end, first..<last)
        }
    }

    /// Counts the matches of one chunk.
    ///
    /// - Returns: Line feeds of the chunk.
    private func count(
        _ bytes: Span<UInt8>, _ chunk: Range<Int>, line: UInt64, beginsLine: Bool, base: UInt64,
        _ place: Place,
        _ findings: inout [Finding]
    ) -> UInt64 {
        var lines = LineCounter(chunk, line: line)
        let total = UInt64(newlines(bytes, chunk))
        let hasRest = bytes[chunk.upperBound - 1] != 0x0A
        let decoded = detector.decoded
        for match in detector.matches where match.confidence >= plan.confidenceMin {
            let start = Int(match.start)
            lines.advance(to: start, bytes)
            let value = (match.valueIsDecoded ? decoded.span : bytes).extracting(match.valueRange)
            let name = (match.nameIsDecoded ? decoded.span : bytes).extracting(match.nameRange)
            let isEdge = lines.line == line && !beginsLine || hasRest && lines.line == line + total
            let occurrence = Tally.Occurrence(
                rule: match.rule, confidence: match.confidence, reasons: match.reasons,
                position: Position(streamOffset: base &+ UInt64(start), line: lines.line), isEdgeRow: isEdge,
                valueHash: valueHash(of: value, key: plan.key.hashKey))
            if tally.record(occurrence, name: name) {
                tally.keep(sample(match.rule, value), of: occurrence, name: name)
            }
            guard plan.onFinding != nil else { continue }
            findings.append(
                Finding(
                    rule: plan.rules.identities[Int(match.rule)], source: place.sourceName,
                    place: Tally.placeName(name), confidence: match.confidence,
                    reasons: match.reasons.names, position: occurrence.position, length: match.range.count,
                    sample: sample(match.rule, value)))
        }
        return total
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

/// Counts the line feeds of a range.
func newlines(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    guard !range.isEmpty else { return 0 }
    // Sound: the range was checked against the span, and the bytes are read during the call only.
    return unsafe bytes.extracting(range).withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return 0 }
        return unsafe seep_count_newlines(base, buffer.count)
    }
}

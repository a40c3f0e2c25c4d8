public import Bytes
internal import CByteScan
public import Findings
internal import Rules
public import Validation

/// Finds what the rules describe in chunks; one per worker.
///
/// Whether a value is found depends on the bytes within `Limits.contextBytesBefore` and
/// `Limits.contextBytesAfter` of it and on nothing else. So any cut of a stream into chunks
/// gives the same findings.
public final class Detector {
    let rules: CompiledRules
    let today: CivilDate

    /// The key of the hashes of `fieldValues`.
    let hashKey: HashKey

    /// Levels of encoding around the bytes that this detector sees.
    let depth: Int

    /// Candidates given up because an expression reached a limit, since the detector was made.
    public internal(set) var limitHits: UInt64 = 0

    /// The matches of the last scan that begin in the chunk's own range, in order.
    public internal(set) var matches: [Match] = []

    /// Values and names without their escapes, which matches of the last scan refer to.
    public internal(set) var decoded: [UInt8] = []
    var raw: [Match] = []

    /// Asks for `misses`: where the stream has columns, or documents with paths.
    public var notesMisses = false

    /// The values of the last scan's own range that fail their rule's check, in order; of rules whose check many values
    /// pass by chance.
    public internal(set) var misses: [Miss] = []
    /// The matches of the last scan that `matches` has not, field by field: of fields in lines of known shapes that no
    /// other match touches.
    public internal(set) var fieldValues = FieldValues()
    var lineWalk = LineWalk()
    var fieldHits: [FieldHit] = []
    var unescaped = Unescaped()

    /// What columns ask for, by the numbers that were given for them.
    var columnPlans: [ColumnPlan] = []

    /// The number of the line that the last field hit lies in, and where that line ends.
    var fieldLine: Int32 = 0
    var fieldLineEnd = -1

    /// Encoded text that was read already in this scan.
    var regionsDone = EncodedText.Done()
    lazy var inner: Detector? = try? Detector(rules, today: today, hashKey: hashKey, depth: depth + 1)

    private var hits: [LiteralHit] = []

    /// The literal and the column that are taken next.
    private var nextHit = 0
    private var nextColumn = 0
    private var events = [UInt64](repeating: 0, count: 4 * 1024)
    private let literalScratch: LiteralDatabase.Scratch
    let scratch: ExpressionScratch
    private let trials: TrialTable
    let shapeExpressions: ExpressionTable
    private let shapeMask: UInt32

    struct FieldHit {
        var offset: Int32
        var name: Int32

        /// Equal for hits of one line, and for no others.
        var line: Int32
    }

    /// - Parameter hashKey: Asked for by who counts `fieldValues`.
    /// - Throws: `DetectionError.outOfMemory`.
    public convenience init(
        _ rules: CompiledRules, today: CivilDate, hashKey: HashKey = HashKey(low: 0, high: 0)
    ) throws(DetectionError) {
        try self.init(rules, today: today, hashKey: hashKey, depth: 0)
        // As many as a dense chunk has, asked for at once, so nothing moves: what is not used costs no memory.
        raw.reserveCapacity(Limits.chunkBytes / 16)
    }

    init(_ rules: CompiledRules, today: CivilDate, hashKey: HashKey, depth: Int) throws(DetectionError) {
        self.rules = rules
        self.today = today
        self.hashKey = hashKey
        self.depth = depth
        literalScratch = try rules.literals.makeScratch()
        scratch = try ExpressionScratch()
        trials = TrialTable(rules)
        shapeExpressions = ExpressionTable(count: rules.rules.count)
        var mask: UInt32 = 1 << SEEP_SHAPE_FIELD.rawValue | 1 << SEEP_SHAPE_TOKEN_RUN.rawValue
        for shape in 0..<rules.rulesOfShape.count where !rules.rulesOfShape.places(of: shape).isEmpty {
            mask |= 1 << UInt32(shape)
        }
        shapeMask = mask
    }

    /// Scans a chunk and leaves its findings in `matches`.
    ///
    /// - Parameters:
    ///   - bytes: The chunk with its context on both sides; borrowed for the call.
    ///   - owned: The chunk's own bytes. A match belongs to the chunk in which it begins.
    ///   - streamOffset: Where `bytes` begins in the decoded stream.
    ///   - columns: The values of columns with plans that lie, wholly or in part, in the chunk's own range or within
    ///     `Limits.haloBytes` behind it.
    ///   - lines: Lines of the chunk's own range whose matches may be found field by field.
    public func scan(
        _ bytes: Span<UInt8>, owned: Range<Int>, streamOffset: UInt64, columns: [ColumnValue] = [],
        lines: ShapedLines = ShapedLines()
    ) {
        let reach =
            max(
                0, owned.lowerBound - Limits.haloBytes)..<min(
                bytes.count, owned.upperBound + Limits.haloBytes)
        lineWalk.begin(lines, bytes, reach)
        fieldValues.removeAll()
        dropMatches()
        fieldHits.removeAll(keepingCapacity: true)
        misses.removeAll(keepingCapacity: true)
        (fieldLine, fieldLineEnd) = (0, -1)
        decoded.removeAll(keepingCapacity: true)
        regionsDone = EncodedText.Done()
        rules.literals.scan(bytes, range: reach, scratch: literalScratch, hits: &hits)
        nextHit = 0
        nextColumn = 0
        var at = reach.lowerBound
        while at < reach.upperBound {
            let found = scanShapes(bytes, at..<reach.upperBound, passed: at - reach.lowerBound)
            for index in 0..<found.count {
                let event = events[index]
                let offset = Int(truncatingIfNeeded: event >> 8 & 0xFFFF_FFFF)
                takeAll(upTo: offset, columns, bytes, streamOffset: streamOffset)
                takeShape(event, bytes)
            }
            at = found.resume
        }
        takeAll(upTo: .max, columns, bytes, streamOffset: streamOffset)
        endLine(bytes)
        for rule in rules.rulesEverywhere { searchEverywhere(rule, bytes, reach: reach) }
        if !lineWalk.lines.lines.isEmpty { findFieldByField(bytes) }
        lineWalk.end()
        settle(bytes, owned: owned)
        if !misses.isEmpty { settleMisses(owned: owned) }
    }

    /// Makes the memory of the last scan's matches room for the next ones.
    private func dropMatches() {
        matches.removeAll(keepingCapacity: true)
        raw.removeAll(keepingCapacity: true)
        if raw.capacity < matches.capacity { swap(&raw, &matches) }
    }

    /// Takes the literals and columns that begin no later than a shape: in one order, so that matches come nearly
    /// sorted.
    @inline(__always)
    private func takeAll(
        upTo offset: Int, _ columns: [ColumnValue], _ bytes: Span<UInt8>, streamOffset: UInt64
    ) {
        while nextHit < hits.count, hits[nextHit].start <= offset {
            takeLiteral(hits[nextHit], bytes, streamOffset: streamOffset)
            nextHit += 1
        }
        while nextColumn < columns.count, columns[nextColumn].range.lowerBound <= offset {
            takeColumn(columns[nextColumn], bytes)
            nextColumn += 1
        }
    }

    /// The limit hits since the last call.
    public func takeLimitHits() -> UInt64 {
        defer { limitHits = 0 }
        return limitHits
    }

    /// - Parameter passed: Bytes of the scan that were looked at before: whole blocks.
    private func scanShapes(
        _ bytes: Span<UInt8>, _ range: Range<Int>, passed: Int
    ) -> (count: Int, resume: Int) {
        // Sound: the kernel writes at most `capacity` events, and reads `bytes` during the call only, and of the bits of
        // separators, if there are any, those of the bytes that are left.
        unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe events.withUnsafeMutableBufferPointer { events in
                guard let base = buffer.baseAddress, let into = events.baseAddress else {
                    return (0, range.upperBound)
                }
                return unsafe rules.fields.withNames { names in
                    unsafe lineWalk.separators.withUnsafeBufferPointer { known in
                        let rest = unsafe known[(known.isEmpty ? 0 : passed / 64)...]
                        let result = unsafe seep_scan_shapes(
                            base, range.lowerBound, range.upperBound, buffer.count, shapeMask, names,
                            rest.isEmpty ? nil : UnsafeBufferPointer(rebasing: rest).baseAddress, into,
                            events.count)
                        return (result.count, result.resume)
                    }
                }
            }
        }
    }

    private func takeLiteral(_ hit: LiteralHit, _ bytes: Span<UInt8>, streamOffset: UInt64) {
        let literal = Int(hit.literal)
        if literal < EncodedText.triggers.count {
            readEscapes(around: Int(hit.start), bytes, streamOffset: streamOffset)
            return
        }
        if literal < EncodedText.triggers.count + EncodedText.hexTriggers.count {
            readHex(from: Int(hit.start), bytes)
            return
        }
        for place in rules.rulesOfLiteral.places(of: literal) {
            tryPattern(rules.rulesOfLiteral[place], trigger: Int(hit.start), bytes)
        }
    }

    private func takeShape(_ event: UInt64, _ bytes: Span<UInt8>) {
        let shape = Int(event & 0xFF)
        var offset = Int(truncatingIfNeeded: event >> 8 & 0xFFFF_FFFF)
        switch UInt32(shape) {
        case SEEP_SHAPE_FIELD.rawValue:
            takeName(event, separator: offset, bytes)
            return
        case SEEP_SHAPE_DOTTED_QUAD.rawValue:
            // The kernel reports the first dot; the number before it has up to three digits.
            var digits = 0
            while offset > 0, digits < 3, bytes[offset - 1] &- 0x30 < 10 {
                offset -= 1
                digits += 1
            }
        case SEEP_SHAPE_TOKEN_RUN.rawValue:
            readBase64(from: offset, bytes)
        default: break
        }
        for place in rules.rulesOfShape.places(of: shape) {
            tryPattern(rules.rulesOfShape[place], trigger: offset, bytes)
        }
    }

    // MARK: Patterns

    @inline(__always)
    private func tryPattern(_ rule: Int, trigger: Int, _ bytes: Span<UInt8>) {
        switch trials.knownAnswer(rule, trigger: trigger, bytes) {
        case .match(let value): return accept(rule, value: value, bytes)
        case .nothing: return
        case .unknown: break
        }
        guard let trial = trials.trial(rule, trigger: trigger, bytes) else { return }
        if trial.findsEmail {
            if let found = EmailFinder.address(bytes, start: trial.start, at: trigger, end: trial.end) {
                let verdict = rules.checks[rule].validator == .email ? found.verdict(bytes) : nil
                accept(rule, value: found.range, verdict: verdict, bytes)
            }
            return
        }
        let outcome = trial.expression.match(
            bytes, floor: max(0, trial.start - Limits.lookBehindBytes), start: trial.start, end: trial.end,
            scratch: scratch)
        switch outcome {
        case .none: break
        case .limitReached: limitHits += 1
        case .match(let value): accept(rule, value: value, bytes)
        }
    }

    private func searchEverywhere(_ rule: Int, _ bytes: Span<UInt8>, reach: Range<Int>) {
        let expression = trials.expression(rule)
        let window = rules.candidates[rule].windowBytes
        var at = reach.lowerBound
        while at < reach.upperBound {
            let outcome = expression.match(
                bytes, floor: max(0, at - Limits.lookBehindBytes), start: at,
                end: min(bytes.count, at + window),
                scratch: scratch)
            switch outcome {
            case .none: break
            case .limitReached: limitHits += 1
            case .match(let value):
                if value.lowerBound < reach.upperBound { accept(rule, value: value, bytes) }
            }
            at += 1
        }
    }

    /// Validates a pattern's value, and keeps it with its place.
    ///
    /// - Parameter verdict: The validator's, where it is known.
    private func accept(_ rule: Int, value: Range<Int>, verdict: Verdict? = nil, _ bytes: Span<UInt8>) {
        guard !value.isEmpty else { return }
        var facts = ValueFacts()
        guard
            var judged = judge(
                rule, bytes.extracting(value), &facts, around: value, bytes, verdict: verdict,
                confidence: rules.checks[rule].confidence, defersEntropy: false)
        else { return }
        judged.reasons.insert(.expression)
        let name = fieldName(before: value.lowerBound, bytes)
        if !name.isEmpty, rules.checks[rule].asksForField,
            rules.details[rule].notIn.contains(where: { isName(bytes, name, endingIn: $0) })
        {
            return
        }
        raw.append(
            Match(
                value, rule: rule, confidence: judged.confidence, reasons: judged.reasons, name: name,
                value: value, marks: [], hit: -1))
    }
}

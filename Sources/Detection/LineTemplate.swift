internal import Bytes
private import CByteScan
internal import Findings

/// What rules ask of the lines of one shape: which of their values have names that rules ask for, and what is tried on
/// them.
///
/// The text between the values is the same in all of them, and with it the names; so is what a rule asks of the other
/// fields of a record.
struct LineTemplate {
    /// A name that some rule asks for.
    struct Name {
        /// The kernel's event of it, but for the offset.
        var event: UInt64

        /// The place among the line's values of the one behind it, and how far before that one's text the separator stands.
        var value: Int32
        var distance: Int32

        /// Where its separator stands in a line.
        @inline(__always)
        func separator(in line: ShapedLines.Line, of lines: borrowing ShapedLines, _ bytes: Span<UInt8>)
            -> UInt32
        {
            let start = lines.textStart(ofValue: Int(line.firstValue) + Int(value), bytes)
            return UInt32(truncatingIfNeeded: start - Int(distance))
        }
    }

    /// A value on which something is tried.
    struct Field {
        /// Its place among the line's values.
        var value: Int

        /// How far before the value's text its name begins, and the name's length.
        var nameBack: Int
        var nameCount: Int

        /// What is tried; of a field that is not complex, the rule that beats the others first.
        var tests: [Test] = []

        var bit: UInt64 { 1 << UInt64(value) }
    }

    struct Test {
        var test: FieldTest
        var record: Detector.RecordKnowledge
    }

    private(set) var names: [Name] = []

    /// Where separators stand behind names that are part of the text between the values, asked for or not: a value's place
    /// among the line's, and how far before its text.
    private(set) var separators: [(value: Int32, distance: Int32)] = []
    private(set) var fields: [Field] = []

    /// The values of the fields, and those of them that need more than a look at their bytes: a bit each.
    private(set) var tested: UInt64 = 0
    private(set) var complex: UInt64 = 0

    /// Something is asked of the other fields, which must be near.
    private(set) var asksRecord = false

    /// - Parameters:
    ///   - events: Those of the kernel in `line` that tell of names.
    /// - Returns: `nil` where some name stands elsewhere than right before a value, or something is asked that differs from
    ///   line to line.
    init?(
        _ events: [UInt64], _ line: ShapedLines.Line, of lines: ShapedLines, _ bytes: Span<UInt8>,
        _ rules: CompiledRules
    ) {
        let shape = lines.shapes[Int(line.shape)]
        let index = rules.fields
        var plans = PlanSet(below: rules.neighbours.bound)
        for event in events { plans.insert(Int(event >> 48)) }
        var value = 0
        for event in events {
            let separator = Int(truncatingIfNeeded: event >> 8 & 0xFFFF_FFFF)
            while value < shape.valuesCount, lines.values[Int(line.firstValue) + value].start <= separator {
                value += 1
            }
            guard value < min(shape.valuesCount, ShapedLines.bitsCount) else { return nil }
            let start = lines.textStart(ofValue: Int(line.firstValue) + value, bytes)
            let lookup = index.lookup(bytes, event: event, separator: separator)
            guard bytes[separator] == 0x3A, lookup.isQuoted, separator < start, start - separator <= 2,
                start - separator == 1 || bytes[separator + 1] == 0x20
            else { return nil }
            names.append(
                Name(
                    event: event & ~(0xFFFF_FFFF << 8), value: Int32(value),
                    distance: Int32(start - separator)))
            var field = Field(
                value: value, nameBack: start - lookup.name.lowerBound, nameCount: lookup.name.count)
            for test in index.testIndices(of: lookup.plan).map({ index.tests[$0] }) {
                guard let known = Self.ask(test, plans, lookup.plan, rules) else { return nil }
                if let record = known { field.tests.append(Test(test: test, record: record)) }
                if test.needsRecord { asksRecord = true }
            }
            if !field.tests.isEmpty { add(field, isSingle: shape.single & field.bit != 0, rules) }
        }
        separators = names.map { ($0.value, $0.distance) } + Self.unasked(events, line, of: lines, bytes)
    }

    /// The separators behind names in quotes that nobody asks for: all of the name is the same in all lines.
    private static func unasked(
        _ events: [UInt64], _ line: ShapedLines.Line, of lines: ShapedLines, _ bytes: Span<UInt8>
    ) -> [(value: Int32, distance: Int32)] {
        var asked = Set<Int>()
        for event in events { asked.insert(Int(truncatingIfNeeded: event >> 8 & 0xFFFF_FFFF)) }
        var found: [(value: Int32, distance: Int32)] = []
        var at = Int(line.start)
        for value in 0..<min(lines.shapes[Int(line.shape)].valuesCount, ShapedLines.bitsCount) {
            let start = lines.textStart(ofValue: Int(line.firstValue) + value, bytes)
            var quote: Int?
            while at < start {
                if bytes[at] == 0x22 {
                    if at + 1 < start, bytes[at + 1] == 0x3A, let quote, at > quote + 1,
                        !asked.contains(at + 1)
                    {
                        found.append((Int32(value), Int32(start - at - 1)))
                    }
                    quote = at
                }
                at += 1
            }
            let end = Int(lines.values[Int(line.firstValue) + value].end)
            at = end < bytes.count && bytes[end] == 0x22 ? end + 1 : end
        }
        return found
    }

    private mutating func add(_ field: Field, isSingle: Bool, _ rules: CompiledRules) {
        var field = field
        tested |= field.bit
        let isComplex = field.tests.contains { test in
            let check = rules.checks[Int(test.test.rule)]
            return check.validator != nil || check.entropy != nil || check.hasContext
        }
        if isComplex || !isSingle {
            complex |= field.bit
        } else {
            field.tests.sort { rules.beats(Int($0.test.rule), Int($1.test.rule)) }
        }
        fields.append(field)
    }

    /// What the other fields tell of a test, `.some(nil)` where they speak against it.
    ///
    /// - Returns: `nil` where it cannot be told for all lines.
    private static func ask(_ test: FieldTest, _ plans: PlanSet, _ own: Int, _ rules: CompiledRules)
        -> Detector.RecordKnowledge??
    {
        guard test.needsRecord else { return .some(.open) }
        let check = rules.checks[Int(test.rule)]
        // Words nearby are asked for where the record was not, and a value that fails its check counts.
        if check.hasContext || check.notesMisses { return nil }
        switch rules.neighbours.answer(Int(test.rule), plans.words.span, except: own) {
        case .stands: return .some(.asked)
        case .siblingsStand: return .some(.siblingsStand)
        case .fails: return .some(nil)
        }
    }

    /// Whether all names of a line are near each other, where something is asked of them.
    func isNear(_ line: ShapedLines.Line, of lines: borrowing ShapedLines, _ bytes: Span<UInt8>) -> Bool {
        guard asksRecord, let first = names.first, let last = names.last else { return true }
        let (start, end) = (
            first.separator(in: line, of: lines, bytes), last.separator(in: line, of: lines, bytes)
        )
        return Int32(end - start) <= NeighbourTable.reachBytes
    }
}

extension ShapedLines {
    /// Where a value begins, with its quote.
    @inline(__always)
    func textStart(ofValue value: Int, _ bytes: Span<UInt8>) -> Int {
        Detection.textStart(values[value], bytes)
    }
}

/// Where a value begins, with its quote.
@inline(__always)
func textStart(_ value: ShapedLines.Value, _ bytes: Span<UInt8>) -> Int {
    let start = Int(value.start)
    return start > 0 && bytes[start - 1] == 0x22 ? start - 1 : start
}

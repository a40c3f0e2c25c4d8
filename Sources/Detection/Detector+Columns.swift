internal import Bytes
public import Findings
internal import Rules
internal import Validation

/// A value of a column whose name some rule asks for.
public struct ColumnValue: Sendable {
    /// Where it stands in the chunk's bytes, without quotes.
    public var range: Range<Int>

    /// What `Detector.plan(ofColumn:among:)` answered for its column.
    public var plan: Int32

    /// A quote that is written twice inside; 0 for none.
    public var doubledQuote: UInt8

    public init(range: Range<Int>, plan: Int32, doubledQuote: UInt8) {
        self.range = range
        self.plan = plan
        self.doubledQuote = doubledQuote
    }
}

/// The rules whose values may be digits and nothing else, with a check: by the number of digits.
struct BareNumbers: Sendable {
    /// Rules by the number of digits.
    private var rules: [[Int]] = Array(repeating: [], count: Limits.bareDigitsMax + 1)

    /// Bit `n`: some rule has values of `n` digits.
    private var lengths: UInt32 = 0

    init(_ all: [Rule]) {
        for (index, rule) in all.enumerated() {
            guard let length = rule.validator?.bareDigits else { continue }
            rules[length].append(index)
            lengths |= 1 << UInt32(length)
        }
    }

    /// The rules of a value; none unless it is digits of a length that some rule asks for.
    @inline(__always)
    func rules(of value: Span<UInt8>) -> [Int] {
        guard value.count < rules.count, lengths & 1 << UInt32(value.count) != 0 else { return [] }
        for at in value.indices where value[at] &- 0x30 >= 10 { return [] }
        return rules[value.count]
    }
}

/// The tests of one column's values, with what the other columns of its table say already.
struct ColumnPlan {
    var tests: [ColumnTest]
}

struct ColumnTest {
    var test: FieldTest

    /// Other columns go with it, as its rule asks.
    var hasSiblings: Bool
}

extension Detector {
    /// What the name of a column asks for; one number for a column of a table, to be asked once.
    ///
    /// - Parameter names: The names of all the table's columns.
    /// - Returns: `bareColumn` where no rule asks for the column.
    public func plan(ofColumn column: Int, among names: [String]) -> Int32 {
        guard let plan = rules.fields.plan(ofColumn: names[column]) else { return Self.bareColumn }
        var plans = PlanSet(below: rules.neighbours.bound)
        for plan in names.compactMap({ rules.fields.plan(ofColumn: $0) }) { plans.insert(plan) }
        var tests: [ColumnTest] = []
        for index in rules.fields.testIndices(of: plan) {
            let test = rules.fields.tests[index]
            switch rules.neighbours.answer(Int(test.rule), plans.words.span, except: plan) {
            case .stands: tests.append(ColumnTest(test: test, hasSiblings: false))
            case .siblingsStand: tests.append(ColumnTest(test: test, hasSiblings: true))
            case .fails: break
            }
        }
        guard !tests.isEmpty else { return Self.bareColumn }
        columnPlans.append(ColumnPlan(tests: tests))
        return Int32(columnPlans.count - 1)
    }

    /// Forgets what the names of columns ask for; nobody uses the numbers any more.
    public func forgetColumns() { columnPlans.removeAll() }

    /// The plan of columns that no rule asks for by name: bare numbers in them are tested by their check digits.
    public static let bareColumn: Int32 = -1

    /// Whether there are names of columns in which a match is none.
    @inline(__always)
    public func asksForColumn(_ match: Match) -> Bool { rules.checks[Int(match.rule)].asksForField }

    /// Whether so many values pass the rule's check by chance that the rest of its column must say more.
    @inline(__always)
    public func hasChanceRate(_ rule: UInt16) -> Bool { rules.checks[Int(rule)].notesMisses }

    /// Whether a match is none in a column of that name: a version is no address.
    public func mustNotBe(_ match: Match, in place: Place) -> Bool {
        let name = Array((place.inner.isEmpty ? place.name : place.inner).utf8)
        return rules.details[Int(match.rule)].notIn.contains {
            isName(name.span, 0..<name.count, endingIn: $0)
        }
    }

    /// Tries the rules that ask for a column on one of its values.
    func takeColumn(_ column: ColumnValue, _ bytes: Span<UInt8>) {
        guard !column.range.isEmpty, column.range.count <= Limits.matchBytesMax else { return }
        let field = FieldMatch(
            name: column.range.lowerBound..<column.range.lowerBound, hit: -1, outer: column.range)
        let value = bytes.extracting(column.range)
        guard column.plan != Self.bareColumn else {
            tryBareNumber(value, field, bytes)
            return
        }
        if column.doubledQuote != 0, let text = withoutDoubles(value, column.doubledQuote) {
            tryColumn(column, text.span, field, isDecoded: true, bytes)
            return
        }
        if mayHaveEscape(value) {
            unescape(bytes, column.range, into: &unescaped)
            if unescaped.hadEscape {
                let text = unescaped.bytes
                tryColumn(column, text.span, field, isDecoded: true, bytes)
                return
            }
        }
        tryColumn(column, value, field, isDecoded: false, bytes)
    }

    private func tryColumn(
        _ column: ColumnValue, _ value: Span<UInt8>, _ field: FieldMatch, isDecoded: Bool,
        _ bytes: Span<UInt8>
    ) {
        var facts = ValueFacts()
        let plan = columnPlans[Int(column.plan)]
        for column in plan.tests {
            _ = tryField(
                column.test, value, &facts, field, isDecoded: isDecoded, mayDefer: true,
                record: column.hasSiblings ? .siblingsStand : .asked, bytes)
        }
    }

    /// Tries the checks of bare numbers on a value; what holds is for the rest of the column to prove.
    private func tryBareNumber(_ value: Span<UInt8>, _ field: FieldMatch, _ bytes: Span<UInt8>) {
        for rule in rules.bareNumbers.rules(of: value) {
            var facts = ValueFacts()
            guard
                var judged = judge(
                    rule, value, &facts, around: field.outer, bytes, confidence: .likely,
                    defersEntropy: false, asksContext: false)
            else { continue }
            judged.reasons.insert(.column)
            raw.append(
                Match(
                    field.outer, rule: rule, confidence: judged.confidence, reasons: judged.reasons,
                    name: field.name, value: field.outer, marks: .isUnproven, hit: -1))
        }
    }

    /// A value's text with one quote for two; `nil` where there are none.
    private func withoutDoubles(_ value: Span<UInt8>, _ quote: UInt8) -> [UInt8]? {
        var text: [UInt8]?
        var at = 0
        while at < value.count {
            if value[at] == quote, at + 1 < value.count, value[at + 1] == quote {
                if text == nil { text = (0..<at).map { value[$0] } }
                at += 1
            }
            text?.append(value[at])
            at += 1
        }
        return text
    }

    private func mayHaveEscape(_ value: Span<UInt8>) -> Bool {
        for at in value.indices where value[at] == 0x5C || value[at] == 0x25 || value[at] == 0x26 {
            return true
        }
        return false
    }
}

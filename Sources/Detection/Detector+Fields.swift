private import Bytes
private import Findings
internal import Rules
private import Validation

extension Detector {
    /// Tries the rules that ask for a field on its value.
    ///
    /// Never inlined where shapes are taken: patterns, of which a dump has many more, would be called there instead.
    @inline(never)
    func takeField(_ event: UInt64, separator: Int, _ bytes: Span<UInt8>) {
        let lookup = rules.fields.lookup(bytes, event: event, separator: separator)
        fieldHits.append(
            FieldHit(offset: Int32(separator), name: Int32(lookup.plan), line: line(of: separator, bytes)))
        let tests = rules.fields.testIndices(of: lookup.plan)
        if tests.isEmpty { return }
        let ceiling = min(bytes.count, separator + Limits.matchBytesMax)
        if lookup.isQuoted, bytes[separator] == 0x3A,
            let value = plainValue(bytes, separator: separator, ceiling: ceiling)
        {
            let field = FieldMatch(name: lookup.name, hit: fieldHits.count - 1, outer: value.range)
            let text = bytes.extracting(value.range)
            tryFields(tests, text, form: value.form, field, isDecoded: false, bytes)
        } else {
            takeAnyField(lookup, tests, separator: separator, ceiling: ceiling, bytes)
        }
    }

    /// Tries rules on a value of any form.
    private func takeAnyField(
        _ lookup: FieldIndex.Lookup, _ tests: Range<Int>, separator: Int, ceiling: Int, _ bytes: Span<UInt8>
    ) {
        guard
            let value = readFieldValue(
                bytes, separator: separator, ceiling: ceiling, name: lookup.name,
                nameIsQuoted: lookup.isQuoted),
            !value.range.isEmpty
        else { return }
        let field = FieldMatch(name: lookup.name, hit: fieldHits.count - 1, outer: value.range)
        if value.mayHaveEscape {
            unescape(bytes, value.range, into: &unescaped)
            if unescaped.hadEscape {
                let text = unescaped.bytes
                tryFieldsApart(tests, text.span, form: value.form, field, isDecoded: true, bytes)
                return
            }
        }
        tryFieldsApart(tests, bytes.extracting(value.range), form: value.form, field, isDecoded: false, bytes)
    }

    /// A number that all fields of a line share, and those of no other line.
    @inline(__always)
    private func line(of separator: Int, _ bytes: Span<UInt8>) -> Int32 {
        if separator > fieldLineEnd {
            fieldLine += 1
            fieldLineEnd = firstNewline(bytes, separator..<bytes.count)
        }
        return fieldLine
    }

    struct FieldMatch {
        var name: Range<Int>

        /// Its place among the field hits; -1 for a column's value.
        var hit: Int
        var outer: Range<Int>
    }

    /// What is known of a value's record when the value is tried.
    enum RecordKnowledge {
        /// The other fields are asked when all of them are known.
        case open

        /// They were asked, and nothing speaks against the value.
        case asked

        /// They were asked, and those stand there which the rule wants.
        case siblingsStand
    }

    /// `tryFields` for the values that few are.
    @inline(never)
    private func tryFieldsApart(
        _ tests: Range<Int>, _ value: Span<UInt8>, form: FieldValue.Form, _ field: FieldMatch,
        isDecoded: Bool,
        _ bytes: Span<UInt8>
    ) {
        tryFields(tests, value, form: form, field, isDecoded: isDecoded, bytes)
    }

    @inline(__always)
    private func tryFields(
        _ tests: Range<Int>, _ value: Span<UInt8>, form: FieldValue.Form, _ field: FieldMatch,
        isDecoded: Bool,
        _ bytes: Span<UInt8>
    ) {
        var facts = ValueFacts()
        // The end of a line's value is known when the rule is: nothing of it is left for later.
        let mayDefer = form != .line
        for index in tests {
            let test = rules.fields.tests[index]
            if tryField(
                test, value, &facts, field, isDecoded: isDecoded, mayDefer: mayDefer, record: .open, bytes)
            {
                continue
            }
            // What follows a value in a line of text is not part of it: its first word is tried alone.
            guard form == .line, let space = firstSpace(value) else { continue }
            var factsOfWord = ValueFacts()
            _ = tryField(
                test, value.extracting(0..<space), &factsOfWord, field, isDecoded: isDecoded, mayDefer: false,
                record: .open, bytes)
        }
    }

    private func firstSpace(_ value: Span<UInt8>) -> Int? {
        for index in value.indices where value[index] == 0x20 { return index > 0 ? index : nil }
        return nil
    }

    func tryField(
        _ test: FieldTest, _ value: Span<UInt8>, _ facts: inout ValueFacts, _ field: FieldMatch,
        isDecoded: Bool, mayDefer: Bool, record: RecordKnowledge, _ bytes: Span<UInt8>
    ) -> Bool {
        let rule = Int(test.rule)
        guard hasShape(test, value) else { return false }
        let defersEntropy = mayDefer && rules.checks[rule].defersEntropy
        guard
            var judged = judge(
                rule, value, &facts, around: field.outer, bytes, confidence: test.confidence,
                defersEntropy: defersEntropy, asksContext: record == .open)
        else { return false }
        judged.reasons.insert(.fieldName)
        if judged.reasons.contains(.check) {
            judged.confidence = max(judged.confidence, rules.checks[rule].confidence)
        }
        let count = value.count
        var marks: Match.Marks = test.needsRecord && record == .open ? .needsRecord : []
        if record == .siblingsStand { judged.reasons.insert(.siblings) }
        if defersEntropy { marks.insert(.needsSecret) }
        var valueStart = field.outer.lowerBound
        if isDecoded {
            marks.insert(.valueIsDecoded)
            judged.reasons.insert(.decoded)
            valueStart = decoded.count
            for index in value.indices { decoded.append(value[index]) }
        }
        let end = isDecoded ? field.outer.upperBound : field.outer.lowerBound + count
        raw.append(
            Match(
                field.outer.lowerBound..<end, rule: rule, confidence: judged.confidence,
                reasons: judged.reasons, name: field.name, value: valueStart..<(valueStart + count),
                marks: marks, hit: field.hit))
        return true
    }

    /// Whether a value has the shape that a test asks for.
    @inline(__always)
    func hasShape(_ test: FieldTest, _ value: Span<UInt8>) -> Bool {
        switch test.shape {
        case .expression: matchesShapeExpression(Int(test.rule), value)
        default: rules.fields.hasShape(test.shape, value, today: today)
        }
    }

    private func matchesShapeExpression(_ rule: Int, _ value: Span<UInt8>) -> Bool {
        switch shapeExpressions.screen(rule, value, source: { shapeExpression(rule) }) {
        case .matches: return true
        case .fails: return false
        case .unknown: break
        }
        let expression = shapeExpressions.expression(rule) {
            shapeExpression(rule).flatMap { try? Expression($0, matchesWholeSubject: true) }
        }
        switch expression.match(value, floor: 0, start: 0, end: value.count, scratch: scratch) {
        case .match: return true
        case .none: return false
        case .limitReached:
            limitHits += 1
            return false
        }
    }

    private func shapeExpression(_ rule: Int) -> String? {
        guard case .expression(let source)? = rules.rules[rule].fields?.value else { return nil }
        return source
    }
}

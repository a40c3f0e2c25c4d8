internal import Bytes
internal import Findings
private import Validation

extension Detector {
    /// So many lines are looked at field by field before the next are: about as many as a core's nearest memory holds.
    private static let groupCount = 64

    /// Finds what names ask for in the lines that have the names of their shape and no others.
    ///
    /// Values that other matches touch are tried one by one, and come to `raw`.
    func findFieldByField(_ bytes: Span<UInt8>) {
        openValues(bytes)
        let lines = lineWalk.lines
        var open: [UInt64] = []
        swap(&open, &lineWalk.open)
        var found = FieldValues()
        swap(&found, &fieldValues)
        let columns = makeColumns(&found, rowsCount: open.count)
        var first = 0
        while first < open.count {
            let group = first..<min(open.count, first + Self.groupCount)
            for (number, column) in columns.enumerated() {
                find(column, in: group, lines, &open, &found.values[number], bytes)
            }
            first = group.upperBound
        }
        swap(&found, &fieldValues)
        swap(&open, &lineWalk.open)
    }

    /// A rule that is tried on a value of all lines of a shape.
    private struct Column {
        var shape: Int32
        var value: Int
        var test: FieldTest
    }

    /// - Returns: The columns of `found`, at the same places.
    private func makeColumns(_ found: inout FieldValues, rowsCount: Int) -> [Column] {
        var columns: [Column] = []
        for (shape, template) in lineWalk.templates.enumerated() {
            guard let template else { continue }
            for field in template.fields where template.complex & field.bit == 0 {
                for test in field.tests {
                    columns.append(
                        Column(shape: Int32(shape), value: field.value, test: test.test))
                    var reasons: Reasons = .fieldName
                    if test.record == .siblingsStand { reasons.insert(.siblings) }
                    found.append(
                        FieldValues.Column(
                            shape: shape, value: field.value, rule: UInt16(test.test.rule),
                            confidence: test.test.confidence, reasons: reasons),
                        room: rowsCount)
                }
            }
        }
        return columns
    }

    private func find(
        _ column: Column, in group: Range<Int>, _ lines: borrowing ShapedLines, _ open: inout [UInt64],
        _ found: inout ColumnValues, _ bytes: Span<UInt8>
    ) {
        let rule = Int(column.test.rule)
        let bit: UInt64 = 1 << UInt64(column.value)
        let isListing = rules.checks[rule].hasPlaceholders
        var open = open.mutableSpan
        // There is room for a value of each line.
        var count = found.count
        var (allHashes, allRows, allRanges) = ([UInt64](), [Int32](), [ShapedLines.Value]())
        swap(&allHashes, &found.hashes)
        swap(&allRows, &found.rows)
        swap(&allRanges, &found.ranges)
        var hashes = allHashes.mutableSpan
        var rows = allRows.mutableSpan
        var ranges = allRanges.mutableSpan
        let (all, values) = (lines.lines.span, lines.values.span)
        for line in group where open[line] & bit != 0 && all[line].shape == column.shape {
            let range = values[Int(all[line].firstValue) + column.value]
            let value = bytes.extracting(Int(range.start)..<Int(range.end))
            guard hasShape(column.test, value), !(mayBePlaceholder(value) && isPlaceholder(value)),
                !(isListing && isListedPlaceholder(value, rule))
            else { continue }
            // The rules that it beats are not tried.
            open[line] &= ~bit
            hashes[count] = keyedHash(of: value, key: hashKey)
            rows[count] = Int32(truncatingIfNeeded: line)
            ranges[count] = range
            count += 1
        }
        found.count = count
        swap(&allHashes, &found.hashes)
        swap(&allRows, &found.rows)
        swap(&allRanges, &found.ranges)
    }

    /// Leaves open what no other match touches, and tries the rest.
    private func openValues(_ bytes: Span<UInt8>) {
        // Those of the last scan were dropped: there is room for the new ones.
        swap(&raw, &self.matches)
        var matches: [Match] = []
        swap(&matches, &self.matches)
        sortByStart(&matches)
        let all = lineWalk.lines
        let (lines, values, shapes) = (all.lines.span, all.values.span, all.shapes.span)
        var open: [UInt64] = []
        swap(&open, &lineWalk.open)
        var next = 0
        // Where the matches end that begin before the line.
        var reach: Int32 = 0
        // That of the line's shape: each copy would count its references.
        var template: LineTemplate?
        var shape: Int32 = -1
        for line in open.indices where open[line] != 0 {
            let own = lines[line]
            while next < matches.count, matches[next].start < own.start {
                reach = max(reach, matches[next].end)
                raw.append(matches[next])
                next += 1
            }
            let ownValues = values.extracting(
                Int(own.firstValue)..<Int(own.firstValue) + shapes[Int(own.shape)].valuesCount)
            let firstRaw = raw.count
            var touched = reach > own.start ? UInt64.max : 0
            // The values that a match is the whole of, and no other touches.
            var whole: UInt64 = 0
            var value = 0
            while next < matches.count, matches[next].start < own.end {
                let match = matches[next]
                let touch = touchedValues(match, from: &value, of: ownValues)
                whole = whole & ~touch.values | (touch.isWhole ? touch.values & ~touched : 0)
                touched |= touch.values
                reach = max(reach, match.end)
                raw.append(match)
                next += 1
            }
            if own.shape != shape { (template, shape) = (lineWalk.templates[Int(own.shape)], own.shape) }
            guard let template else { continue }
            let apart = (touched | template.complex) & template.tested
            if apart != 0 { tryApart(apart, whole: whole, template, ownValues, rivalsFrom: firstRaw, bytes) }
            open[line] &= ~apart
        }
        swap(&open, &lineWalk.open)
        raw.append(contentsOf: matches[next...])
        matches.removeAll(keepingCapacity: true)
        swap(&matches, &self.matches)
    }

    /// The values of a line that a match touches, the one that it lies in, or all; and whether it is the whole of that one,
    /// plainly.
    @inline(__always)
    private func touchedValues(_ match: Match, from value: inout Int, of line: Span<ShapedLines.Value>) -> (
        values: UInt64, isWhole: Bool
    ) {
        while value < line.count, line[value].end < match.end { value += 1 }
        if value == line.count { return (.max, false) }
        let range = line[value]
        if range.start > match.start { return (.max, false) }
        let isWhole = range.start == match.start && range.end == match.end && match.marks.isEmpty
        return (value < ShapedLines.bitsCount ? 1 << UInt64(value) : 0, isWhole)
    }

    /// Tries what is asked of some values of a line, as `takeField` does.
    ///
    /// - Parameters:
    ///   - whole: The values that one match in `raw`, from `firstRival` on, is the whole of, and no other touches.
    private func tryApart(
        _ values: UInt64, whole: UInt64, _ template: LineTemplate, _ line: Span<ShapedLines.Value>,
        rivalsFrom firstRival: Int, _ bytes: Span<UInt8>
    ) {
        let fields = template.fields.span
        for index in fields.indices where fields[index].bit & values != 0 {
            let range = line[fields[index].value]
            var rival: Int?
            if fields[index].bit & whole != 0 {
                rival = raw.indices[firstRival...].first { raw[$0].start == range.start }
            }
            let nameStart = textStart(range, bytes) - fields[index].nameBack
            let field = FieldMatch(
                name: nameStart..<nameStart + fields[index].nameCount, hit: -1,
                outer: Int(range.start)..<Int(range.end))
            var facts = ValueFacts()
            let tests = fields[index].tests.span
            for number in tests.indices {
                if let rival {
                    if isIdle(tests[number].test, against: raw[rival]) { continue }
                    if mayName(raw[rival], tests[number]) {
                        if hasShape(tests[number].test, bytes.extracting(field.outer)) {
                            name(rival, tests[number], field)
                        }
                        continue
                    }
                }
                _ = tryField(
                    tests[number].test, bytes.extracting(field.outer), &facts, field, isDecoded: false,
                    mayDefer: true, record: tests[number].record, bytes)
            }
        }
    }

    /// Whether a test's match would be beaten by one of another rule on the same value, and nobody asks whether it fails.
    @inline(__always)
    private func isIdle(_ test: FieldTest, against rival: Match) -> Bool {
        let (rule, other) = (Int(test.rule), Int(rival.rule))
        return rule != other && rules.beats(other, rule) && !(notesMisses && rules.checks[rule].notesMisses)
    }

    /// Whether a match passed all that a test of its rule asks of the same value but for the shape.
    @inline(__always)
    private func mayName(_ match: Match, _ test: LineTemplate.Test) -> Bool {
        let check = rules.checks[Int(match.rule)]
        return Int(match.rule) == Int(test.test.rule) && match.reasons.contains(.check)
            && check.entropy == nil && !check.hasContext
            && !(test.test.needsRecord && test.record == .open)
    }

    /// Leaves one of a match and that of a test of its rule, which passes, as `settle` would.
    @inline(__always)
    private func name(_ index: Int, _ test: LineTemplate.Test, _ field: FieldMatch) {
        var reasons: Reasons = [.check, .fieldName]
        if test.record == .siblingsStand { reasons.insert(.siblings) }
        let match = Match(
            field.outer, rule: Int(test.test.rule),
            confidence: max(test.test.confidence, rules.checks[Int(test.test.rule)].confidence),
            reasons: reasons, name: field.name, value: field.outer, marks: [], hit: -1)
        if comesBefore(match, raw[index]) { raw[index] = match }
    }
}

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
        let columns = makeColumns(&found)
        var first = 0
        while first < open.count {
            let group = first..<min(open.count, first + Self.groupCount)
            for column in columns { find(column, in: group, lines, &open, &found, bytes) }
            first = group.upperBound
        }
        swap(&found, &fieldValues)
        swap(&open, &lineWalk.open)
    }

    /// A rule that is tried on a value of all lines of a shape.
    private struct Column {
        /// Its place among those of `fieldValues`.
        var number: Int32
        var shape: Int32
        var value: Int
        var test: FieldTest
    }

    private func makeColumns(_ found: inout FieldValues) -> [Column] {
        var columns: [Column] = []
        for (shape, template) in lineWalk.templates.enumerated() {
            guard let template else { continue }
            for field in template.fields where template.complex & field.bit == 0 {
                for test in field.tests {
                    columns.append(
                        Column(
                            number: Int32(columns.count), shape: Int32(shape), value: field.value,
                            test: test.test))
                    var reasons: Reasons = .fieldName
                    if test.record == .siblingsStand { reasons.insert(.siblings) }
                    found.columns.append(
                        FieldValues.Column(
                            shape: shape, value: field.value, rule: UInt16(test.test.rule),
                            confidence: test.test.confidence, reasons: reasons))
                }
            }
        }
        return columns
    }

    private func find(
        _ column: Column, in group: Range<Int>, _ lines: borrowing ShapedLines, _ open: inout [UInt64],
        _ found: inout FieldValues, _ bytes: Span<UInt8>
    ) {
        let rule = Int(column.test.rule)
        let bit: UInt64 = 1 << UInt64(column.value)
        let isListing = rules.checks[rule].hasPlaceholders
        var open = open.mutableSpan
        let (all, values) = (lines.lines.span, lines.values.span)
        for line in group where open[line] & bit != 0 && all[line].shape == column.shape {
            let range = values[Int(all[line].firstValue) + column.value]
            let value = bytes.extracting(Int(range.start)..<Int(range.end))
            guard hasShape(column.test, value), !(mayBePlaceholder(value) && isPlaceholder(value)),
                !(isListing && isListedPlaceholder(value, rule))
            else { continue }
            // The rules that it beats are not tried.
            open[line] &= ~bit
            found.entries.append(
                FieldValues.Entry(
                    column: column.number, row: Int32(truncatingIfNeeded: line), start: range.start,
                    end: range.end, hash: keyedHash(of: value, key: hashKey)))
        }
    }

    /// Leaves open what no other match touches, and tries the rest.
    private func openValues(_ bytes: Span<UInt8>) {
        // Those of the last scan were dropped: there is room for the new ones.
        swap(&raw, &self.matches)
        var matches: [Match] = []
        swap(&matches, &self.matches)
        sortByStart(&matches)
        var next = 0
        // Where the matches end that begin before the line.
        var reach: Int32 = 0
        // That of the line's shape: each copy would count its references.
        var template: LineTemplate?
        var shape: Int32 = -1
        for line in lineWalk.open.indices where lineWalk.open[line] != 0 {
            let own = lineWalk.lines.lines[line]
            while next < matches.count, matches[next].start < own.start {
                reach = max(reach, matches[next].end)
                raw.append(matches[next])
                next += 1
            }
            var touched = reach > own.start ? UInt64.max : 0
            var value = 0
            while next < matches.count, matches[next].start < own.end {
                let match = matches[next]
                touched |= touchedValues(match, from: &value, in: own)
                reach = max(reach, match.end)
                raw.append(match)
                next += 1
            }
            if own.shape != shape { (template, shape) = (lineWalk.templates[Int(own.shape)], own.shape) }
            guard let template else { continue }
            let apart = (touched | template.complex) & template.tested
            if apart != 0 { tryApart(apart, template, own, bytes) }
            lineWalk.open[line] &= ~apart
        }
        raw.append(contentsOf: matches[next...])
        matches.removeAll(keepingCapacity: true)
        swap(&matches, &self.matches)
    }

    /// The values that a match touches: the one that it lies in, or all.
    @inline(__always)
    private func touchedValues(_ match: Match, from value: inout Int, in line: ShapedLines.Line) -> UInt64 {
        let count = lineWalk.lines.shapes[Int(line.shape)].valuesCount
        let first = Int(line.firstValue)
        while value < count, lineWalk.lines.values[first + value].end < match.end { value += 1 }
        guard value < count, lineWalk.lines.values[first + value].start <= match.start else { return .max }
        return value < ShapedLines.bitsCount ? 1 << UInt64(value) : 0
    }

    /// Tries what is asked of some values of a line, as `takeField` does.
    private func tryApart(
        _ values: UInt64, _ template: LineTemplate, _ line: ShapedLines.Line, _ bytes: Span<UInt8>
    ) {
        for index in template.fields.indices where template.fields[index].bit & values != 0 {
            let number = Int(line.firstValue) + template.fields[index].value
            let range = lineWalk.lines.values[number]
            let name = lineWalk.lines.textStart(ofValue: number, bytes) - template.fields[index].nameBack
            let field = FieldMatch(
                name: name..<name + template.fields[index].nameCount, hit: -1,
                outer: Int(range.start)..<Int(range.end))
            var facts = ValueFacts()
            for test in template.fields[index].tests {
                _ = tryField(
                    test.test, bytes.extracting(field.outer), &facts, field, isDecoded: false, mayDefer: true,
                    record: test.record, bytes)
            }
        }
    }
}

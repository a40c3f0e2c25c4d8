internal import Bytes
internal import Detection
internal import Findings
internal import Ledger
internal import Records

/// Documents of which most have many matches: these are found field by field, and counted so.
extension BlockScanner {
    /// Finds the documents of known shapes in a chunk, where that is worth it.
    ///
    /// - Parameter reader: The structure's state at the chunk's first byte; left as it is.
    /// - Returns: The structure's state at the chunk's end, when it was read to there.
    func readDocuments(_ text: Span<UInt8>, _ own: Range<Int>, _ reader: RecordReader) -> RecordReader? {
        documents.removeAll()
        // Who is told of findings is told of them in their order, and those that have no place of their own are counted
        // in it.
        guard fieldWorth.isGiven, isCounting, !tellsAny, tally.tellsAllPlaces, reader.hasDocumentLines else {
            return nil
        }
        let behind = RecordReader(copying: reader)
        placer.gather(behind, text, own, into: documents)
        return behind
    }

    /// Counts the matches of a chunk that are the whole of a value of its documents, but not what the documents hold
    /// together.
    ///
    /// - Parameters:
    ///   - base: Where `text` begins in the stream.
    ///   - line: The number of the line of the chunk's first byte.
    /// - Returns: The matches that are left.
    func countFields(_ text: Span<UInt8>, _ base: UInt64, line: UInt64) -> [Match] {
        guard !documents.isEmpty else { return detector.matches }
        let matches = detector.matches
        var sorted = SortedMatches()
        swap(&sorted, &self.sorted)
        defer { swap(&sorted, &self.sorted) }
        sorted.begin()
        for column in detector.fieldValues.columns {
            sorted.addKnown(
                self.column(
                    rule: column.rule, confidence: column.confidence, reasons: column.reasons,
                    ofShape: column.shape, value: column.value))
        }
        sort(matches.span, documents.lines, text, into: &sorted)
        count(sorted, text, base, line: line)
        return sorted.left
    }

    // MARK: Sorting

    /// Sorts matches by the fields that they are the whole value of.
    private func sort(
        _ matches: Span<Match>, _ all: ShapedLines, _ text: Span<UInt8>, into sorted: inout SortedMatches
    ) {
        let (lines, values, shapes) = (all.lines.span, all.values.span, all.shapes.span)
        var memory = PlaceMemory()
        // How a match of each value was found last, and its column: the next one mostly was found likewise.
        var before = [(traits: UInt64, column: Int)](
            repeating: (0, 0), count: shapes.count * ShapedLines.bitsCount)
        var recent = before.mutableSpan
        var (line, value) = (0, 0)
        for index in matches.indices {
            let match = matches[index]
            while line < lines.count, lines[line].end <= match.start {
                line += 1
                value = 0
            }
            guard match.isPlain, line < lines.count else {
                sorted.left.append(match)
                continue
            }
            let (shape, first) = (Int(lines[line].shape), Int(lines[line].firstValue))
            let count = min(shapes[shape].valuesCount, ShapedLines.bitsCount)
            while value < count, values[first + value].end <= match.start { value += 1 }
            guard value < count, values[first + value].start == match.start,
                values[first + value].end == match.end, shapes[shape].single & 1 << UInt64(value) != 0
            else {
                sorted.left.append(match)
                continue
            }
            let slot = shape * ShapedLines.bitsCount + value
            if recent[slot].traits != match.traits {
                let place = UInt64(truncatingIfNeeded: slot) &* 0xD6E8_FEB8_6659_FD93
                let key = PlaceMemory.Key(match, place: place, isWhole: true)
                let column: Int
                if case .entry(let known) = memory.answer(key) {
                    column = known
                } else {
                    column = self.column(for: match, ofShape: shape, value: value, &sorted)
                    memory.note(key, entry: column)
                }
                sorted.note(match.reasons, ofColumn: column)
                recent[slot] = (match.traits, column)
            }
            let hash = keyedHash(of: text.extracting(match.range), key: plan.key.hashKey)
            sorted.take(match, row: line, column: recent[slot].column, hash: hash)
        }
    }

    /// The place of a match's column.
    private func column(
        for match: Match, ofShape shape: Int, value: Int, _ sorted: inout SortedMatches
    ) -> Int {
        sorted.column(at: documents.identity(ofShape: shape, value: value).place, for: match) {
            column(
                rule: match.rule, confidence: match.confidence, reasons: match.reasons, ofShape: shape,
                value: value)
        }
    }

    private func column(
        rule: UInt16, confidence: Confidence, reasons: Reasons, ofShape shape: Int, value: Int
    ) -> MatchColumn {
        let identity = documents.identity(ofShape: shape, value: value)
        let isForColumn = detector.hasChanceRate(rule) && !reasons.contains(.fieldName)
        return MatchColumn(
            rule: rule, confidence: confidence, reasons: reasons, isForColumn: isForColumn,
            isDropped: confidence < plan.confidenceMin && !isForColumn, place: identity.place,
            container: identity.container, shown: documents.place(ofShape: shape, value: value))
    }

    // MARK: Counting

    private func count(_ sorted: SortedMatches, _ text: Span<UInt8>, _ base: UInt64, line: UInt64) {
        let rows = documents.lines.lines
        holdings.begin(count: rows.count)
        for (number, column) in sorted.columns.enumerated() where !column.isDropped {
            let values = sorted.values(of: number, found: detector.fieldValues)
            guard values.count > 0 else { continue }
            func position(_ index: Int) -> Position {
                Position(
                    streamOffset: base &+ UInt64(values.ranges[index].start),
                    line: line + UInt64(rows[Int(values.rows[index])].ordinal))
            }
            let (firstRow, lastRow) = (Int(values.rows[0]), Int(values.rows[values.count - 1]))
            let occurrence = Tally.Occurrence(
                rule: column.rule, confidence: column.confidence, reasons: column.reasons,
                position: position(0), place: column.place, container: column.container,
                row: rows[firstRow].record, isEdgeRow: false, isForColumn: column.isForColumn,
                valueHash: values.hashes[0])
            tally.record(
                occurrence, upTo: (position(values.count - 1), rows[lastRow].record),
                hashes: values.hashes.span.extracting(0..<values.count),
                rows: values.rows.span.extracting(0..<values.count), in: &holdings
            ) {
                column.shown
            } sample: { index in
                let range = values.ranges[index]
                return sample(column.rule, text.extracting(Int(range.start)..<Int(range.end)))
            }
        }
    }

    /// Notes what documents hold whose matches were counted field by field, and which begin no later than an offset.
    ///
    /// - Parameter next: The first document that was not noted.
    /// - Returns: Where the next one begins.
    func noteDocuments(_ lines: Span<ShapedLines.Line>, from next: inout Int, upTo offset: Int32) -> Int32 {
        // One copy for all: each would count its references.
        let holdings = holdings
        while next < lines.count, lines[next].start <= offset {
            tally.note(next, of: holdings, row: lines[next].record)
            next += 1
        }
        return next < lines.count ? lines[next].start : .max
    }
}

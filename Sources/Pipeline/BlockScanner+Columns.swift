internal import Bytes
private import Detection
private import Findings
private import Ledger
internal import Records

/// What a chunk's columns and paths hold, before its matches are counted.
extension BlockScanner {
    /// Finds the values of columns that rules ask for, in a chunk and as far behind it as matches are looked for.
    ///
    /// - Parameters:
    ///   - reader: The structure's state at the chunk's first byte; reads on to its end where there are tables.
    ///   - behind: That at its end, where `cells` have its values already.
    /// - Returns: The state to place matches with: where there are tables that at the chunk's end.
    func readColumns(
        _ text: Span<UInt8>, _ own: Range<Int>, _ reader: RecordReader, behind: RecordReader?
    ) -> RecordReader {
        columns.removeAll(keepingCapacity: true)
        // A stream that names ever new tables cannot make memory grow.
        if cells.hasManySurveys || queries.hasManyLiterals {
            cells.dropSurveys()
            queries.forgetLiterals()
            detector.forgetColumns()
        }
        if let log = reader.queries {
            readLiterals(text, own, log)
            reader.read(text, own)
        }
        guard reader.hasTables else { return reader }
        if behind == nil {
            cells.removeAll()
            reader.read(text, own, into: cells)
        }
        let reader = behind ?? reader
        let beyond = RecordReader(copying: reader)
        let reach = min(text.count, own.upperBound + Limits.haloBytes)
        beyond.read(text, own.upperBound..<reach, into: cells)
        beyond.noteOpenValue(in: cells)
        cells.survey(text, own: own) { names, column in
            detector.plan(ofColumn: column, among: names)
        } _: { range, plan, quote in
            columns.append(ColumnValue(range: range, plan: plan, doubledQuote: quote))
        }
        cells.drainCounts { hash, values, place in
            if isCounting { tally.count(values, ofColumn: hash, place: place) }
        }
        return reader
    }

    /// Finds the literals of a query log whose columns rules ask for, likewise.
    private func readLiterals(_ text: Span<UInt8>, _ own: Range<Int>, _ log: QueryOutline) {
        queries.read(text, log, around: own, upTo: min(text.count, own.upperBound + Limits.haloBytes))
        queries.forEachColumnValue { names, column in
            detector.plan(ofColumn: column, among: names)
        } _: { range, plan, quote in
            guard plan != Detector.bareColumn else { return }
            columns.append(ColumnValue(range: range, plan: plan, doubledQuote: quote))
        }
    }

    /// Counts the values of documents under each path.
    func countPlaces(_ text: Span<UInt8>, _ own: Range<Int>, _ reader: RecordReader) {
        let reader = RecordReader(copying: reader)
        reader.surveyDocuments(text, own) { spot, isVoid in
            tally.count(ColumnCounts(values: 1, voids: isVoid ? 1 : 0), ofColumn: spot.hash) {
                reader.place(text)
            }
        }
    }
}

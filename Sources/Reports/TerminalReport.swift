internal import Bytes
public import Findings

/// The summary that people read: a table of alerts, worst first, then one line of coverage.
///
/// No byte of the input reaches the terminal unless `Sanitizer` let it through.
public struct TerminalReport: Sendable {
    public var options: Options

    /// How the report looks.
    public struct Options: Sendable {
        /// Escape sequences for colours are written.
        public var isColoured = false

        /// Columns of the terminal; `nil` when the output is none, and lines may be of any length.
        public var columnsMax: Int?

        /// Samples are the values themselves, so they get the room that is left.
        public var isRevealed = false

        /// Only alerts are told, and what was not scanned.
        public var isQuiet = false

        /// Fingerprints come from a key that is kept, so those of two runs may be compared.
        public var hasLastingKey = false

        /// Rows of one source; what comes after is counted in a line of its own.
        public var rowsPerSourceMax = Limits.reportRowsPerSourceMax

        /// Sources with a heading of their own; what comes after is counted in a line of its own.
        public var sourcesMax = Limits.reportSourcesMax

        public init() {}
    }

    public init(options: Options = Options()) {
        self.options = options
    }

    /// The whole report, every line ended by a line feed.
    ///
    /// - Parameters:
    ///   - alerts: In any order.
    ///   - people: By source, those of the table that tells of the most first.
    ///   - elapsedSeconds: The time of the scan, for the rate; `nil` leaves the rate out.
    public func text(
        alerts: [Alert], people: [PeopleAffected] = [], coverage: Coverage, elapsedSeconds: Double?
    ) -> String {
        var lines: [String] = []
        if alerts.isEmpty {
            if !options.isQuiet {
                lines.append("no personal data found" + (coverage.isComplete ? "" : " in what was scanned"))
            }
        } else {
            lines += tableLines(
                alerts.worstFirst(), people, namesSources: namesSources(alerts, coverage))
        }
        let told = coverageLines(coverage, elapsedSeconds: elapsedSeconds)
        if !alerts.isEmpty && !told.isEmpty { lines.append("") }
        lines += told
        if !options.isQuiet && !alerts.isEmpty && !options.hasLastingKey {
            lines.append("note: fingerprints have a per-run key; to compare runs, give --key-file")
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// Whether the reader needs to be told which source an alert is of.
    private func namesSources(_ alerts: [Alert], _ coverage: Coverage) -> Bool {
        guard let first = alerts.first?.source.utf8 else { return false }
        // By bytes: `String` calls canonically equal names equal, and these may be two files.
        return coverage.sourcesComplete > 1
            || alerts.contains { !$0.source.utf8.elementsEqual(first) }
            || coverage.gaps.contains { !$0.source.utf8.elementsEqual(first) }
    }

    // MARK: - Coverage

    func coverageLines(_ coverage: Coverage, elapsedSeconds: Double?) -> [String] {
        if options.isQuiet && coverage.isComplete { return [] }
        var lines = [Self.coverageLine(coverage, elapsedSeconds: elapsedSeconds)]
        for gap in coverage.gaps.prefix(Limits.reportGapsMax) {
            let offset = gap.sourceOffset.map { " at byte \($0)" } ?? ""
            let reason = Sanitizer.visible(gap.reason)
            lines.append("not scanned: \(Self.sourceName(gap.source))\(offset): \(reason)")
        }
        let unnamed = UInt64(max(0, coverage.gaps.count - Limits.reportGapsMax)) + coverage.gapsOmitted
        if unnamed > 0 { lines.append("not scanned: \(Figures.grouped(unnamed)) more") }
        if coverage.regexLimitHits > 0 {
            let candidates = Figures.counted(coverage.regexLimitHits, "candidate")
            lines.append("not judged: \(candidates), given up at a limit of an expression")
        }
        if coverage.malformedRecords > 0, !options.isQuiet {
            let records = Figures.counted(coverage.malformedRecords, "malformed record")
            lines.append("note: \(records): scanned, but the places in them may be wrong")
        }
        return lines
    }

    /// `scanned 100 % of 31.0 MB decoded from 12.4 MB, 0 skipped, 1.31 GB/s`
    public static func coverageLine(_ coverage: Coverage, elapsedSeconds: Double?) -> String {
        let share = Figures.scannedShare(coverage)
        let decoded = Figures.byteSize(coverage.bytesDecoded)
        let read = Figures.byteSize(coverage.bytesRead)
        let skipped = Figures.grouped(UInt64(coverage.gaps.count) + coverage.gapsOmitted)
        let rate = elapsedSeconds.flatMap { Figures.rate(bytes: coverage.bytesDecoded, seconds: $0) }
        return "scanned \(share) of \(decoded) decoded from \(read), \(skipped) skipped"
            + (rate.map { ", " + $0 } ?? "")
    }

    /// `people affected: about 24 000 (distinct customers.email)`
    static func peopleLine(_ people: PeopleAffected) -> String {
        let place = Sanitizer.visible(people.place.description)
        let what = people.place.kind == .text ? "\(people.rule.id.text) in text" : place
        return "people affected: about \(Figures.grouped(people.count.value)) (distinct \(what))"
    }

    /// A source as people know it, safe to print.
    static func sourceName(_ source: String) -> String {
        source == "-" ? "standard input" : Sanitizer.visible(source)
    }
}

/// How wide the columns of a table are, or that a narrow terminal has no room for columns.
struct TerminalLayout {
    private var severity = 0
    private var rule = 0
    private var place = 0
    private var line = 0
    private var count = 0
    private var distinct = 0
    private var confidence = 0
    private var sample = 0

    /// Columns of the terminal; `nil` is no bound.
    private let columnsMax: Int?

    /// Each alert takes two lines, because the columns do not fit side by side.
    private var isStacked = false

    private static let gap = "  "

    /// Columns below which neither a place nor a sample is cut.
    private static let cutMin = 12

    init(rows: some Sequence<TerminalRow>, options: TerminalReport.Options) {
        columnsMax = options.columnsMax
        for row in [.head] + Array(rows) {
            severity = max(severity, displayColumns(of: row.severity))
            rule = max(rule, displayColumns(of: row.rule))
            place = max(place, displayColumns(of: row.place))
            line = max(line, displayColumns(of: row.line))
            count = max(count, displayColumns(of: row.count))
            distinct = max(distinct, displayColumns(of: row.distinct))
            confidence = max(confidence, displayColumns(of: row.confidence))
            sample = max(sample, displayColumns(of: row.sample))
        }
        if let columnsMax { fit(into: columnsMax, isRevealed: options.isRevealed) }
    }

    private mutating func fit(into columnsMax: Int, isRevealed: Bool) {
        let fixed = severity + rule + line + count + distinct + confidence + 7 * Self.gap.count
        // A mask is short and says much: the place gives way first. A revealed value may be long: it gives
        // way to the place.
        let sampleMin = isRevealed ? min(sample, Self.cutMin) : sample
        let placeMin = min(place, Self.cutMin)
        guard fixed + placeMin + sampleMin <= columnsMax else {
            isStacked = true
            return
        }
        place = min(place, columnsMax - fixed - sampleMin)
        sample = min(sample, columnsMax - fixed - place)
    }

    /// The names of the columns; `nil` where there are none.
    var headLine: String? {
        isStacked ? nil : columnsLine(.head)
    }

    /// The line or lines of `row`, which begin with its severity and have no blanks at the end.
    func lines(_ row: TerminalRow) -> [String] {
        isStacked ? stackedLines(row) : [columnsLine(row)]
    }

    private func columnsLine(_ row: TerminalRow) -> String {
        let cells = [
            padded(row.severity, to: severity),
            padded(row.rule, to: rule),
            padded(Sanitizer.visible(row.place, columnsMax: place), to: place),
            rightAligned(row.line, to: line),
            rightAligned(row.count, to: count),
            rightAligned(row.distinct, to: distinct),
            padded(row.confidence, to: confidence),
            Sanitizer.visible(row.sample, columnsMax: sample),
        ]
        var text = cells.joined(separator: Self.gap)
        while text.last == " " { text.removeLast() }
        return text
    }

    private func stackedLines(_ row: TerminalRow) -> [String] {
        let columnsMax = columnsMax ?? Int.max
        let margin = String(repeating: " ", count: severity) + Self.gap
        let first = padded(row.severity, to: severity) + Self.gap + row.rule + Self.gap
        let placeColumns = max(Self.cutMin, columnsMax - displayColumns(of: first))
        let second =
            "\(margin)\(row.count) found, \(row.distinct) distinct, \(row.confidence), line \(row.line)"
        let sampleColumns = max(Self.cutMin, columnsMax - displayColumns(of: second) - Self.gap.count)
        let sample = Sanitizer.visible(row.sample, columnsMax: sampleColumns)
        return [
            first + Sanitizer.visible(row.place, columnsMax: placeColumns),
            sample.isEmpty ? second : second + Self.gap + sample,
        ]
    }
}

internal import Bytes
internal import Findings

extension TerminalReport {
    /// The table of `alerts`, which come worst first.
    ///
    /// With `namesSources`, each source is a group under its name, and the source of the worst alert is
    /// the first. All groups share their columns and one head.
    func tableLines(_ alerts: [Alert], namesSources: Bool) -> [String] {
        var groups = groupedBySource(alerts)
        let omitted = groups.dropFirst(options.sourcesMax)
        groups = Array(groups.prefix(options.sourcesMax))

        let shown = groups.map { $0.prefix(options.rowsPerSourceMax).map(Row.init) }
        let layout = Layout(rows: shown.joined(), options: options)
        var lines = [paint(layout.line(.head), with: .faint)]
        for (group, rows) in zip(groups, shown) {
            if namesSources {
                lines += ["", paint(Self.sourceName(group[0].source), with: .strong)]
            }
            for row in rows { lines.append(line(of: row, layout)) }
            if group.count > rows.count {
                lines.append(more(group.count - rows.count, "more alert(s) here"))
            }
        }
        if !omitted.isEmpty {
            let alertCount = omitted.reduce(0) { $0 + $1.count }
            let sourceCount = Figures.grouped(UInt64(omitted.count))
            lines.append("")
            lines.append(more(alertCount, "more alert(s) in \(sourceCount) more source(s)"))
        }
        return lines
    }

    private func more(_ count: Int, _ what: String) -> String {
        "… \(Figures.grouped(UInt64(count))) \(what): all with --format jsonl"
    }

    /// The alerts of each source in their order; a source stands where its first alert stood.
    private func groupedBySource(_ alerts: [Alert]) -> [[Alert]] {
        var groups: [[Alert]] = []
        // By bytes: `String` calls canonically equal names equal, and these may be two files.
        var groupOfSource: [[UInt8]: Int] = [:]
        for alert in alerts {
            let source = Array(alert.source.utf8)
            if let group = groupOfSource[source] {
                groups[group].append(alert)
            } else {
                groupOfSource[source] = groups.count
                groups.append([alert])
            }
        }
        return groups
    }

    private func line(of row: Row, _ layout: Layout) -> String {
        let text = layout.line(row)
        // The severity is the first column, so its colour ends where its word does.
        let word = text.prefix(row.severity.count)
        return paint(String(word), with: row.style) + text.dropFirst(word.count)
    }

    private func paint(_ text: String, with style: Style) -> String {
        guard options.isColoured, style != .plain else { return text }
        return "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m"
    }
}

/// Colours as the parameters of Select Graphic Rendition (ECMA-48, 8.3.117).
private enum Style: String {
    case plain = ""
    case strong = "1"
    case faint = "2"
    case yellow = "33"
    case red = "31"
    case strongRed = "1;31"
}

/// The cells of one line.
private struct Row {
    var severity: String
    var rule: String
    var place: String
    var line: String
    var count: String
    var distinct: String
    var confidence: String
    var sample: String
    var style: Style

    static let head = Row(
        severity: "severity", rule: "rule", place: "place", line: "first line", count: "count",
        distinct: "distinct", confidence: "confidence", sample: "sample", style: .faint)
}

extension Row {
    init(_ alert: Alert) {
        let severity = alert.rule.severity
        self.init(
            severity: severity >= .high ? severity.name.uppercased() : severity.name,
            rule: alert.rule.id.text,
            place: Sanitizer.visible(alert.place),
            line: Figures.grouped(alert.first.line),
            count: Figures.grouped(alert.count),
            distinct: Figures.distinct(alert.distinct),
            confidence: alert.confidence.name,
            sample: Sanitizer.visible(alert.samples.first?.text ?? ""),
            style: Self.style(of: severity))
    }

    private static func style(of severity: Severity) -> Style {
        switch severity {
        case .critical: .strongRed
        case .high: .red
        case .medium: .yellow
        case .low: .faint
        }
    }
}

/// The columns' widths.
private struct Layout {
    private var severity = 0
    private var rule = 0
    private var place = 0
    private var line = 0
    private var count = 0
    private var distinct = 0
    private var confidence = 0

    /// Columns left for the sample; `nil` is no bound.
    private var sample: Int?

    private static let gap = "  "

    /// Columns below which a place, or a sample, is not cut further to fit a narrow terminal.
    private static let cutMin = 12

    init(rows: some Sequence<Row>, options: TerminalReport.Options) {
        var sample = 0
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
        guard let columnsMax = options.columnsMax else { return }

        // A mask is short and says much; a place gives way first. A revealed value may be long: it gives way
        // to its place, and takes what is left.
        let wanted = options.isRevealed ? min(sample, Self.cutMin) : sample
        let fixed = severity + rule + line + count + distinct + confidence + 7 * Self.gap.count
        place = min(place, max(Self.cutMin, columnsMax - fixed - wanted))
        self.sample = max(Self.cutMin, columnsMax - fixed - place)
    }

    /// The cells of `row` side by side, no blanks at the end.
    func line(_ row: Row) -> String {
        let cells = [
            padded(row.severity, to: severity),
            padded(row.rule, to: rule),
            padded(Sanitizer.visible(row.place, columnsMax: place), to: place),
            rightAligned(row.line, to: line),
            rightAligned(row.count, to: count),
            rightAligned(row.distinct, to: distinct),
            padded(row.confidence, to: confidence),
            sample.map { Sanitizer.visible(row.sample, columnsMax: $0) } ?? row.sample,
        ]
        var text = cells.joined(separator: Self.gap)
        while text.last == " " { text.removeLast() }
        return text
    }
}

internal import Findings

/// The cells of one alert in the terminal's table; safe to print.
struct TerminalRow {
    var severity: String
    var rule: String
    var place: String
    var line: String
    var count: String
    var distinct: String
    var confidence: String
    var sample: String
    var style: TerminalStyle

    static let head = TerminalRow(
        severity: "severity", rule: "rule", place: "place", line: "line", count: "count",
        distinct: "distinct", confidence: "confidence", sample: "sample", style: .faint)
}

extension TerminalRow {
    init(_ alert: Alert) {
        let severity = alert.rule.severity
        self.init(
            severity: severity >= .high ? severity.name.uppercased() : severity.name,
            rule: alert.rule.id.text,
            place: Sanitizer.visible(alert.place.description),
            line: Figures.grouped(alert.first.line),
            count: Self.count(of: alert),
            distinct: Figures.distinct(alert.distinct),
            confidence: alert.confidence.name,
            sample: Sanitizer.visible(alert.samples.first?.text ?? ""),
            style: Self.style(of: severity))
    }

    /// `112 of 80 000 rows`; in text the number of values.
    private static func count(of alert: Alert) -> String {
        guard let rows = alert.rows, let all = alert.rowsOfTable else { return Figures.grouped(alert.count) }
        return "\(Figures.grouped(rows)) of \(Figures.counted(all, "row"))"
    }

    private static func style(of severity: Severity) -> TerminalStyle {
        switch severity {
        case .critical: .strongRed
        case .high: .red
        case .medium: .yellow
        case .low: .faint
        }
    }
}

internal import Findings

extension TerminalReport {
    /// The table of `alerts`, which come worst first.
    ///
    /// With `namesSources`, each source is a group under its name, and the source of the worst alert is
    /// the first. All groups share their columns and one head.
    func tableLines(_ alerts: [Alert], _ people: [PeopleAffected], namesSources: Bool) -> [String] {
        let groups = groupedBySource(alerts)
        let shown = groups.prefix(options.sourcesMax).map { group in
            group.prefix(options.rowsPerSourceMax).map(TerminalRow.init)
        }
        let layout = TerminalLayout(rows: shown.joined(), options: options)
        var lines = layout.headLine.map { [paint($0, with: .faint)] } ?? []
        for (group, rows) in zip(groups, shown) {
            if namesSources {
                if !lines.isEmpty { lines.append("") }
                lines.append(paint(Self.sourceName(group[0].source), with: .strong))
            }
            for row in rows { lines += paintedLines(of: row, layout) }
            if group.count > rows.count {
                lines.append("… \(moreAlerts(group.count - rows.count)) here: all with --format jsonl")
            }
            // The table that tells of the most; others may tell of the same people.
            if let most = people.first(where: { $0.source.utf8.elementsEqual(group[0].source.utf8) }) {
                lines.append(Self.peopleLine(most))
            }
        }
        let omitted = groups.dropFirst(options.sourcesMax)
        if !omitted.isEmpty {
            let alerts = moreAlerts(omitted.reduce(0) { $0 + $1.count })
            let sources = Figures.counted(UInt64(omitted.count), "more source")
            lines += ["", "… \(alerts) in \(sources): all with --format jsonl"]
        }
        return lines
    }

    private func moreAlerts(_ count: Int) -> String {
        Figures.counted(UInt64(count), "more alert")
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

    private func paintedLines(of row: TerminalRow, _ layout: TerminalLayout) -> [String] {
        var lines = layout.lines(row)
        // The severity stands first, so its colour ends where its word does.
        lines[0] = paint(row.severity, with: row.style) + lines[0].dropFirst(row.severity.count)
        return lines
    }

    private func paint(_ text: String, with style: TerminalStyle) -> String {
        guard options.isColoured else { return text }
        return "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m"
    }
}

/// Colours as the parameters of Select Graphic Rendition: ECMA-48, 5th edition, 8.3.117.
enum TerminalStyle: String {
    case strong = "1"
    case faint = "2"
    case red = "31"
    case yellow = "33"
    case strongRed = "1;31"
}

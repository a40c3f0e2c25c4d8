public import Findings

extension TerminalReport {
    /// A data map: every place of every source with the kind of data in it, every line ended by a line feed.
    ///
    /// - Parameter inventory: By source and place.
    public func text(inventory: [InventoryItem], coverage: Coverage, elapsedSeconds: Double?) -> String {
        var lines: [String] = []
        var rest = inventory[...]
        let namesSources =
            coverage.sourcesComplete > 1 || inventory.contains { $0.source != inventory.first?.source }
        while let first = rest.first {
            let items = rest.prefix { $0.source.utf8.elementsEqual(first.source.utf8) }
            rest = rest.dropFirst(items.count)
            if namesSources {
                lines +=
                    lines.isEmpty ? [Self.sourceName(first.source)] : ["", Self.sourceName(first.source)]
            }
            lines += inventoryLines(Array(items))
        }
        let told = coverageLines(coverage, elapsedSeconds: elapsedSeconds)
        if !lines.isEmpty, !told.isEmpty { lines.append("") }
        return (lines + told).map { $0 + "\n" }.joined()
    }

    private func inventoryLines(_ items: [InventoryItem]) -> [String] {
        let rows =
            [["place", "values", "empty", "kind of data"]]
            + items.map { item in
                [
                    Sanitizer.visible(item.place.description),
                    item.values.map { Figures.grouped($0.values) } ?? "",
                    item.values.map { Figures.grouped($0.voids) } ?? "",
                    item.kinds.isEmpty ? "none" : item.kinds.map(Self.kind).joined(separator: ", "),
                ]
            }
        let widths = (0..<3).map { column in rows.map { displayColumns(of: $0[column]) }.max() ?? 0 }
        return rows.map { row in
            [
                padded(row[0], to: widths[0]), rightAligned(row[1], to: widths[1]),
                rightAligned(row[2], to: widths[2]), row[3],
            ].joined(separator: "  ")
        }
    }

    /// `contact.email (112, likely)`
    private static func kind(_ kind: InventoryItem.Kind) -> String {
        "\(kind.rule.id) (\(Figures.grouped(kind.count)), \(kind.confidence.name))"
    }
}

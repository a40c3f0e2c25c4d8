internal import Findings

/// Tells whether a text is one of separated values with a head, and which byte separates them.
///
/// The first line must name at least two columns, each with a name of its own, and the lines behind it must have as
/// many values: all but one in ten.
struct DelimitedSniffer {
    private(set) var format: Delimited?
    private let head: [UInt8]

    init(_ head: [UInt8], isWhole: Bool) {
        self.head = head
        for delimiter: UInt8 in [0x09, 0x2C, 0x3B, 0x7C] {
            let quotes = delimiter == 0x09 ? [false, true] : [true]
            for hasQuotes in quotes.reversed() {
                guard let columns = columns(delimiter, hasQuotes: hasQuotes, isWhole: isWhole) else {
                    continue
                }
                format = Delimited(delimiter: delimiter, hasQuotes: hasQuotes, columns: columns)
                return
            }
        }
    }

    private func columns(_ delimiter: UInt8, hasQuotes: Bool, isWhole: Bool) -> [String]? {
        guard var rows = rows(delimiter, hasQuotes: hasQuotes, isWhole: isWhole) else { return nil }
        // The last may be cut off.
        if !isWhole || head.last != 0x0A, rows.count > 1 { rows.removeLast() }
        guard let names = rows.first, rows.count >= 2 else { return nil }
        let others = rows.dropFirst()
        let odd = others.filter { $0.count != names.count }.count
        guard odd * 10 <= others.count else { return nil }
        if hasQuotes, delimiter == 0x09, !others.contains(where: { $0.contains { $0.isQuoted } }) {
            return nil
        }
        return names.map { Self.shown($0.text) }
    }

    private func areNames(_ names: [Value]) -> Bool {
        guard names.count >= 2 else { return false }
        var seen: Set<[UInt8]> = []
        return names.allSatisfy { name in
            seen.insert(name.text).inserted
                && (Place.isName(Self.plain(name.text).span) || name.isQuoted && isTitle(name.text))
        }
    }

    /// A name with a plain letter for each byte of another one: `Straße` is a name, in whatever encoding.
    private static func plain(_ text: [UInt8]) -> [UInt8] { text.map { $0 < 0x80 ? $0 : 0x78 } }

    /// What is no UTF-8 is Latin-1.
    private static func shown(_ text: [UInt8]) -> String {
        if let text = String(validating: text, as: UTF8.self) { return text }
        return String(
            String.UnicodeScalarView(text.map { Unicode.Scalar($0 >= 0x20 && $0 &- 0x7F > 0x20 ? $0 : 0x3F) })
        )
    }

    /// Whether a name between quotes may stand at the head of a column: it has letters, and what data has not.
    private func isTitle(_ text: [UInt8]) -> Bool {
        text.count <= 64 && !text.contains { $0 < 0x20 || $0 == 0x40 }
            && text.filter { $0 &- 0x30 < 10 }.count <= 4
            && text.contains { ($0 | 0x20) &- 0x61 < 26 || $0 >= 0x80 }
    }

    private struct Value {
        var text: [UInt8] = []
        var isQuoted = false
    }

    /// The rows of the head; `nil` when its quotes do not stand around values, or the first is none of names.
    private func rows(_ delimiter: UInt8, hasQuotes: Bool, isWhole: Bool) -> [[Value]]? {
        var rows: [[Value]] = []
        var row: [Value] = []
        var value = Value()
        var isInQuotes = false
        var at = 0
        while at < head.count {
            let byte = head[at]
            at += 1
            if isInQuotes {
                if byte != 0x22 {
                    value.text.append(byte)
                } else if at < head.count, head[at] == 0x22 {
                    value.text.append(byte)
                    at += 1
                } else {
                    isInQuotes = false
                }
            } else if byte == delimiter || byte == 0x0A {
                row.append(value)
                value = Value()
                if byte == 0x0A {
                    if row.count > 1 || row[0].isQuoted || !row[0].text.isEmpty {
                        if rows.isEmpty, !areNames(row) { return nil }
                        rows.append(row)
                    }
                    row = []
                }
            } else if byte == 0x22, hasQuotes, value.text.isEmpty, !value.isQuoted {
                isInQuotes = true
                value.isQuoted = true
            } else if byte != 0x0D {
                if value.isQuoted { return nil }
                value.text.append(byte)
            }
        }
        if isInQuotes, isWhole { return nil }
        if !row.isEmpty || !value.text.isEmpty { rows.append(row + [value]) }
        return rows
    }
}

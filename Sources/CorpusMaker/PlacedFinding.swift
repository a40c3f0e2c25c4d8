public import Foundation

/// A finding of `seep scan --format jsonl --each --reveal`, with the place that it tells.
public struct PlacedFinding: Equatable, Sendable {
    /// The record of a structured source, as the finding's `seep.record` has it.
    public struct Record: Codable, Equatable, Sendable {
        public var kind: String
        public var table: String?
        public var column: String?
        public var path: String?
        public var row: Int?
        public var document: Int?

        public init(
            kind: String, table: String? = nil, column: String? = nil, path: String? = nil, row: Int? = nil,
            document: Int? = nil
        ) {
            self.kind = kind
            self.table = table
            self.column = column
            self.path = path
            self.row = row
            self.document = document
        }

        /// The table without its database or schema, and without quotes.
        ///
        /// A dot inside of quotes is the name's own.
        var tableName: String? {
            guard let table else { return nil }
            for quote: Character in ["\"", "`"] where table.hasSuffix(String(quote)) {
                let body = table.dropLast()
                guard let start = body.lastIndex(of: quote) else { break }
                return String(body[body.index(after: start)...])
            }
            return String(table[(table.lastIndex(of: ".").map(table.index(after:)) ?? table.startIndex)...])
        }
    }

    /// As the scan names the file.
    public var file: String
    public var rule: String
    public var value: String
    public var record: Record?

    /// The scan has an alert for the finding's place, or told no alerts: the rest of its column did not speak against
    /// it.
    public var isAlert: Bool

    public init(file: String, rule: String, value: String, record: Record? = nil, isAlert: Bool = true) {
        self.file = file
        self.rule = rule
        self.value = value
        self.record = record
        self.isAlert = isAlert
    }

    /// The findings among the lines of a scan.
    ///
    /// - Throws: `DecodingError` for a line that is no object of a scan's.
    public static func read(_ lines: Data) throws -> [PlacedFinding] {
        struct Line: Decodable {
            struct Event: Decodable { var dataset: String }
            struct Rule: Decodable { var id: String }
            struct Name: Decodable { var path: String }
            struct Seep: Decodable {
                var samples: [String]?
                var place: String?
                var record: Record?
            }
            var event: Event
            var rule: Rule?
            var file: Name?
            var seep: Seep
        }
        let decoder = JSONDecoder()
        var findings: [(finding: PlacedFinding, place: [String])] = []
        var alerts: Set<[String]> = []
        for text in lines.split(separator: 0x0A) {
            let line = try decoder.decode(Line.self, from: text)
            guard let rule = line.rule, let file = line.file, let place = line.seep.place else { continue }
            let key = [file.path, rule.id, place]
            if line.event.dataset == "seep.alert" { alerts.insert(key) }
            guard line.event.dataset == "seep.finding", let value = line.seep.samples?.first else { continue }
            let finding = PlacedFinding(
                file: file.path, rule: rule.id, value: value, record: line.seep.record)
            findings.append((finding, key))
        }
        return findings.map { finding, place in
            var finding = finding
            finding.isAlert = alerts.isEmpty || alerts.contains(place)
            return finding
        }
    }
}

public import Findings

/// Reports as JSON Lines in Elastic Common Schema; the fields are documented in this module's README.
///
/// Each call appends one whole line, its line feed included, so a buffer that is written between calls never
/// ends within a line.
public struct JSONLinesReport: Sendable {
    /// The version of the objects under `seep`: raised when a field changes its meaning or is taken away.
    public static let schema = 1

    /// The parts of a line that are the same for all lines of a kind.
    private let alertHead: [UInt8]
    private let findingHead: [UInt8]
    private let peopleHead: [UInt8]
    private let placeHead: [UInt8]
    private let coverageHead: [UInt8]
    private let seepHead: [UInt8]

    /// - Parameters:
    ///   - timestamp: `@timestamp` of every line, in the form of RFC 3339. It is given, not taken from a
    ///     clock, so that equal scans can print equal bytes.
    ///   - hasLastingKey: Fingerprints come from a key that is kept, so those of two runs may be compared.
    public init(timestamp: String, hasLastingKey: Bool) {
        alertHead = Self.head(timestamp, kind: "alert", dataset: "seep.alert")
        findingHead = Self.head(timestamp, kind: "alert", dataset: "seep.finding")
        peopleHead = Self.head(timestamp, kind: "metric", dataset: "seep.people")
        placeHead = Self.head(timestamp, kind: "metric", dataset: "seep.place")
        coverageHead = Self.head(timestamp, kind: "metric", dataset: "seep.coverage")
        let key = hasLastingKey ? "file" : "per-run"
        seepHead = Array(#","seep":{"schema":\#(Self.schema),"key":"\#(key)""#.utf8)
    }

    private static func head(_ timestamp: String, kind: String, dataset: String) -> [UInt8] {
        var head = Array(#"{"@timestamp":"#.utf8)
        head.append(jsonString: timestamp)
        head.append(json: #","ecs":{"version":"8.11.0"},"event":{"kind":"\#(kind)","category":["file"]"#)
        head.append(json: #","type":["info"],"module":"seep","dataset":"\#(dataset)""#)
        return head
    }

    /// Appends the line of `alert` to `output`.
    ///
    /// - Parameter id: `event.id`: equal for the same alert, however often it is told; `nil` for none.
    public func append(_ alert: Alert, id: String? = nil, to output: inout [UInt8]) {
        output.append(contentsOf: alertHead)
        appendOrigin(alert.rule, alert.source, id: id, offset: alert.first.streamOffset, to: &output)
        output.append(json: #","message":""#)
        appendMessage(of: alert, to: &output)
        output.append(json: #"","related":{"hash":["#)
        for (index, sample) in alert.samples.enumerated() {
            if index > 0 { output.append(0x2C) }
            output.append(jsonString: sample.fingerprint)
        }
        output.append(json: "]}")
        output.append(contentsOf: seepHead)
        appendPlace(alert.place, record: nil, to: &output)
        appendConfidence(alert.confidence, alert.reasons, to: &output)
        output.append(json: #","count":"#)
        output.append(json: alert.count)
        if let rows = alert.rows {
            output.append(json: #","rows":"#)
            output.append(json: rows)
        }
        if let all = alert.rowsOfTable {
            output.append(json: #","rows_of_table":"#)
            output.append(json: all)
        }
        if let column = alert.column { appendCounts(column, to: &output) }
        if let failed = alert.failedCheck {
            output.append(json: #","failed_check":"#)
            output.append(json: failed)
        }
        output.append(json: #","distinct":{"value":"#)
        output.append(json: alert.distinct.value)
        output.append(json: alert.distinct.isEstimate ? #","estimate":true}"# : #","estimate":false}"#)
        output.append(json: #","first":"#)
        appendPosition(alert.first, to: &output)
        output.append(json: #","last":"#)
        appendPosition(alert.last, to: &output)
        output.append(json: #","samples":["#)
        for (index, sample) in alert.samples.enumerated() {
            if index > 0 { output.append(0x2C) }
            output.append(jsonString: sample.text)
        }
        output.append(json: "]}}\n")
    }

    /// Appends the line of `finding` to `output`.
    ///
    /// - Parameter id: `event.id`: equal for the same finding, however often it is told; `nil` for none.
    /// - Complexity: O(bytes written), no allocation once `output` has the room.
    public func append(_ finding: Finding, id: String? = nil, to output: inout [UInt8]) {
        output.append(contentsOf: findingHead)
        appendOrigin(
            finding.rule, finding.source, id: id, offset: finding.position.streamOffset, to: &output)
        output.append(json: #","message":""#)
        output.append(jsonStringPart: finding.rule.title)
        output.append(json: " in ")
        output.append(jsonStringPart: finding.place.description)
        output.append(json: ", line ")
        output.append(json: finding.position.line)
        output.append(json: #"","related":{"hash":["#)
        output.append(jsonString: finding.sample.fingerprint)
        output.append(json: "]}")
        output.append(contentsOf: seepHead)
        appendPlace(finding.place, record: finding.record, to: &output)
        if let log = finding.log, !log.isEmpty { appendLog(log, to: &output) }
        appendConfidence(finding.confidence, finding.reasons, to: &output)
        output.append(json: #","line":"#)
        output.append(json: finding.position.line)
        output.append(json: #","length":"#)
        output.append(json: UInt64(max(0, finding.length)))
        output.append(json: #","samples":["#)
        output.append(jsonString: finding.sample.text)
        output.append(json: "]}}\n")
    }

    /// Appends the line of the people that a table, an index or a log tells of to `output`.
    public func append(_ people: PeopleAffected, to output: inout [UInt8]) {
        output.append(contentsOf: peopleHead)
        appendOrigin(people.rule, people.source, offset: nil, to: &output)
        output.append(json: #","message":""#)
        output.append(jsonStringPart: TerminalReport.peopleLine(people))
        output.append(json: " of ")
        output.append(jsonStringPart: TerminalReport.sourceName(people.source))
        output.append(json: "\"")
        output.append(contentsOf: seepHead)
        appendPlace(people.place, record: nil, to: &output)
        output.append(json: #","people":{"count":"#)
        output.append(json: people.count.value)
        output.append(json: #","identifier":""#)
        output.append(json: people.identifier.rawValue)
        output.append(json: "\"}}}\n")
    }

    /// Appends the line of a place and the kinds of data in it to `output`.
    public func append(_ item: InventoryItem, to output: inout [UInt8]) {
        output.append(contentsOf: placeHead)
        output.append(0x7D)
        appendFile(item.source, to: &output)
        output.append(json: #","message":""#)
        output.append(jsonStringPart: item.place.description)
        output.append(json: " of ")
        output.append(jsonStringPart: TerminalReport.sourceName(item.source))
        output.append(json: "\"")
        output.append(contentsOf: seepHead)
        appendPlace(item.place, record: nil, to: &output)
        if let values = item.values { appendCounts(values, to: &output) }
        output.append(json: #","kinds":["#)
        for (index, kind) in item.kinds.enumerated() {
            output.append(json: index > 0 ? #",{"rule":"# : #"{"rule":"#)
            output.append(jsonString: kind.rule.id.text)
            output.append(json: #","severity":"#)
            output.append(json: UInt64(kind.rule.severity.ecsNumber))
            output.append(json: #","count":"#)
            output.append(json: kind.count)
            output.append(json: #","confidence":""#)
            output.append(json: kind.confidence.name)
            output.append(json: #""}"#)
        }
        output.append(json: "]}}\n")
    }

    /// Appends the line of `coverage`, the last of a report, to `output`.
    public func append(_ coverage: Coverage, to output: inout [UInt8]) {
        output.append(contentsOf: coverageHead)
        output.append(json: coverage.isComplete ? #","outcome":"success"}"# : #","outcome":"failure"}"#)
        output.append(json: #","message":"#)
        output.append(jsonString: TerminalReport.coverageLine(coverage, elapsedSeconds: nil))
        output.append(contentsOf: seepHead)
        output.append(json: #","coverage":{"complete":"#)
        output.append(json: coverage.isComplete ? "true" : "false")
        output.append(json: #","bytes":{"read":"#)
        output.append(json: coverage.bytesRead)
        output.append(json: #","decoded":"#)
        output.append(json: coverage.bytesDecoded)
        output.append(json: #","scanned":"#)
        output.append(json: coverage.bytesScanned)
        output.append(json: #"},"sources":{"complete":"#)
        output.append(json: UInt64(max(0, coverage.sourcesComplete)))
        output.append(json: #"},"gaps":["#)
        for (index, gap) in coverage.gaps.enumerated() {
            if index > 0 { output.append(0x2C) }
            appendGap(gap, to: &output)
        }
        output.append(json: #"],"gaps_omitted":"#)
        output.append(json: coverage.gapsOmitted)
        output.append(json: #","regex_limit_hits":"#)
        output.append(json: coverage.regexLimitHits)
        output.append(json: #","malformed_records":"#)
        output.append(json: coverage.malformedRecords)
        output.append(json: "}}}\n")
    }
}

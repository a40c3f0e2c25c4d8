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
    private let coverageHead: [UInt8]
    private let seepHead: [UInt8]

    /// - Parameters:
    ///   - timestamp: `@timestamp` of every line, in the form of RFC 3339. It is given, not taken from a
    ///     clock, so that equal scans can print equal bytes.
    ///   - hasLastingKey: Fingerprints come from a key that is kept, so those of two runs may be compared.
    public init(timestamp: String, hasLastingKey: Bool) {
        alertHead = Self.head(timestamp, kind: "alert", dataset: "seep.alert")
        findingHead = Self.head(timestamp, kind: "alert", dataset: "seep.finding")
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
    public func append(_ alert: Alert, to output: inout [UInt8]) {
        output.append(contentsOf: alertHead)
        appendOrigin(alert.rule, alert.source, offset: alert.first.streamOffset, to: &output)
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
        output.append(json: #","rows":"#)
        output.append(json: alert.rows)
        if let all = alert.rowsOfTable {
            output.append(json: #","rows_of_table":"#)
            output.append(json: all)
        }
        if let column = alert.column {
            output.append(json: #","column":{"values":"#)
            output.append(json: column.values)
            output.append(json: #","empty":"#)
            output.append(json: column.voids)
            output.append(0x7D)
        }
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
    /// - Complexity: O(bytes written), no allocation once `output` has the room.
    public func append(_ finding: Finding, to output: inout [UInt8]) {
        output.append(contentsOf: findingHead)
        appendOrigin(finding.rule, finding.source, offset: finding.position.streamOffset, to: &output)
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
        appendConfidence(finding.confidence, finding.reasons, to: &output)
        output.append(json: #","line":"#)
        output.append(json: finding.position.line)
        output.append(json: #","length":"#)
        output.append(json: UInt64(max(0, finding.length)))
        output.append(json: #","samples":["#)
        output.append(jsonString: finding.sample.text)
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

    // MARK: - Parts of a line

    /// Ends the `event` object and adds `rule`, `file` and `log`.
    private func appendOrigin(
        _ rule: RuleIdentity, _ source: String, offset: UInt64, to output: inout [UInt8]
    ) {
        output.append(json: #","severity":"#)
        output.append(json: UInt64(rule.severity.ecsNumber))
        output.append(json: #"},"rule":{"id":"#)
        output.append(jsonString: rule.id.text)
        output.append(json: #","name":"#)
        output.append(jsonString: rule.title)
        output.append(json: #","category":""#)
        // The category is the id up to its dot; asking the id would split the string into characters.
        for byte in rule.id.text.utf8 {
            if byte == 0x2E { break }
            output.append(byte)
        }
        output.append(json: #""}"#)
        if source != "-" {
            output.append(json: #","file":{"path":"#)
            output.append(jsonString: source)
            output.append(0x7D)
        }
        output.append(json: #","log":{"offset":"#)
        output.append(json: offset)
        output.append(0x7D)
    }

    /// `TITLE in PLACE of SOURCE: COUNT found, DISTINCT distinct`, without the quotes.
    private func appendMessage(of alert: Alert, to output: inout [UInt8]) {
        output.append(jsonStringPart: alert.rule.title)
        output.append(json: " in ")
        output.append(jsonStringPart: alert.place.description)
        output.append(json: " of ")
        output.append(jsonStringPart: TerminalReport.sourceName(alert.source))
        output.append(json: ": ")
        output.append(json: alert.count)
        output.append(json: alert.distinct.isEstimate ? " found, about " : " found, ")
        output.append(json: alert.distinct.value)
        output.append(json: " distinct")
    }

    /// Adds the place in words and, of tables and documents, in parts.
    private func appendPlace(_ place: Place, record: RecordPosition?, to output: inout [UInt8]) {
        output.append(json: #","place":"#)
        output.append(jsonString: place.description)
        guard place.kind == .column || place.kind == .json else { return }
        let isColumn = place.kind == .column
        output.append(json: isColumn ? #","record":{"kind":"column""# : #","record":{"kind":"json""#)
        if !place.container.isEmpty {
            output.append(json: isColumn ? #","table":"# : #","index":"#)
            output.append(jsonString: place.container)
        }
        if !place.name.isEmpty {
            output.append(json: isColumn ? #","column":"# : #","path":"#)
            output.append(jsonString: place.name)
        }
        if !place.inner.isEmpty {
            output.append(json: isColumn ? #","path":"# : #","inner":"#)
            output.append(jsonString: place.inner)
        }
        if let record {
            output.append(json: isColumn ? #","row":"# : #","document":"#)
            output.append(json: record.number)
            if !record.keyColumn.isEmpty {
                output.append(json: #","key":"#)
                output.append(jsonString: record.keyColumn)
            }
        }
        output.append(0x7D)
    }

    private func appendConfidence(_ confidence: Confidence, _ reasons: [String], to output: inout [UInt8]) {
        output.append(json: #","confidence":{"level":""#)
        output.append(json: confidence.name)
        output.append(json: #"","reasons":"#)
        output.append(jsonStrings: reasons)
        output.append(0x7D)
    }

    private func appendPosition(_ position: Position, to output: inout [UInt8]) {
        output.append(json: #"{"offset":"#)
        output.append(json: position.streamOffset)
        output.append(json: #","line":"#)
        output.append(json: position.line)
        output.append(0x7D)
    }

    private func appendGap(_ gap: Gap, to output: inout [UInt8]) {
        output.append(0x7B)
        if gap.source != "-" {
            output.append(json: #""path":"#)
            output.append(jsonString: gap.source)
            output.append(0x2C)
        }
        if let offset = gap.sourceOffset {
            output.append(json: #""offset":"#)
            output.append(json: offset)
            output.append(0x2C)
        }
        if let bytes = gap.bytesSkipped {
            output.append(json: #""bytes":"#)
            output.append(json: bytes)
            output.append(0x2C)
        }
        output.append(json: #""reason":"#)
        output.append(jsonString: gap.reason)
        output.append(0x7D)
    }
}

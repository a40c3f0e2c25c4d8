internal import Findings

/// The parts of a line that kinds of lines share.
extension JSONLinesReport {
    /// Ends the `event` object and adds `rule`, `file` and `log`.
    func appendOrigin(
        _ rule: RuleIdentity, _ source: String, offset: UInt64?, to output: inout [UInt8]
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
        appendFile(source, to: &output)
        guard let offset else { return }
        output.append(json: #","log":{"offset":"#)
        output.append(json: offset)
        output.append(0x7D)
    }

    func appendFile(_ source: String, to output: inout [UInt8]) {
        guard source != "-" else { return }
        output.append(json: #","file":{"path":"#)
        output.append(jsonString: source)
        output.append(0x7D)
    }

    func appendCounts(_ counts: ColumnCounts, to output: inout [UInt8]) {
        output.append(json: #","column":{"values":"#)
        output.append(json: counts.values)
        output.append(json: #","empty":"#)
        output.append(json: counts.voids)
        output.append(0x7D)
    }

    /// `TITLE in PLACE of SOURCE: COUNT found, DISTINCT distinct`, without the quotes.
    func appendMessage(of alert: Alert, to output: inout [UInt8]) {
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
    func appendPlace(_ place: Place, record: RecordPosition?, to output: inout [UInt8]) {
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

    func appendConfidence(_ confidence: Confidence, _ reasons: [String], to output: inout [UInt8]) {
        output.append(json: #","confidence":{"level":""#)
        output.append(json: confidence.name)
        output.append(json: #"","reasons":"#)
        output.append(jsonStrings: reasons)
        output.append(0x7D)
    }

    func appendPosition(_ position: Position, to output: inout [UInt8]) {
        output.append(json: #"{"offset":"#)
        output.append(json: position.streamOffset)
        output.append(json: #","line":"#)
        output.append(json: position.line)
        output.append(0x7D)
    }

    func appendGap(_ gap: Gap, to output: inout [UInt8]) {
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

internal import Findings

/// The parts of a line that kinds of lines share.
extension JSONLinesReport {
    /// Ends the `event` object and adds `rule`, `file` and `log`.
    func appendOrigin(
        _ rule: RuleIdentity, _ source: String, id: String? = nil, offset: UInt64?, to output: inout [UInt8]
    ) {
        if let id {
            output.append(json: #","id":"#)
            output.append(jsonString: id)
        }
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
        let names: (container: String, name: String, inner: String, number: String)
        switch place.kind {
        case .text: return
        case .field:
            if place.container.isEmpty, place.inner.isEmpty { return }
            names = ("source", "field", "path", "line")
        case .column: names = ("table", "column", "path", "row")
        case .json: names = ("index", "path", "inner", "document")
        case .query: names = ("statement", "column", "path", "line")
        }
        output.append(json: #","record":{"kind":""#)
        output.append(json: place.kind.rawValue)
        output.append(0x22)
        for (key, text) in [
            (names.container, place.container), (names.name, place.name), (names.inner, place.inner),
        ] where !text.isEmpty {
            output.append(json: #",""#)
            output.append(json: key)
            output.append(json: #"":"#)
            output.append(jsonString: text)
        }
        if place.kind == .query {
            output.append(json: #","fingerprint":""#)
            output.append(json: Self.hex(place.fingerprint))
            output.append(0x22)
        }
        if let record {
            output.append(json: #",""#)
            output.append(json: names.number)
            output.append(json: #"":"#)
            output.append(json: record.number)
            if !record.keyColumn.isEmpty {
                output.append(json: #","key":"#)
                output.append(jsonString: record.keyColumn)
            }
        }
        output.append(0x7D)
    }

    /// Adds what a log says of the entry of a finding.
    func appendLog(_ log: LogFields, to output: inout [UInt8]) {
        output.append(json: #","log":"#)
        var separator: UInt8 = 0x7B
        for (key, text) in [("time", log.time), ("user", log.user), ("host", log.host)] where !text.isEmpty {
            output.append(separator)
            output.append(jsonString: key)
            output.append(0x3A)
            output.append(jsonString: text)
            separator = 0x2C
        }
        output.append(0x7D)
    }

    /// Sixteen hex digits.
    private static func hex(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
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

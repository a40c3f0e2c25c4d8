/// Tables of which nothing may be found.
extension TableCorpus {
    /// Identifiers and digests.
    static func builds(_ writer: inout CorpusWriter, rows: Int) -> CorpusTable {
        var table = CorpusTable(
            "builds",
            [
                .plain("id", .key), .trap("request", .text), .trap("etag", .text), .trap("tree", .text),
                .trap("artifact", .text), .trap("commit_sha", .text),
            ])
        for row in 1...rows {
            table.append([
                .number(row), .text(writer.text { $0.putUUID() }), .text(writer.text { $0.putHex(32) }),
                .text(writer.text { $0.putHex(40) }), .text(writer.text { $0.putHex(64) }),
                .text(writer.text { $0.putHex(40) }),
            ])
        }
        return table
    }

    /// Numbers as long as those that mean something; one in ten of the sixteen-digit ones passes the check of
    /// ISO/IEC 7812-1.
    static func shipments(_ writer: inout CorpusWriter, rows: Int) -> CorpusTable {
        var table = CorpusTable(
            "shipments",
            [
                .plain("id", .key), .trap("packed_at", .bigInteger), .trap("sent_at_ms", .bigInteger),
                .trap("order_no", .integer), .trap("parcel_no", .bigInteger), .trap("batch_no", .text),
                .trap("seq", .bigInteger),
            ])
        for row in 1...rows {
            table.append([
                .number(row), .number(1_763_000_000 + writer.numbers.below(9_000_000)),
                .number(1_763_000_000_000 + writer.numbers.below(9_000_000_000)),
                .init(content: .number(writer.numberText(9))), .init(content: .number(writer.numberText(10))),
                .text(writer.numberText(16)), .init(content: .number(writer.numberText(16))),
            ])
        }
        return table
    }

    /// Versions, points of a plane, prices and moments.
    static func releases(_ writer: inout CorpusWriter, rows: Int) -> CorpusTable {
        var table = CorpusTable(
            "releases",
            [
                .plain("id", .key), .trap("version", .text), .trap("x", .double), .trap("y", .double),
                .trap("spot", .text), .trap("price", .money), .trap("changed_at", .moment),
            ])
        for row in 1...rows {
            let parts = (0..<3).map { _ in String(writer.numbers.below(90)) }
            let version = "10." + parts.joined(separator: ".")
            let x = writer.text { $0.putHundredths(0, 180) }
            let y = "-" + writer.text { $0.putHundredths(0, 90) }
            table.append([
                .number(row), .text(version), .init(content: .number(x)), .init(content: .number(y)),
                .text("(\(x),\(y))"), .init(content: .number(writer.text { $0.putHundredths(1, 2_000) })),
                .text(writer.momentText()),
            ])
        }
        return table
    }
}

/// Tables whose form is what a reader of dumps may stumble over.
extension TableCorpus {
    /// JSON with values at two depths, and a note full of escapes.
    static func auditLog(_ writer: inout CorpusWriter, rows: Int) -> CorpusTable {
        var table = CorpusTable(
            "audit_log", [.plain("id", .key), .trap("created_at", .moment), .plain("payload", .document)])
        let notes = [
            #"it's \"quoted\" \\ back"#, #"a\tb\nc\r\n"#, "plain", #"\u00fc;--/*"#, "'),(", #"{\"a\":[1]}"#,
        ]
        for row in 1...rows {
            let email = writer.text { $0.putEmail() }
            let addresses = (0..<writer.numbers.below(3)).map { _ in writer.text { $0.putMAC() } }
            let list = addresses.enumerated().map { "{\"slot\":\($0),\"mac\":\"\($1)\"}" }
            let payload =
                "{\"user\":{\"email\":\"\(email)\",\"id\":\(row)},\"devices\":[\(list.joined(separator: ","))],"
                + "\"note\":\"\(writer.numbers.pick(notes))\"}"
            var cell = CorpusTable.Cell.text(payload)
            cell.plants = [.init(rule: "contact.email", value: email, path: "user.email", isNamed: false)]
            cell.plants += addresses.map {
                .init(rule: "device.mac", value: $0, path: "devices[].mac", isNamed: false)
            }
            table.append([
                .number(row), .text(writer.momentText()), writer.numbers.below(20) == 0 ? .null : cell,
            ])
        }
        return table
    }

    /// Names that need quotes: a space, capitals, a reserved word, a comma.
    static func orderItems(_ writer: inout CorpusWriter, rows: Int) -> CorpusTable {
        var table = CorpusTable(
            "Order Items",
            [
                .plain("select", .key), .trap("price (EUR)", .money), .plain("E-Mail", .text),
                .plain("weird,name", .text), .plain("say \"hi\"", .text),
            ])
        for row in 1...rows {
            table.append([
                .number(row * 10), .init(content: .number(writer.text { $0.putHundredths(1, 900) })),
                .planted("contact.email", writer.text { $0.putEmail() }),
                .planted("contact.phone", writer.text { $0.putPhone() }),
                .planted("device.mac", writer.text { $0.putMAC() }),
            ])
        }
        return table
    }

    /// Bytes of every kind before a column with a value.
    static func attachments(_ writer: inout CorpusWriter, rows: Int) -> CorpusTable {
        var table = CorpusTable(
            "attachments",
            [
                .plain("id", .key), .trap("file_name", .text), .trap("content", .binary),
                .plain("email", .text),
            ])
        let marks = Array("'\"\\\n\r\t\0\u{1A}`,();%_".utf8)
        for row in 1...rows {
            var content: [UInt8] = []
            for _ in 0..<(8 + writer.numbers.below(120)) {
                let isMark = writer.numbers.below(3) == 0
                content.append(
                    isMark ? writer.numbers.pick(marks) : UInt8(truncatingIfNeeded: writer.numbers.next()))
            }
            table.append([
                .number(row), .text("scan_\(row).png"), .init(content: .binary(content)),
                .planted("contact.email", writer.text { $0.putEmail() }),
            ])
        }
        return table
    }

    /// Nearly all NULL.
    static func contacts(_ writer: inout CorpusWriter, rows: Int) -> CorpusTable {
        var table = CorpusTable(
            "sparse_contacts",
            [
                .plain("id", .key), .trap("c1", .text), .plain("email", .text), .trap("c2", .integer),
                .trap("c3", .longText), .plain("phone", .text), .trap("c4", .moment), .trap("c5", .double),
            ])
        for row in 1...rows {
            let hasEmail = writer.numbers.below(5) == 0
            let hasPhone = writer.numbers.below(5) == 0
            table.append([
                .number(row), .text(""),
                hasEmail ? .planted("contact.email", writer.text { $0.putEmail() }) : .null, .null, .null,
                hasPhone ? .planted("contact.phone", writer.text { $0.putPhone() }) : .null, .null, .null,
            ])
        }
        return table
    }

    /// Arrays, which PostgreSQL alone has.
    static func mailingLists(_ writer: inout CorpusWriter, rows: Int) -> CorpusTable {
        var table = CorpusTable(
            "mailing_lists",
            [
                .plain("id", .key), .trap("title", .text), .plain("members", .texts),
                .plain("phones", .texts), .plain("owner_email", .text),
            ])
        table.dialects = [.pg]
        for row in 1...rows {
            let members = (0..<writer.numbers.below(4)).map { _ in writer.text { $0.putEmail() } }
            let phones = (0..<writer.numbers.below(3)).map { _ in writer.text { $0.putPhone() } }
            table.append([
                .number(row), .text("list {\(row)}, \"weekly\""),
                list(members, rule: "contact.email", more: ["all, \"quoted\" \\ {x}", "NULL", ""]),
                writer.numbers.below(4) == 0 ? .null : list(phones, rule: "contact.phone", more: []),
                .planted("contact.email", writer.text { $0.putEmail() }),
            ])
        }
        return table
    }

    private static func list(_ values: [String], rule: String, more: [String]) -> CorpusTable.Cell {
        .init(
            content: .texts(values + more),
            plants: values.map { .init(rule: rule, value: $0, path: "", isNamed: false) })
    }
}

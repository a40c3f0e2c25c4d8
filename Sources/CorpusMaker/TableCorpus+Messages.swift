/// Free text with everything that means something to SQL, COPY, CSV and the shells of the databases.
extension TableCorpus {
    private static let pieces = [
        "it's", "O'Brien said \"no\"", "C:\\temp\\new\\", "tab\there", "line one\nline two",
        "carriage\r\nreturn",
        "-- not a comment", "/* nor this */", "/*!40101 nor that */", "$$ body $$", "$tag$ x $tag$",
        "(see above); then", "');", "','", "),(", "\\N", "\n\\.\n", "NULL", "ünïcödé 🐶 雪", "100% _wild_",
        "a;b",
        "{not json}",
        "E'\\x41'", "\nINSERT INTO customers VALUES (1,'2');\n",
        "\nCOPY public.returns (id, email, reason) FROM stdin;\n1\tx\ty\n", "\nDELIMITER ;;\n", "trailing \\",
        "\u{1A}", "\u{8}\u{B}\u{C}", "\"\"", "''", "`tick`", "a,b,\"c\"", "<b>&amp; more</b>", "]]>",
        "x=1&y=2",
        "\n\n", "#hash", "\u{2028}", "thanks", "please call back", "the scale is broken",
    ]
    /// What stands right before and behind a value.
    private static let frames = [
        (" ", " "), ("\n", "\n"), ("\t", "\t"), ("\"", "\""), ("'", "'"), ("(", ")"), ("mail: ", ";"),
        ("\r\n", "\r\n"), (" <", ">"), ("\\ ", " \\"), ("", ""),
    ]

    static func messages(_ writer: inout CorpusWriter, rows: Int) -> CorpusTable {
        var table = CorpusTable(
            "support_messages",
            [.plain("id", .key), .trap("customer_id", .integer), .plain("body", .longText)])
        for row in 1...(rows * 2) {
            var parts = (0..<(2 + writer.numbers.below(6))).map { _ in writer.numbers.pick(pieces) }
            guard writer.numbers.below(20) == 0 else {
                let body = parts.joined(separator: " ")
                table.append([.number(row), .number(row / 2 * 3 + 3), row % 37 == 0 ? .null : .text(body)])
                continue
            }
            let isEmail = writer.numbers.below(2) == 0
            let value = writer.text { if isEmail { $0.putEmail() } else { $0.putPhone() } }
            let frame = writer.numbers.pick(frames)
            let place = writer.numbers.below(parts.count + 1)
            parts.insert(frame.0 + value + frame.1, at: place)
            var cell = CorpusTable.Cell.text(parts.joined(separator: " "))
            cell.plants = [
                .init(
                    rule: isEmail ? "contact.email" : "contact.phone", value: value, path: "", isNamed: false)
            ]
            table.append([.number(row), .number(row / 2 * 3 + 3), cell])
        }
        return table
    }
}

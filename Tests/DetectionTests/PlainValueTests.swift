import CorpusMaker
import Testing

@testable import Detection

/// The values that the kernel reads, against the reader of all forms.
@Suite struct PlainValueTests {
    private static let pieces = [
        "\"", "\"", "\"", ":", "\\", "%", "&", "'", " ", "  ", "\t", "\n", "\r", ",", "}", "]", ")", "<", ";",
        "/", "=", ">", "#",
        "$", "a", "175.7", "true", "Harrowgate 815", "uWAh5KCjY5iYmi4uWUM8uWAh5KCjY5iYmi4uWUM8", "é", "{",
        "[", "\u{0}", "\u{1F}",
        "!", "(", "*", "\u{7F}",
    ].map { Array($0.utf8) }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `the kernel reads a value as the reader of all forms does`(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        var read = 0
        for _ in 0..<4000 {
            var text = Array("{\"name\"".utf8)
            let separator = text.count
            text.append(0x3A)
            if numbers.next() % 2 == 0 { text.append(0x22) }
            for _ in 0...numbers.next() % 6 {
                text += Self.pieces[Int(numbers.next() % UInt64(Self.pieces.count))]
            }
            if numbers.next() % 2 == 0 { text += Array("\",\"next\":1}".utf8) }
            // What stands behind the ceiling must not count.
            let ceiling = text.count - Int(numbers.next() % 8 == 0 ? numbers.next() % 9 : 0)
            guard ceiling > separator,
                let plain = plainValue(text.span, separator: separator, ceiling: ceiling)
            else {
                continue
            }
            read += 1
            let value = readFieldValue(
                text.span, separator: separator, ceiling: ceiling, name: 2..<6, nameIsQuoted: true)
            #expect(value?.range == plain.range, "\(text), seed \(seed)")
            #expect(value?.form == plain.form, "\(text), seed \(seed)")
            #expect(value?.mayHaveEscape == plain.mayHaveEscape, "\(text), seed \(seed)")
        }
        #expect(read > 400)
    }

    @Test(arguments: [
        ("\"Priya Attic\",", "Priya Attic"), (" \"Priya Attic\"}", "Priya Attic"), ("175.7,", "175.7"),
        (" 22.4}", "22.4"),
        ("\"an address of more than sixteen bytes\"", "an address of more than sixteen bytes"),
    ])
    func `the kernel reads what most members have`(text: String, value: String) {
        let bytes = Array(("\"name\":" + text).utf8)
        let plain = plainValue(bytes.span, separator: 6, ceiling: bytes.count)
        #expect(plain.map { String(decoding: bytes[$0.range], as: UTF8.self) } == value)
    }
}

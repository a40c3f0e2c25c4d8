internal import Bytes

/// A field of a journal's entry: `MESSAGE=text`, or `MESSAGE`, the length in eight bytes and a text of several lines.
///
/// Source: systemd, "Journal Export Formats".
enum JournalField {
    /// The field in which a value stands.
    ///
    /// - Parameter line: The value's line, up to the value.
    /// - Returns: The field's name, and where the field's text begins.
    static func start(_ bytes: Span<UInt8>, _ line: Range<Int>) -> (name: String, value: Int)? {
        var start = line.lowerBound
        repeat {
            let nameEnd = nameEnd(bytes, start..<line.upperBound)
            if nameEnd > start, nameEnd < line.upperBound {
                switch bytes[nameEnd] {
                case 0x3D: return (name(bytes, start..<nameEnd), nameEnd + 1)
                case 0x0A where nameEnd + 9 <= line.upperBound && hasLength(bytes, nameEnd + 1):
                    return (name(bytes, start..<nameEnd), nameEnd + 9)
                default: break
                }
            }
            guard let before = EntryLines.start(before: start, bytes, reaching: line.upperBound) else {
                return nil
            }
            start = before
        } while true
    }

    /// Whether a length of less than 16 MB stands there.
    private static func hasLength(_ bytes: Span<UInt8>, _ at: Int) -> Bool {
        (at + 3..<at + 8).allSatisfy { bytes[$0] == 0 }
    }

    /// Names have capitals, digits and underscores.
    private static func nameEnd(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        range.prefix(Limits.fieldNameBytesMax + 1).first {
            let byte = bytes[$0]
            return byte &- 0x41 >= 26 && byte &- 0x30 >= 10 && byte != 0x5F
        } ?? range.upperBound
    }

    private static func name(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        LogHead.program(range.map { bytes[$0] }[...])
    }
}

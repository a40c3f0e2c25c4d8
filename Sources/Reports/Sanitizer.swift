public import Bytes

/// Makes text from the input safe to print: file names, places and revealed values.
///
/// What a terminal would obey, reorder or hide is shown as a visible escape: ASCII controls and bytes that
/// are no UTF-8 as `\x1b` (`\n`, `\r` and `\t` by their letters), any other hidden code point as `\u{202e}`.
/// The result is for reading, not for parsing: a backslash stays a backslash.
public enum Sanitizer {
    /// - Parameter columnsMax: Columns of the result; a longer text ends with `…` in the last of them.
    public static func visible(_ text: String, columnsMax: Int = Limits.reportTextColumnsMax) -> String {
        var text = text
        // Only a bridged string is not contiguous, and Linux has none; then this is a check.
        text.makeContiguousUTF8()
        return visible(text.utf8.span, columnsMax: columnsMax)
    }

    /// - Parameters:
    ///   - bytes: Text in UTF-8, valid or not; borrowed for the call.
    ///   - columnsMax: Columns of the result; a longer text ends with `…` in the last of them.
    public static func visible(
        _ bytes: Span<UInt8>, columnsMax: Int = Limits.reportTextColumnsMax
    ) -> String {
        var result = ""
        var columns = 0
        // Bytes of the result to keep before `…`, should the text turn out too long.
        var kept = 0
        var offset = 0
        while offset < bytes.count {
            let piece: String
            let width: Int
            if let (scalar, length) = decodeScalar(in: bytes, at: offset) {
                offset += length
                piece = isHidden(scalar) ? escape(scalar) : String(scalar)
                width = isHidden(scalar) ? piece.utf8.count : displayColumns(of: scalar)
            } else {
                piece = escapeByte(bytes[offset])
                offset += 1
                width = piece.utf8.count
            }
            if columns < columnsMax { kept = result.utf8.count }
            guard columns + width <= columnsMax else {
                return String(decoding: result.utf8.prefix(kept), as: UTF8.self) + (columnsMax > 0 ? "…" : "")
            }
            result += piece
            columns += width
        }
        return result
    }

    /// Whether a terminal would obey `scalar`, or show nothing for it, or let it reorder its neighbours.
    ///
    /// The list is fixed, so that output does not change with the Unicode tables of a Swift release: C0, DEL
    /// and C1 controls, line and paragraph separators, every bidirectional control (UAX #9), every default
    /// ignorable code point (Unicode 15, DerivedCoreProperties) and the noncharacters.
    static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E: false
        case 0x00...0x1F, 0x7F...0x9F: true
        case 0xAD, 0x034F, 0x061C, 0x115F...0x1160, 0x17B4...0x17B5, 0x180B...0x180F: true
        case 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F: true
        case 0x3164, 0xFE00...0xFE0F, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB: true
        case 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0xE0000...0xE0FFF: true
        case 0xFDD0...0xFDEF: true
        default: scalar.value & 0xFFFE == 0xFFFE
        }
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        default:
            guard scalar.value >= 0x80 else { return escapeByte(UInt8(scalar.value)) }
            return "\\u{" + String(scalar.value, radix: 16) + "}"
        }
    }

    private static func escapeByte(_ byte: UInt8) -> String {
        (byte < 0x10 ? "\\x0" : "\\x") + String(byte, radix: 16)
    }
}

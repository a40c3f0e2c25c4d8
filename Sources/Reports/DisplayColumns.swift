/// The columns that a terminal gives `text`.
func displayColumns(of text: String) -> Int {
    var columns = 0
    for scalar in text.unicodeScalars { columns += displayColumns(of: scalar) }
    return columns
}

/// The columns that a terminal gives `scalar`: none for combining marks, two for wide characters.
///
/// The wide ranges are the blocks that Unicode 15.0 (EastAsianWidth) has as W or F, rounded to whole blocks.
func displayColumns(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x20..<0x300: return 1
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F: return 2
    case 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6: return 2
    case 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x1FA70...0x1FAFF: return 2
    case 0x20000...0x3FFFD: return 2
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: return 1
    }
}

/// `text` and as many spaces as fill `columns`.
func padded(_ text: String, to columns: Int) -> String {
    text + String(repeating: " ", count: max(0, columns - displayColumns(of: text)))
}

/// `text` after as many spaces as fill `columns`.
func rightAligned(_ text: String, to columns: Int) -> String {
    String(repeating: " ", count: max(0, columns - displayColumns(of: text))) + text
}

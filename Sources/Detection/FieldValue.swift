private import Bytes
private import CByteScan

/// A field's value as it stands in the bytes.
struct FieldValue {
    /// Without quotes and outer spaces; may still hold escapes.
    var range: Range<Int>
    var form: Form

    /// One of the bytes that begin an escape stands inside.
    var mayHaveEscape: Bool

    enum Form {
        /// Between quotes: nothing inside ends it.
        case quoted

        /// After `=`, or a number in JSON: one word.
        case bare

        /// After `: ` without quotes: up to the end of the line, or a comma; words may be cut off.
        case line

        /// Between tags.
        case element
    }
}

/// Finds the value that follows the separator at `separator`.
///
/// - Parameter ceiling: The value ends before it.
/// - Returns: `nil` where there is no such value.
func readFieldValue(
    _ bytes: Span<UInt8>, separator: Int, ceiling: Int, name: Range<Int>, nameIsQuoted: Bool
) -> FieldValue? {
    let kind = bytes[separator]
    var at = separator + 1
    guard at < ceiling else { return nil }
    if kind == 0x3E { return readElement(bytes, from: at, ceiling: ceiling, name: name) }
    let next = bytes[at]
    if kind == 0x3D {
        if next == 0x3D { return nil }
        // Ruby's `:key => value`.
        if next == 0x3E { at += 1 }
    } else if next == 0x3A || next == 0x2F {
        // `::` joins names, `://` begins an address.
        return nil
    }
    let beforeSpaces = at
    while at < ceiling, bytes[at] == 0x20 || bytes[at] == 0x09 { at += 1 }
    guard at < ceiling else { return nil }
    // Ruby's and Java's key=value has no space; without one a colon joins a word: `user:name`.
    let hasSpace = at > beforeSpaces
    var depth = 0
    var quoteAt = at
    while quoteAt < ceiling, depth < 3, bytes[quoteAt] == 0x5C {
        quoteAt += 1
        depth += 1
    }
    if quoteAt < ceiling, bytes[quoteAt] == 0x22 || bytes[quoteAt] == 0x27 {
        return readQuoted(bytes, from: quoteAt + 1, ceiling: ceiling, quote: bytes[quoteAt], depth: depth)
    }
    if kind == 0x3A, !nameIsQuoted { return readLine(bytes, from: at, ceiling: ceiling, hasSpace: hasSpace) }
    return readWord(bytes, from: at, ceiling: ceiling)
}

/// The value behind the colon of a quoted name, as far as the kernel reads it; `nil` where `readFieldValue` must.
@inline(__always)
func plainValue(_ bytes: Span<UInt8>, separator: Int, ceiling: Int) -> FieldValue? {
    // Sound: the kernel reads the bytes behind the separator, up to their end, during the call only.
    let value = unsafe bytes.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return seep_range() }
        return unsafe seep_plain_value(base, separator, ceiling, buffer.count)
    }
    guard value.start > 0 else { return nil }
    let range = Int(value.start)..<Int(value.end)
    let isQuoted = bytes[range.lowerBound - 1] == 0x22
    return FieldValue(range: range, form: isQuoted ? .quoted : .bare, mayHaveEscape: false)
}

/// A value up to the quote that closes it: the same quote behind as many backslashes.
private func readQuoted(_ bytes: Span<UInt8>, from: Int, ceiling: Int, quote: UInt8, depth: Int)
    -> FieldValue?
{
    var at = from
    var backslashes = 0
    var mayHaveEscape = false
    while at < ceiling {
        if backslashes == 0 {
            at = runEnd(bytes, at..<ceiling, of: plainInQuotes)
            if at == ceiling { return nil }
        }
        let byte = bytes[at]
        if byte == 0x25 || byte == 0x26 { mayHaveEscape = true }
        if byte == 0x5C {
            mayHaveEscape = true
            backslashes += 1
        } else {
            // A doubled quote is one quote in SQL and CSV; in JSON an odd backslash escapes it.
            let closes = depth == 0 ? backslashes & 1 == 0 : backslashes <= depth
            if byte == quote, closes {
                return FieldValue(
                    range: trimmed(bytes, from..<(at - (depth == 0 ? 0 : backslashes))), form: .quoted,
                    mayHaveEscape: mayHaveEscape)
            }
            if byte == 0x0A { return nil }
            backslashes = 0
        }
        at += 1
    }
    return nil
}

private func readWord(_ bytes: Span<UInt8>, from: Int, ceiling: Int) -> FieldValue? {
    let at = runEnd(bytes, from..<ceiling, of: plainInWord)
    return at > from
        ? FieldValue(
            range: from..<at, form: .bare, mayHaveEscape: hasEscape(bytes, from..<at)) : nil
}

private func readLine(_ bytes: Span<UInt8>, from: Int, ceiling: Int, hasSpace: Bool) -> FieldValue? {
    guard hasSpace else { return readWord(bytes, from: from, ceiling: ceiling) }
    let at = runEnd(bytes, from..<ceiling, of: plainInLine)
    let range = trimmed(bytes, from..<at)
    return range.isEmpty
        ? nil
        : FieldValue(
            range: range, form: .line, mayHaveEscape: hasEscape(bytes, range))
}

private func readElement(_ bytes: Span<UInt8>, from: Int, ceiling: Int, name: Range<Int>) -> FieldValue? {
    guard name.lowerBound > 0 else { return nil }
    let before = bytes[name.lowerBound - 1]
    // `<name>` or `<ns:name>`.
    guard before == 0x3C || before == 0x3A else { return nil }
    var at = from
    while at < ceiling, bytes[at] != 0x3C { at += 1 }
    guard at < ceiling else { return nil }
    let range = trimmed(bytes, from..<at)
    return range.isEmpty
        ? nil
        : FieldValue(
            range: range, form: .element, mayHaveEscape: hasEscape(bytes, range))
}

private func trimmed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    var end = range.upperBound
    while start < end, bytes[start] <= 0x20 { start += 1 }
    while end > start, bytes[end - 1] <= 0x20 { end -= 1 }
    return start..<end
}

private func hasEscape(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    runEnd(bytes, range, of: plainOutsideEscapes) < range.upperBound
}

/// What neither ends a quoted value nor may begin an escape in it.
private let plainInQuotes = ByteSet(allBut: "\"'\\\n%&".utf8).kernelSet

/// What does not end a word.
private let plainInWord = ByteSet(allBut: Array(0...0x20) + "\"&'),;<]}".utf8).kernelSet

/// What does not end a line's value.
private let plainInLine = ByteSet(allBut: Array(0...0x1F) + "\",;<]|}".utf8).kernelSet

/// What begins no escape.
private let plainOutsideEscapes = ByteSet(allBut: "\\%&".utf8).kernelSet

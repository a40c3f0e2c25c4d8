private import Bytes

/// The names of the fields in which patterns match.
extension Detector {
    /// The name of the field whose value begins at `start`: empty where there is none.
    @inline(__always)
    func fieldName(before start: Int, _ bytes: Span<UInt8>) -> Range<Int> {
        // Only behind one of these a name can end: behind the quote of a value that a comma precedes there is none.
        guard start > 1 else { return start..<start }
        var before = bytes[start - 1]
        if before == 0x22 || before == 0x27 || before == 0x3C { before = bytes[start - 2] }
        switch before {
        case 0x20, 0x22, 0x27, 0x3A, 0x3D, 0x5C: return readFieldName(before: start, bytes)
        default: return start..<start
        }
    }

    private func readFieldName(before start: Int, _ bytes: Span<UInt8>) -> Range<Int> {
        let floor = max(0, start - Limits.fieldNameBytesMax - 8)
        var at = start
        var wasQuoted = false
        if at > floor, bytes[at - 1] == 0x22 || bytes[at - 1] == 0x27 {
            wasQuoted = true
            at -= 1
            while at > floor, bytes[at - 1] == 0x5C { at -= 1 }
        } else if at - 1 > floor, bytes[at - 1] == 0x3C, bytes[at - 2] == 0x3D {
            // `to=<ada@…>`, as mail servers write it.
            at -= 1
        }
        while at > floor, bytes[at - 1] == 0x20 { at -= 1 }
        guard at > floor, bytes[at - 1] == 0x3A || bytes[at - 1] == 0x3D else { return start..<start }
        at -= 1
        if at > floor, bytes[at - 1] == 0x20 { at -= 1 }
        if at > floor, bytes[at - 1] == 0x22 || bytes[at - 1] == 0x27 {
            at -= 1
            while at > floor, bytes[at - 1] == 0x5C { at -= 1 }
        } else if !wasQuoted, bytes[at] == 0x3A, start - at == 1 {
            // `word:value` in text names no field.
            return start..<start
        }
        let end = at
        at = runStart(bytes, floor..<at, of: nameBytes)
        return end - at <= Limits.fieldNameBytesMax ? at..<end : start..<start
    }

    /// Whether the last words of a field's name are those of `words`, which has no separators.
    func isName(_ bytes: Span<UInt8>, _ name: Range<Int>, endingIn words: [UInt8]) -> Bool {
        var at = name.upperBound
        var left = words.count
        while left > 0, at > name.lowerBound {
            at -= 1
            let byte = bytes[at]
            if byte == 0x5F || byte == 0x2D || byte == 0x2E { continue }
            guard (byte &- 0x41 < 26 ? byte | 0x20 : byte) == words[left - 1] else { return false }
            left -= 1
        }
        guard left == 0 else { return false }
        if at == name.lowerBound { return true }
        // `fw_version`, `fwVersion`, but not `conversion`.
        return (bytes[at - 1] | 0x20) &- 0x61 >= 26 || bytes[at] &- 0x41 < 26
    }
}

/// What a field's name is made of: letters, digits, `_`, `-` and `.`.
private let nameBytes = ByteSet(bracket: #"0-9A-Za-z_\-."#).kernelSet

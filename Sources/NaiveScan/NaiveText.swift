internal import Rules

/// Whether one of the words stands within reach of a value in its line, and not inside a longer word.
func hasContext(_ context: Rule.Context, around value: Range<Int>, in bytes: [UInt8]) -> Bool {
    let before = max(0, value.lowerBound - context.withinBytes)..<value.lowerBound
    let after = value.upperBound..<min(bytes.count, value.upperBound + context.withinBytes)
    let lineStart = bytes[before].lastIndex(of: 0x0A).map { $0 + 1 } ?? before.lowerBound
    let lineEnd = bytes[after].firstIndex(of: 0x0A) ?? after.upperBound
    let sides = [lineStart..<value.lowerBound, value.upperBound..<lineEnd]
    return context.words.contains { word in
        sides.contains { side in stands(Array(word.utf8), in: bytes, side) }
    }
}

private func stands(_ word: [UInt8], in bytes: [UInt8], _ range: Range<Int>) -> Bool {
    guard !word.isEmpty, range.count >= word.count else { return false }
    for start in range.lowerBound...(range.upperBound - word.count) {
        let end = start + word.count
        guard bytes[start..<end].elementsEqual(word, by: { lowered($0) == $1 }) else { continue }
        if start > 0, isWordByte(bytes[start - 1]) { continue }
        if end < bytes.count, isWordByte(bytes[end]), let last = word.last, isWordByte(last) { continue }
        return true
    }
    return false
}

/// The name of the field whose value begins at `start`; empty where none is written before it.
func fieldName(before start: Int, in bytes: [UInt8]) -> [UInt8] {
    var rest = Array(bytes[max(0, start - 72)..<start])
    func drop(_ byte: UInt8, atMost count: Int = .max) {
        var left = count
        while left > 0, rest.last == byte {
            rest.removeLast()
            left -= 1
        }
    }
    func dropQuote() -> Bool {
        guard let last = rest.last, last == 0x22 || last == 0x27 else { return false }
        rest.removeLast()
        drop(0x5C)
        return true
    }
    let valueIsQuoted = dropQuote()
    let spaced = rest.count
    drop(0x20)
    let hasSpace = rest.count < spaced
    guard let joint = rest.popLast(), joint == 0x3A || joint == 0x3D else { return [] }
    let isJoined = !hasSpace && rest.last != 0x20
    drop(0x20, atMost: 1)
    let nameIsQuoted = dropQuote()
    // `word:value` in running text names no field.
    if joint == 0x3A, !valueIsQuoted, !nameIsQuoted, isJoined { return [] }
    let name = Array(rest.reversed().prefix { isNameByte($0) }.reversed())
    return name.count <= 64 ? name : []
}

/// Whether the last words of a field's name are those of `wanted`.
func isName(_ name: [UInt8], endingIn wanted: FieldName) -> Bool {
    // Each of the name's own last words, from where one begins to the end.
    for start in name.indices {
        let begins =
            start == 0 || !isLetter(name[start - 1]) || name[start] &- 0x41 < 26
        guard begins else { continue }
        let words = name[start...].filter { $0 != 0x5F && $0 != 0x2D && $0 != 0x2E }.map { lowered($0) }
        if words.elementsEqual(wanted.text.utf8) { return true }
    }
    return false
}

private func lowered(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte + 0x20 : byte
}

private func isLetter(_ byte: UInt8) -> Bool {
    lowered(byte) &- 0x61 < 26
}

private func isWordByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || byte >= 0x80
}

private func isNameByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || byte &- 0x30 < 10 || byte == 0x5F || byte == 0x2D || byte == 0x2E
}

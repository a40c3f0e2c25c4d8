/// Reads the head of a line word by word.
struct HeadScanner {
    private let start: Int
    private(set) var rest: ArraySlice<UInt8>

    init(_ line: ArraySlice<UInt8>) {
        start = line.startIndex
        rest = line
    }

    /// Bytes that were read.
    var offset: Int { rest.startIndex - start }

    mutating func take(_ text: StaticString) -> Bool {
        let isThere = text.withUTF8Buffer { unsafe rest.starts(with: $0) }
        if isThere { rest = rest.dropFirst(text.utf8CodeUnitCount) }
        return isThere
    }

    mutating func takeTime() -> ArraySlice<UInt8>? {
        guard let time = LogTime.prefix(of: rest) else { return nil }
        rest = rest[time.endIndex...]
        return time
    }

    /// Reads up to the next blank, and behind it; from a bracket on up to the one that closes it.
    mutating func takeWord() -> ArraySlice<UInt8> {
        let closing: UInt8? = rest.first == 0x5B ? 0x5D : nil
        var end = rest.startIndex
        var isOpen = closing != nil
        while end < rest.endIndex, isOpen || rest[end] != 0x20 {
            if rest[end] == closing { isOpen = false }
            end += 1
        }
        defer { rest = rest[min(end + 1, rest.endIndex)...] }
        return rest[..<end]
    }

    mutating func skip(_ bytes: StaticString) {
        bytes.withUTF8Buffer { skipped in rest = rest.drop { byte in unsafe skipped.contains(byte) } }
    }
}

/// How a format writes the bytes that would end a value.
struct Escaping: Equatable, Sendable {
    /// A backslash takes the next byte's meaning away.
    var backslashes: Bool

    /// A quote that is written twice; 0 for none.
    var doubled: UInt8 = 0

    /// Brackets, quotes and ampersands are written as entities: XML 1.0, section 4.6.
    var entities = false

    static let plain = Escaping(backslashes: false)
    static let json = Escaping(backslashes: true)
    static let xml = Escaping(backslashes: false, entities: true)

    /// A value's text without its escapes; what stands for a control character becomes a space.
    func text(of value: Span<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(value.count)
        _ = append(value, 0..<value.count, isWhole: true, to: &text)
        return text
    }

    /// Appends the text of a part of a value.
    ///
    /// - Parameter isWhole: Nothing comes behind the part; else an escape that may go on there is left.
    /// - Returns: Where what is left begins.
    func append(_ value: Span<UInt8>, _ range: Range<Int>, isWhole: Bool, to text: inout [UInt8]) -> Int {
        var at = range.lowerBound
        while at < range.upperBound {
            var byte = value[at]
            if !isWhole, at + escapeMax(byte) > range.upperBound { return at }
            if byte == 0x5C, backslashes, at + 1 < range.upperBound {
                at += 1
                byte = value[at]
                if byte == 0x6E || byte == 0x74 || byte == 0x72 { byte = 0x20 }
            } else if byte == doubled, at + 1 < range.upperBound, value[at + 1] == byte {
                at += 1
            } else if byte == 0x26, entities,
                let entity = Self.entity(value.extracting(0..<range.upperBound), at: at)
            {
                byte = entity.byte
                at += entity.count - 1
            }
            text.append(byte)
            at += 1
        }
        return at
    }

    /// The most bytes of an escape that begins with a byte; one for what begins none.
    private func escapeMax(_ byte: UInt8) -> Int {
        if byte == 0x26, entities { return 6 }
        return byte == 0x5C && backslashes || byte == doubled ? 2 : 1
    }

    /// One of the five entities that XML knows without a definition.
    private static func entity(_ text: Span<UInt8>, at: Int) -> (byte: UInt8, count: Int)? {
        for (name, byte) in names where at + name.count <= text.count {
            if name.indices.allSatisfy({ text[at + $0] == name[$0] }) { return (byte, name.count) }
        }
        return nil
    }

    private static let names: [(name: [UInt8], byte: UInt8)] = [
        ("&quot;", 0x22), ("&amp;", 0x26), ("&lt;", 0x3C), ("&gt;", 0x3E), ("&apos;", 0x27),
    ].map { (Array($0.0.utf8), $0.1) }
}

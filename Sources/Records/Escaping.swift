/// How a format writes the bytes that would end a value.
struct Escaping: Equatable, Sendable {
    /// A backslash takes the next byte's meaning away.
    var backslashes: Bool

    /// A quote that is written twice; 0 for none.
    var doubled: UInt8 = 0

    /// Brackets, quotes and ampersands are written as entities: XML 1.0, section 4.6.
    var entities = false

    static let json = Escaping(backslashes: true)
    static let xml = Escaping(backslashes: false, entities: true)

    /// A value's text without its escapes; what stands for a control character becomes a space.
    func text(of value: Span<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(value.count)
        var at = 0
        while at < value.count {
            var byte = value[at]
            if byte == 0x5C, backslashes, at + 1 < value.count {
                at += 1
                byte = value[at]
                if byte == 0x6E || byte == 0x74 || byte == 0x72 { byte = 0x20 }
            } else if byte == doubled, at + 1 < value.count, value[at + 1] == byte {
                at += 1
            } else if byte == 0x26, entities, let entity = Self.entity(value, at: at) {
                byte = entity.byte
                at += entity.count - 1
            }
            text.append(byte)
            at += 1
        }
        return text
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

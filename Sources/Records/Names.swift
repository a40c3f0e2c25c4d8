internal import Bytes

/// Names that come from the input, in the form in which places show them.
enum Names {
    /// An identifier of a schema: any text without controls, at most 64 characters.
    static func identifier(_ bytes: some Collection<UInt8>) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        return String(
            text.prefix(Limits.fieldNameBytesMax).map { character in
                character.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F } ? character : "?"
            })
    }

    /// Whether an index of a search engine has such a name: as Elasticsearch allows it, with up to sixteen digits.
    static func isIndexName(_ name: Span<UInt8>) -> Bool {
        guard !name.isEmpty, name.count <= Limits.fieldNameBytesMax else { return false }
        var digits = 0
        for at in name.indices {
            let byte = name[at]
            if byte &- 0x30 < 10 {
                digits += 1
            } else if byte &- 0x61 >= 26, byte != 0x5F, byte != 0x2D, byte != 0x2E {
                return false
            }
        }
        return digits <= 16 && (name[0] &- 0x61 < 26 || name[0] == 0x2E)
    }
}

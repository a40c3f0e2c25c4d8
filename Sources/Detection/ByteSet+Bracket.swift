internal import Bytes

extension ByteSet {
    /// The inside of a bracket expression: single bytes, ranges, `\xHH`, and `\` before a byte that is meant
    /// as such.
    init(bracket: String) {
        self.init()
        let bytes = Array(bracket.utf8)
        var at = 0
        func take() -> UInt8 {
            if bytes[at] == 0x5C, at + 1 < bytes.count { at += 1 }
            if at > 0, bytes[at] == 0x78, bytes[at - 1] == 0x5C, at + 2 < bytes.count,
                let high = hexValue(bytes[at + 1]), let low = hexValue(bytes[at + 2])
            {
                at += 3
                return high << 4 | low
            }
            at += 1
            return bytes[at - 1]
        }
        while at < bytes.count {
            let first = take()
            if at + 1 < bytes.count, bytes[at] == 0x2D {
                at += 1
                let last = take()
                if first <= last { for byte in first...last { insert(byte) } }
            } else {
                insert(first)
            }
        }
    }
}

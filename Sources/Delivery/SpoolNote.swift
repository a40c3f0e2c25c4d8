/// How far a file was delivered: what is torn or damaged is told from what was written.
struct SpoolNote {
    var number: UInt64
    var offset: Int

    static let bytesCount = 24

    init(number: UInt64, offset: Int) {
        self.number = number
        self.offset = offset
    }

    init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.bytesCount else { return nil }
        let words = (0..<3).map { word in
            bytes[word * 8..<word * 8 + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
        guard let offset = Int(exactly: words[1]), words[2] == Self.check(words[0], words[1]) else {
            return nil
        }
        self.init(number: words[0], offset: offset)
    }

    var bytes: [UInt8] {
        let words = [number, UInt64(offset), Self.check(number, UInt64(offset))]
        return words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }
    }

    /// A word in which each bit depends on all of the others' (the finaliser of SplitMix64, twice).
    private static func check(_ number: UInt64, _ offset: UInt64) -> UInt64 {
        mix(mix(number &+ 0x9E37_79B9_7F4A_7C15) ^ offset)
    }

    private static func mix(_ word: UInt64) -> UInt64 {
        var word = word
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
}

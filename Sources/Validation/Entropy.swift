private import Glibc

/// Shannon's entropy of a value's bytes, in bits a byte.
public func shannonEntropy(of value: Span<UInt8>) -> Double {
    guard value.count > 0 else { return 0 }
    var counts = InlineArray<256, UInt16>(repeating: 0)
    var sum = 0.0
    for index in value.indices {
        let count = Int(counts[Int(value[index])])
        counts[Int(value[index])] &+= 1
        sum += count < growth.count ? growth[count] : step(from: Double(count))
    }
    return log2(Double(value.count)) - sum / Double(value.count)
}

/// By how much *n* log *n* grows from a count to the next.
private func step(from count: Double) -> Double {
    (count + 1) * log2(count + 1) - (count == 0 ? 0 : count * log2(count))
}

/// `step` of the counts that values of usual length have, written out: what is computed at run time is asked for its
/// being ready at each use.
private let growth: InlineArray<32, Double> = [
    0.0, 2.0, 2.7548875021634682, 3.2451124978365318, 3.6096404744368105, 3.900134529890126,
    4.141709450076291, 4.348515545596772, 4.529325012980809, 4.689955935892815, 4.834466856136643,
    4.965802203643605, 5.086166327180322, 5.1972525729722605, 5.300390025321327, 5.396641065872217,
    5.486868301255768, 5.571781724705843, 5.651972729466507, 5.72793914231913, 5.800103980606721,
    5.868829731666565, 5.934429379290762, 5.997175027996448, 6.0573047270603695, 6.115027927300275,
    6.170529886745257, 6.22397525919925, 6.2755110410866735, 6.325269009555996, 6.373367753737568,
    6.419914378006865,
]

extension EntropyAlphabet {
    /// Whether a value is as random as one drawn from the alphabet: the floor loses one secret in a hundred.
    ///
    /// The floors are the first percentile of 6 000 draws for each length, less 0.1.
    public func admits(_ value: Span<UInt8>) -> Bool {
        if self == .generic { return isLikelySecret(value) }
        guard value.count >= 8, isWritten(value) else { return false }
        return shannonEntropy(of: value) >= floor(length: value.count)
    }

    private func isWritten(_ value: Span<UInt8>) -> Bool {
        for index in value.indices {
            let byte = value[index]
            let holds =
                switch self {
                case .digits: byte &- 0x30 < 10
                case .hex: hexNibble(byte) != nil
                case .base32: byte &- 0x41 < 26 || byte &- 0x32 < 6
                case .base36: byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
                case .base62: isAlphanumeric(byte)
                case .base64, .generic: byte > 0x20 && byte < 0x7F
                }
            if !holds { return false }
        }
        return true
    }

    private func floor(length: Int) -> Double {
        let lengths = [8, 12, 16, 20, 24, 28, 32, 40, 48, 64] as InlineArray<10, Int>
        let floors = percentiles
        if length >= 64 { return floors[9] - 0.1 }
        var index = 0
        while lengths[index + 1] <= length { index += 1 }
        let share = Double(length - lengths[index]) / Double(lengths[index + 1] - lengths[index])
        return floors[index] + share * (floors[index + 1] - floors[index]) - 0.1
    }

    private var percentiles: InlineArray<10, Double> {
        switch self {
        case .digits: [1.75, 2.05, 2.31, 2.50, 2.62, 2.72, 2.78, 2.90, 2.98, 3.07]
        case .hex: [1.91, 2.36, 2.66, 2.90, 3.04, 3.17, 3.25, 3.41, 3.49, 3.63]
        case .base32: [2.16, 2.75, 3.12, 3.32, 3.54, 3.70, 3.83, 4.03, 4.17, 4.36]
        case .base36: [2.16, 2.75, 3.12, 3.38, 3.61, 3.79, 3.91, 4.11, 4.26, 4.46]
        case .base62: [2.41, 3.02, 3.33, 3.65, 3.86, 4.04, 4.22, 4.47, 4.63, 4.90]
        case .base64, .generic: [2.41, 3.02, 3.38, 3.68, 3.89, 4.07, 4.20, 4.47, 4.65, 4.92]
        }
    }
}

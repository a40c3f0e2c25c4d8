internal import Findings

/// Which of many places are told apart: those with the smallest ranks, whatever the order in which they are met.
///
/// What is above the bound is never among the smallest of the whole, as so many below it were seen already; so what is
/// kept of such a place has counted all of it.
struct SmallestRanks {
    let countMax: Int

    /// A quarter more is kept as long as more may come, so that sorting pays.
    private var crowd: Int { countMax + countMax / 4 }

    /// Ranks up to this one may be among the smallest.
    private(set) var bound = UInt64.max

    init(countMax: Int) { self.countMax = countMax }

    var isBound: Bool { bound < .max }

    /// - Parameters:
    ///   - count: What is kept.
    ///   - isWhole: Nothing comes any more.
    func isCrowded(_ count: Int, isWhole: Bool = false) -> Bool {
        count > crowd || isWhole && (isBound || count > countMax)
    }

    /// Lowers the bound to the last of the smallest ranks.
    mutating func lowerBound(_ ranks: [UInt64]) {
        guard ranks.count > countMax else { return }
        bound = min(bound, ranks.sorted()[countMax - 1])
    }

    /// Another one has seen other places of the same whole.
    mutating func merge(_ other: SmallestRanks) { bound = min(bound, other.bound) }
}

extension Place {
    /// The same in every run; text without structure comes first.
    var rank: UInt64 {
        if self == .text { return 0 }
        var bytes = Array(kind.rawValue.utf8)
        for part in [container, name, inner] {
            bytes.append(0)
            bytes += part.utf8
        }
        let key = HashKey(low: 0x736D_616C_6C65_7374, high: fingerprint ^ 0x7261_6E6B_736F_6620)
        return keyedHash(of: bytes.span, key: key)
    }
}

private import Glibc

/// What the values of a column say of a rule whose check some values pass by chance.
///
/// A column in which one value in ten passes mod 10 holds other numbers; one in which nearly all do holds what the rule
/// looks for, whatever its name.
struct ColumnEvidence {
    /// Values that have the shape and pass, and that have the shape and fail.
    var passed: UInt64
    var missed: UInt64

    /// Different values among those that pass: the same value again proves nothing.
    var distinct: UInt64

    /// The share of values that pass by chance.
    var chanceRate: Double

    enum Verdict {
        /// The values pass far more often than by chance.
        case supports

        /// They pass as often as by chance.
        case contradicts

        /// Neither.
        case open
    }

    /// A verdict needs a probability, that chance alone does this, below the one and above the other.
    private static let supportsBelow = 1e-6
    private static let contradictsAbove = 1e-3

    private var passRate: Double { Double(passed) / Double(max(1, passed + missed)) }

    var verdict: Verdict {
        let chance = chanceOfSoMany
        if passRate >= 0.5, chance < Self.supportsBelow { return .supports }
        if missed > 0, chance > Self.contradictsAbove || passRate < 2 * chanceRate { return .contradicts }
        return .open
    }

    /// Nothing but the check speaks for the values, and it is enough: nine in ten pass, of at least eight different ones.
    var isProof: Bool { verdict == .supports && passRate >= 0.9 && distinct >= 8 }

    /// The probability that by chance at least so many different values pass as have passed: a binomial's upper tail.
    private var chanceOfSoMany: Double {
        guard passed > 0 else { return 1 }
        let hits = Double(min(passed, distinct))
        return Self.upperTail(of: hits, among: (hits / passRate).rounded(), rate: chanceRate)
    }

    /// P(X ≥ hits) for X binomially distributed, by its terms from `hits` on.
    static func upperTail(of hits: Double, among trials: Double, rate: Double) -> Double {
        guard hits > trials * rate else { return 1 }
        var count = hits
        let logarithm =
            lgamma(trials + 1) - lgamma(count + 1) - lgamma(trials - count + 1) + count * log(rate)
            + (trials - count) * log(1 - rate)
        var term = exp(logarithm)
        var sum = term
        while count < trials, term > sum * 1e-12 {
            term *= (trials - count) / (count + 1) * rate / (1 - rate)
            count += 1
            sum += term
        }
        return min(1, sum)
    }
}

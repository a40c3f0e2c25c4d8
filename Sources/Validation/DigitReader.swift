private import CByteScan

/// The digits of a value, with separators left out.
struct Digits {
    /// Eight digits a word, the first in the lowest byte, and zeros behind the last digit; the last word is always zero,
    /// so that eight digits can be taken from anywhere.
    private var words = InlineArray<4, UInt64>(repeating: 0)
    private(set) var count = 0

    /// Reads digits, at most `SEEP_DIGITS_MAX`, skipping spaces, `-`, `.` and `/`, and if asked for `(` and `)`.
    ///
    /// - Returns: `nil` where any other byte stands, or more digits.
    init?(_ value: Span<UInt8>, from start: Int = 0, skipsParentheses: Bool = false) {
        let value = value.extracting(droppingFirst: start)
        // Sound: the value has as many bytes as are told, and the words have 32, which are written in that order on the
        // little-endian systems that this runs on; both are used during the call only.
        let taken = unsafe value.withUnsafeBufferPointer { bytes in
            unsafe withUnsafeMutableBytes(of: &words) { words in
                unsafe seep_take_digits(
                    bytes.baseAddress, bytes.count, skipsParentheses ? 1 : 0,
                    words.assumingMemoryBound(to: UInt8.self).baseAddress)
            }
        }
        guard taken >= 0 else { return nil }
        count = Int(taken)
    }

    @inline(__always)
    subscript(index: Int) -> Int {
        Int(truncatingIfNeeded: words[index >> 3] &>> UInt64(8 * (index & 7)) & 0xFF)
    }

    /// Whether all digits are equal.
    var isRepeated: Bool {
        for index in 0..<count where self[index] != self[0] { return false }
        return true
    }

    /// The number that `range` of the digits writes; at most 18 of them.
    @inline(__always)
    func number(_ range: Range<Int>) -> Int {
        var number = 0
        var start = range.lowerBound
        let head = range.count & 7
        if head > 0 {
            number = decimal(eight(from: start), count: head)
            start += head
        }
        while start < range.upperBound {
            number = number * 100_000_000 + decimal(eight(from: start))
            start += 8
        }
        return number
    }

    /// The sum of the digits, each times its weight.
    func weighted(_ weights: [Int]) -> Int {
        var sum = 0
        for (index, weight) in weights.enumerated() where index < count { sum += self[index] * weight }
        return sum
    }

    /// The sum of all digits, every second one doubled, the last but one first, and what is above nine less nine.
    var luhnSum: Int {
        let doubled: UInt64 = count & 1 == 0 ? 0x00FF_00FF_00FF_00FF : 0xFF00_FF00_FF00_FF00
        var sum: UInt64 = 0
        for index in 0..<3 {
            let twice = (words[index] & doubled) << 1
            // One in each byte that is ten or more.
            let high = (twice &+ 0x7676_7676_7676_7676) >> 7 & 0x0101_0101_0101_0101
            let digits = (words[index] & ~doubled) &+ twice &- high &* 9
            // No byte is above 9, so the topmost sums up all eight.
            sum &+= (digits &* 0x0101_0101_0101_0101) >> 56
        }
        return Int(truncatingIfNeeded: sum)
    }

    /// Eight digits from `index` on, the first in the lowest byte.
    @inline(__always)
    private func eight(from index: Int) -> UInt64 {
        let shift = UInt64(8 * (index & 7))
        return words[index >> 3] &>> shift | (words[index >> 3 + 1] << 1) &<< (63 - shift)
    }
}

/// How many of eight bytes are digits before the first that is none.
@inline(__always)
func digitRun(_ bytes: UInt64) -> Int {
    let values = bytes ^ 0x3030_3030_3030_3030
    // A value of ten or more carries into its byte's top bit.
    let above = (values & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7676_7676_7676_7676 | values
    return (above & 0x8080_8080_8080_8080).trailingZeroBitCount >> 3
}

/// The number that the first digits of eight bytes write.
@inline(__always)
func decimal(_ bytes: UInt64, count: Int) -> Int {
    // Zeros before the digits fill their word.
    count == 0 ? 0 : decimal((bytes & 0x0F0F_0F0F_0F0F_0F0F) &<< UInt64(64 - 8 * count))
}

/// The number that eight digits write, the first in the lowest byte.
@inline(__always)
func decimal(_ digits: UInt64) -> Int {
    Int(truncatingIfNeeded: seep_eight_digits(digits))
}

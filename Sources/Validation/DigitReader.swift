/// The digits of a value, with separators left out.
struct Digits {
    /// At most this many digits are kept; a longer value is no number of any standard here.
    static let countMax = 24

    private var values = InlineArray<24, UInt8>(repeating: 0)
    private(set) var count = 0

    /// Reads digits, skipping spaces, `-`, `.` and `/`, and if asked for `(` and `)`.
    ///
    /// - Returns: `nil` where any other byte stands, or more than `countMax` digits.
    init?(_ value: Span<UInt8>, from start: Int = 0, skipsParentheses: Bool = false) {
        var read = 0
        for index in start..<value.count {
            let digit = value[index] &- 0x30
            if digit < 10 {
                guard read < Self.countMax else { return nil }
                values[read] = digit
                read += 1
                continue
            }
            switch value[index] {
            case 0x20, 0x2D, 0x2E, 0x2F: break
            case 0x28, 0x29: if !skipsParentheses { return nil }
            default: return nil
            }
        }
        count = read
    }

    @inline(__always)
    subscript(index: Int) -> Int { Int(values[index]) }

    /// Whether all digits are equal.
    var isRepeated: Bool {
        for index in 0..<count where values[index] != values[0] { return false }
        return true
    }

    /// The number that `range` of the digits writes; at most 18 of them.
    func number(_ range: Range<Int>) -> Int {
        var number = 0
        for index in range { number = number * 10 + self[index] }
        return number
    }

    /// The sum of the digits, each times its weight.
    func weighted(_ weights: [Int]) -> Int {
        var sum = 0
        for (index, weight) in weights.enumerated() where index < count { sum += self[index] * weight }
        return sum
    }
}

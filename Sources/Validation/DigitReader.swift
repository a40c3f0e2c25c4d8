/// The digits of a value, with separators left out.
struct Digits {
    /// At most this many digits are kept; a longer value is no number of any standard here.
    static let countMax = 24

    private var values = InlineArray<24, UInt8>(repeating: 0)
    private(set) var count = 0

    /// Reads digits, skipping spaces, `-`, `.` and `/`.
    ///
    /// - Returns: `nil` where any other byte stands, or more than `countMax` digits.
    init?(_ value: Span<UInt8>) {
        for index in value.indices {
            let byte = value[index]
            if byte &- 0x30 < 10 {
                guard count < Self.countMax else { return nil }
                values[count] = byte &- 0x30
                count += 1
            } else if byte != 0x20, byte != 0x2D, byte != 0x2E, byte != 0x2F {
                return nil
            }
        }
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

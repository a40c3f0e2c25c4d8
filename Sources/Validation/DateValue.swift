/// Dates of birth and the like: ISO 8601, `D.M.Y`, `D/M/Y`, `M/D/Y`, `YYYYMMDD`, or epoch milliseconds.
///
/// The date must exist and lie between 1900 and `today`; dates that programs put where none is known
/// are placeholders.
public func dateVerdict(_ value: Span<UInt8>, today: CivilDate) -> Verdict {
    guard let date = readDate(value), date.exists, date.year >= 1900, !(today < date) else { return .fails }
    if date.month == 1, date.day == 1, [1900, 1970, 2000].contains(date.year), value.count <= 10 {
        return date.year == 2000 ? .holds : .placeholder
    }
    return .holds
}

func readDate(_ value: Span<UInt8>) -> CivilDate? {
    guard value.count >= 6, value.count <= 35 else { return nil }
    var numbers = InlineArray<3, Int>(repeating: 0)
    var lengths = InlineArray<3, Int>(repeating: 0)
    var part = 0
    var joint: UInt8 = 0
    var index = value[0] == 0x2D ? 1 : 0
    let isNegative = index == 1
    while index < value.count {
        let byte = value[index]
        if byte &- 0x30 < 10 {
            numbers[part] = numbers[part] * 10 + Int(byte &- 0x30)
            lengths[part] += 1
            guard lengths[part] <= 14 else { return nil }
        } else if part < 2, byte == 0x2D || byte == 0x2F || byte == 0x2E, joint == 0 || joint == byte,
            lengths[part] > 0
        {
            joint = byte
            part += 1
        } else if part == 2, lengths[2] > 0, byte == 0x54 || byte == 0x20 || byte == 0x5A {
            break
        } else {
            return nil
        }
        index += 1
    }
    if part == 0 {
        if lengths[0] == 8, !isNegative {
            return CivilDate(year: numbers[0] / 10_000, month: numbers[0] / 100 % 100, day: numbers[0] % 100)
        }
        guard lengths[0] >= 11 || isNegative && lengths[0] >= 9 else { return nil }
        return CivilDate(epochSeconds: (isNegative ? -numbers[0] : numbers[0]) / 1000)
    }
    guard part == 2, !isNegative else { return nil }
    if lengths[0] == 4, lengths[1] <= 2, lengths[2] <= 2 {
        return CivilDate(year: numbers[0], month: numbers[1], day: numbers[2])
    }
    guard lengths[0] <= 2, lengths[1] <= 2, lengths[2] == 4 else { return nil }
    // Dots and dashes put the day first; slashes do so outside of the United States: the one that exists is taken.
    let dayFirst = CivilDate(year: numbers[2], month: numbers[1], day: numbers[0])
    return dayFirst.exists ? dayFirst : CivilDate(year: numbers[2], month: numbers[0], day: numbers[1])
}

/// Payment card numbers: issuer range and length (ISO/IEC 7812 and the networks' public tables), then Luhn.
///
/// The networks' test numbers, and numbers with six equal digits in a row behind the issuer's
/// first six, are placeholders.
public func cardVerdict(_ value: Span<UInt8>) -> Verdict {
    guard let digits = Digits(value), (13...19).contains(digits.count) else { return .fails }
    guard isIssued(digits), luhnHolds(digits) else { return .fails }
    if hasLongRun(digits) || isTestCard(digits) { return .placeholder }
    return .holds
}

/// Whether some network issues numbers of this prefix and length.
private func isIssued(_ digits: Digits) -> Bool {
    let four = digits.number(0..<4)
    let three = four / 10
    let two = four / 100
    let count = digits.count
    switch two {
    case 40...49: return count == 16 || count == 13 || count == 19
    case 51...55: return count == 16
    case 22...27: return count == 16 && (2200...2204 ~= four || 2221...2720 ~= four)
    case 34, 37: return count == 15
    case 30: return (300...305 ~= three || four == 3095) && count <= 19 && count >= 14
    case 35: return 3528...3589 ~= four && count >= 16
    case 36, 38, 39: return count >= 14
    case 60: return count >= 16
    case 62, 81: return count >= 16
    case 64: return 644...649 ~= three && count >= 16
    case 65: return count >= 16
    case 50, 56, 57, 58, 63, 67, 82: return count == 16 || (count > 16 && two != 82)
    case 97: return four == 9792 && count == 16
    default: return false
    }
}

private func hasLongRun(_ digits: Digits) -> Bool {
    // A run of six among eleven digits covers the one in the middle: most numbers end here.
    if digits.count <= 17, digits[11] != digits[10], digits[11] != digits[12] { return false }
    var run = 1
    for index in 7..<digits.count {
        run = digits[index] == digits[index - 1] ? run + 1 : 1
        if run >= 6 { return true }
    }
    return false
}

/// The numbers that card networks and processors publish for tests.
private func isTestCard(_ digits: Digits) -> Bool {
    switch digits.number(0..<min(18, digits.count)) {
    case 4_242_424_242_424_242, 4_111_111_111_111_111, 4_012_888_888_881_881, 4_000_056_655_665_556,
        4_000_002_500_003_155, 4_000_000_000_000_002, 4_222_222_222_222, 4_917_610_000_000_000,
        5_555_555_555_554_444, 5_200_828_282_828_210, 5_105_105_105_105_100, 2_223_003_122_003_222,
        2_222_400_070_000_005, 5_555_341_244_441_115, 378_282_246_310_005, 371_449_635_398_431,
        378_734_493_671_000, 6_011_111_111_111_117, 6_011_000_990_139_424, 30_569_309_025_904,
        38_520_000_023_237, 3_056_930_009_020_004, 36_227_206_271_667, 3_530_111_333_300_000,
        3_566_002_020_360_505, 6_200_000_000_000_005, 6_555_900_000_604_105:
        true
    default: false
    }
}

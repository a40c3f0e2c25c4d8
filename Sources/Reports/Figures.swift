internal import Findings

/// Numbers as people read them; no locale, so that equal runs print equal bytes.
enum Figures {
    /// `24 000`: digits in groups of three, as ISO 80000-1:2022, clause 7.3 has it.
    static func grouped(_ number: UInt64) -> String {
        let digits = String(number)
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0 && (digits.count - index).isMultiple(of: 3) { result += " " }
            result.append(digit)
        }
        return result
    }

    /// `1 source`, `24 000 sources`.
    static func counted(_ number: UInt64, _ noun: String) -> String {
        grouped(number) + " " + noun + (number == 1 ? "" : "s")
    }

    /// `~24 000` for an estimate.
    static func distinct(_ count: DistinctCount) -> String {
        (count.isEstimate ? "~" : "") + grouped(count.value)
    }

    /// `512 B`, `31.0 MB`, `1.31 GB`: three digits, decimal units.
    static func byteSize(_ bytes: UInt64) -> String {
        guard bytes >= 1000 else { return "\(bytes) B" }
        let units = ["kB", "MB", "GB", "TB", "PB", "EB"]
        var unitBytes: UInt64 = 1000
        for unit in units {
            // Round first: 999 950 bytes are 1.00 MB, not 1000 kB.
            for decimals in [2, 1, 0] {
                let scale: UInt64 = decimals == 2 ? 100 : decimals == 1 ? 10 : 1
                let scaled = roundedQuotient(bytes, unitBytes / scale)
                if scaled < 1000 { return fixed(scaled, decimals: decimals) + " " + unit }
            }
            if unit != units.last { unitBytes *= 1000 }
        }
        return fixed(roundedQuotient(bytes, unitBytes), decimals: 0) + " EB"
    }

    /// `1.31 GB/s`; `nil` when the time is too short to divide by.
    static func rate(bytes: UInt64, seconds: Double) -> String? {
        guard seconds > 0, seconds.isFinite else { return nil }
        let perSecond = (Double(bytes) / seconds).rounded()
        guard perSecond < 1e18 else { return nil }
        return byteSize(UInt64(perSecond)) + "/s"
    }

    /// `0:07`, `12:30`, `3:05:00`.
    static func duration(seconds: Double) -> String {
        let whole = UInt64(max(0, min(seconds.rounded(.up), 359_999)))
        let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
        guard hours > 0 else { return "\(minutes):\(twoDigits(rest))" }
        return "\(hours):\(twoDigits(minutes)):\(twoDigits(rest))"
    }

    /// The share of the decoded bytes that every rule has seen, rounded down.
    ///
    /// `100 %` is said of a complete scan alone; one that left anything out has at most `99.9 %`, also
    /// when all that could be decoded was scanned.
    static func scannedShare(_ coverage: Coverage) -> String {
        guard !coverage.isComplete else { return "100 %" }
        guard coverage.bytesDecoded > 0 else { return "0 %" }
        let product = coverage.bytesScanned.multipliedFullWidth(by: 1000)
        guard product.high < coverage.bytesDecoded else { return "99.9 %" }
        let thousandths = coverage.bytesDecoded.dividingFullWidth(product).quotient
        return fixed(min(thousandths, 999), decimals: 1) + " %"
    }

    /// `number` with its last `decimals` digits behind the point.
    private static func fixed(_ number: UInt64, decimals: Int) -> String {
        switch decimals {
        case 1: "\(number / 10).\(number % 10)"
        case 2: "\(number / 100).\(twoDigits(number % 100))"
        default: "\(number)"
        }
    }

    private static func twoDigits(_ number: UInt64) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }

    private static func roundedQuotient(_ number: UInt64, _ divisor: UInt64) -> UInt64 {
        number / divisor + (number % divisor >= divisor - number % divisor ? 1 : 0)
    }
}

private import Glibc

/// A day of the Gregorian calendar.
public struct CivilDate: Comparable, Equatable, Sendable {
    public let year: Int
    public let month: Int
    public let day: Int

    public init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// - Parameter epochSeconds: Seconds since 1970-01-01, UTC; may be negative.
    public init(epochSeconds: Int) {
        // Days since 0000-03-01, so that the leap day ends a year (Hinnant, "chrono-compatible date algorithms").
        let days = (epochSeconds >= 0 ? epochSeconds : epochSeconds - 86_399) / 86_400 + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shifted + 2) / 5 + 1
        month = shifted < 10 ? shifted + 3 : shifted - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Today by the system's clock, in UTC.
    public static func today() -> CivilDate {
        CivilDate(epochSeconds: time(nil))
    }

    /// Whether the month has such a day.
    public var exists: Bool {
        guard month >= 1, month <= 12, day >= 1 else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as InlineArray<12, Int>
        return day <= days[month - 1]
    }

    public static func < (left: Self, right: Self) -> Bool {
        if left.year != right.year { return left.year < right.year }
        return left.month != right.month ? left.month < right.month : left.day < right.day
    }
}

import Testing
import Validation

@Suite struct CivilDateTests {
    @Test(arguments: [
        (0, 1970, 1, 1), (-1, 1969, 12, 31), (86_399, 1970, 1, 1), (86_400, 1970, 1, 2),
        (951_782_400, 2000, 2, 29), (951_868_800, 2000, 3, 1), (1_000_000_000, 2001, 9, 9),
        (1_234_567_890, 2009, 2, 13), (2_147_483_647, 2038, 1, 19), (-2_208_988_800, 1900, 1, 1),
        (-62_135_596_800, 1, 1, 1), (253_402_300_799, 9999, 12, 31),
    ])
    func `a second of the epoch lies in its day`(seconds: Int, year: Int, month: Int, day: Int) {
        #expect(CivilDate(epochSeconds: seconds) == CivilDate(year: year, month: month, day: day))
    }

    @Test
    func `the days of five centuries follow each other without a gap`() {
        // From 1800-01-01 a day at a time, counted by hand.
        var expected = (year: 1800, month: 1, day: 1)
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var days = 0
        while expected.year < 2300 {
            let date = CivilDate(epochSeconds: (days - 62_091) * 86_400 + 43_200)
            #expect(date == CivilDate(year: expected.year, month: expected.month, day: expected.day))
            #expect(date.exists)
            let isLeap = expected.year % 400 == 0 || expected.year % 4 == 0 && expected.year % 100 != 0
            let length = lengths[expected.month - 1] + (expected.month == 2 && isLeap ? 1 : 0)
            if expected.day == length {
                #expect(!CivilDate(year: expected.year, month: expected.month, day: length + 1).exists)
                expected =
                    expected.month == 12 ? (expected.year + 1, 1, 1) : (expected.year, expected.month + 1, 1)
            } else {
                expected.day += 1
            }
            days += 1
        }
    }

    @Test
    func `days are ordered by year, then month, then day`() {
        let days = [(1999, 12, 31), (2000, 1, 1), (2000, 1, 2), (2000, 2, 1), (2001, 1, 1)].map {
            CivilDate(year: $0.0, month: $0.1, day: $0.2)
        }
        #expect(days.shuffled().sorted() == days)
        #expect(!(days[0] < days[0]))
    }

    @Test(arguments: [(0, 1, 1), (2000, 0, 1), (2000, 13, 1), (2000, 1, 0), (2000, 1, 32), (2100, 2, 29)])
    func `a month and a day must be on the calendar`(year: Int, month: Int, day: Int) {
        #expect(CivilDate(year: year, month: month, day: day).exists == (year == 0))
    }

    @Test
    func `a birth today holds, and one tomorrow fails`() {
        for (day, expected) in [
            ("2026-11-22", Verdict.holds), ("2026-11-23", .holds), ("2026-11-24", .fails),
        ] {
            #expect(Validator.date.verdict(on: day) == expected, "\(day)")
        }
    }
}

/// Tables for the servers whose dumps a scan must read, with a label for every value planted in them.
///
/// The same number of rows and the same seed give the same bytes.
public struct TableCorpus: Sendable {
    /// The database of nearly all tables.
    public static let mainDatabase = "shop"

    /// A second one, for dumps that hold several; it has a table of the same name as the first.
    public static let sideDatabase = "crm"

    public private(set) var tables: [CorpusTable] = []

    /// - Parameter rows: Of most tables; some have more, one has none.
    public init(rows: Int, seed: UInt64) {
        let makers: [(inout CorpusWriter, Int) -> CorpusTable] = [
            Self.customers, Self.healthProfiles, Self.devices, Self.messages, Self.auditLog, Self.orderItems,
            Self.attachments, Self.contacts, Self.accounts, Self.returns, Self.patients, Self.mailingLists,
            Self.builds, Self.shipments, Self.releases, Self.sideCustomers,
        ]
        for (index, make) in makers.enumerated() {
            // Each table has its own numbers, so that a change of one leaves the others as they were.
            var writer = CorpusWriter(
                file: "", seed: seed &* 1_000_003 &+ UInt64(index), keepsLabels: false)
            tables.append(make(&writer, rows))
        }
    }

    /// Every planted value, and every trap.
    public var values: [PlantedValue] { tables.flatMap(\.values) }
}

extension CorpusWriter {
    /// What `body` writes, and leaves nothing of it behind.
    mutating func text(_ body: (inout CorpusWriter) -> Void) -> String {
        let start = bytes.count
        body(&self)
        defer { bytes.removeSubrange(start...) }
        return String(decoding: bytes[start...], as: UTF8.self)
    }

    /// A day, `1971-04-12`.
    mutating func putDay(from year: Int, years: Int) {
        put(numbers.below(years) + year)
        put("-")
        put(numbers.below(12) + 1, digits: 2)
        put("-")
        put(numbers.below(26) + 2, digits: 2)
    }

    /// A moment as all dialects read it, `2026-11-23 10:11:12`.
    mutating func momentText() -> String {
        String(text { $0.putTime($0.numbers.below(86_400_000), separator: " ") }.dropLast(4))
    }

    mutating func numberText(_ digits: Int) -> String {
        text {
            $0.put($0.numbers.below(9) + 1)
            $0.putDigits(digits - 1)
        }
    }
}

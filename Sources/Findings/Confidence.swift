/// How sure a finding is; independent of its severity.
public enum Confidence: UInt8, Comparable, CaseIterable, Sendable {
    /// The value has the shape, and nothing else speaks for it.
    case possible

    /// A check digit and context agree, or a named field holds the right shape.
    case likely

    /// A long checksum holds, or a prefix that nothing else has.
    case certain

    /// The word used in rules, options and reports.
    public var name: String {
        switch self {
        case .possible: "possible"
        case .likely: "likely"
        case .certain: "certain"
        }
    }

    /// - Returns: `nil` for a word that names no confidence.
    public init?(name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }

    @inlinable
    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// How much harm a leak of this kind does.
public enum Severity: UInt8, Comparable, CaseIterable, Sendable {
    case low
    case medium
    case high
    case critical

    /// The word used in rules, options and reports.
    public var name: String {
        switch self {
        case .low: "low"
        case .medium: "medium"
        case .high: "high"
        case .critical: "critical"
        }
    }

    /// The number that Elastic Common Schema alerts carry in `event.severity`.
    public var ecsNumber: Int {
        switch self {
        case .low: 21
        case .medium: 47
        case .high: 73
        case .critical: 99
        }
    }

    /// - Returns: `nil` for a word that names no severity.
    public init?(name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// What tells one person from another, the surest first.
public enum PersonIdentifier: String, CaseIterable, Comparable, Sendable {
    /// A number that a state, an insurer or a hospital gives to one person.
    case nationalID = "national-id"
    case email
    case phone

    /// The name or number of an account.
    case account

    /// A person's full name; others bear it, too.
    case name

    public static let words = allCases.map(\.rawValue).joined(separator: ", ")

    /// The surer is the greater.
    public static func < (left: Self, right: Self) -> Bool { left.rank > right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

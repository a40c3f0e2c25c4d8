/// The name of a field as rules compare it: lower-case letters and digits, no separators.
///
/// `birth_date`, `birthDate` and `Birth-Date` are all `birthdate`.
public struct FieldName: Hashable, Sendable, CustomStringConvertible {
    public let text: String

    /// Normalises a name as a rule writes it; `nil` when nothing is left, or more than 40 bytes.
    public init?(_ written: String) {
        let kept = written.lowercased().filter { !"_-. ".contains($0) }
        guard !kept.isEmpty, kept.utf8.count <= 40 else { return nil }
        self.text = kept
    }

    public var description: String { text }
}

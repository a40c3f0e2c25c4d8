/// The name of a field as rules compare it: lower-case letters and digits, no separators.
///
/// `birth_date`, `birthDate` and `Birth-Date` are all `birthdate`.
public struct FieldName: Hashable, Sendable, CustomStringConvertible {
    public let text: String

    /// Normalises a name as a rule writes it; `nil` when nothing is left, or more than 40 bytes.
    public init?(_ written: String) {
        // A rule book has thousands, most of them ASCII, and those that the program carries are normalised: characters are
        // slow to take apart.
        if Self.isNormal(written.utf8.span) {
            text = written
            return
        }
        let isASCII = written.utf8.allSatisfy { $0 < 0x80 }
        let kept =
            isASCII
            ? String(decoding: Self.normalised(written.utf8), as: UTF8.self)
            : written.lowercased().filter { !"_-. ".contains($0) }
        guard !kept.isEmpty, kept.utf8.count <= 40 else { return nil }
        self.text = kept
    }

    private static func isNormal(_ name: Span<UInt8>) -> Bool {
        guard (1...40).contains(name.count) else { return false }
        for index in name.indices {
            guard (0x61...0x7A).contains(name[index]) || (0x30...0x39).contains(name[index]) else {
                return false
            }
        }
        return true
    }

    private static func normalised(_ name: String.UTF8View) -> [UInt8] {
        name.compactMap { byte in
            switch byte {
            case 0x5F, 0x2D, 0x2E, 0x20: nil
            case 0x41...0x5A: byte | 0x20
            default: byte
            }
        }
    }

    public var description: String { text }
}

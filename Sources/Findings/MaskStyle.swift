/// How a sample of a value is masked.
///
/// Every mask is printable ASCII of at most 16 bytes, `*` stands for what is hidden, and it tells at most
/// four characters and at most 35 % of the value. Bytes that are not visible ASCII are shown as `*`.
public enum MaskStyle: String, CaseIterable, Sendable {
    /// First two and last two bytes of a value of twelve bytes and more; all of a shorter one hidden.
    ///
    /// `AKIAIOSFODNN7EXAMPLE` is `AK****LE`, `hunter2` is `****(7)`: the length in bytes.
    case edges

    /// All but the length hidden: passwords, keys, health values.
    ///
    /// `correct horse!` is `****(14)`.
    case whole

    /// First byte of the local part and the top-level domain.
    ///
    /// `jane@example.net` is `j***@***.net`. A top-level domain of more than three letters, or one that is
    /// too large a part of the address, is hidden: `j***@***`. A value without `@` is masked as by `edges`.
    case email

    /// The last four digits of a value with twelve digits and more.
    ///
    /// `4111 1111 1111 1111` is `****1111`. From eight to eleven digits as many as 35 % allow are told
    /// (`123-45-6789` is `****789`); with fewer, only the length in bytes: `****(7)`.
    case lastFour = "last-four"
}

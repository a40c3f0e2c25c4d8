/// A planted value, or a trap: a value that looks like one and is none.
public struct Label: Codable, Equatable, Sendable {
    /// The file's name, as it lies in the corpus.
    public var file: String

    /// Where the value begins in the decoded stream.
    public var offset: Int

    /// Bytes of the value as it stands in the stream, encoded.
    public var length: Int

    /// The rule that must find it; `nil` for a trap, which no rule may touch.
    public var rule: String?

    public init(file: String, offset: Int, length: Int, rule: String?) {
        self.file = file
        self.offset = offset
        self.length = length
        self.rule = rule
    }
}

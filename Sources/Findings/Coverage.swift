/// What was read, and what was not.
public struct Coverage: Equatable, Sendable {
    /// Bytes taken from files and pipes, before decompression.
    public var bytesRead: UInt64 = 0

    /// Bytes after decompression and transcoding.
    public var bytesDecoded: UInt64 = 0

    /// Decoded bytes that every rule has seen.
    public var bytesScanned: UInt64 = 0

    /// Sources scanned from their first to their last byte.
    public var sourcesComplete = 0

    /// What was left out, in the order met; at most `Limits` allows, then counted in `gapsOmitted`.
    public var gaps: [Gap] = []
    public var gapsOmitted: UInt64 = 0

    /// Candidates given up because an expression reached a limit of PCRE2.
    public var regexLimitHits: UInt64 = 0

    /// Rows and documents that have not the form of the others: cut short, or with too many or too few values. What
    /// they hold was scanned all the same; only its place may be less exact.
    public var malformedRecords: UInt64 = 0

    public init() {}

    /// Everything was read, decoded and scanned.
    public var isComplete: Bool {
        gaps.isEmpty && gapsOmitted == 0 && regexLimitHits == 0 && bytesScanned == bytesDecoded
    }
}

/// A part of a source that could not be scanned.
public struct Gap: Equatable, Sendable {
    /// The source as the user named it. Not yet safe to print.
    public var source: String

    /// Where the trouble begins, in the source's own (compressed) bytes; `nil` when it was never opened.
    public var sourceOffset: UInt64?

    /// Compressed bytes left out, where known.
    public var bytesSkipped: UInt64?

    /// The reason, in the fixed words of the program: never bytes of the input.
    public var reason: String

    public init(source: String, sourceOffset: UInt64?, bytesSkipped: UInt64?, reason: String) {
        self.source = source
        self.sourceOffset = sourceOffset
        self.bytesSkipped = bytesSkipped
        self.reason = reason
    }
}

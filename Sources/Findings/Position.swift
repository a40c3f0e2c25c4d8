/// Where a finding begins in its source.
public struct Position: Hashable, Comparable, Sendable {
    /// Bytes before it in the decoded stream.
    public let streamOffset: UInt64

    /// The line, counted from 1 by line feeds in the decoded stream.
    public let line: UInt64

    @inlinable
    public init(streamOffset: UInt64, line: UInt64) {
        self.streamOffset = streamOffset
        self.line = line
    }

    @inlinable
    public static func < (left: Self, right: Self) -> Bool {
        left.streamOffset < right.streamOffset
    }
}

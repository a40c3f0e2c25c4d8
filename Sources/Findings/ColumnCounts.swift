/// How many values a column of a table, or a path of documents, has.
public struct ColumnCounts: Equatable, Sendable {
    /// All of them, empty ones included.
    public var values: UInt64

    /// Those that are empty, or stand for no value.
    public var voids: UInt64

    public init(values: UInt64 = 0, voids: UInt64 = 0) {
        self.values = values
        self.voids = voids
    }

    public static func + (left: Self, right: Self) -> Self {
        Self(values: left.values + right.values, voids: left.voids + right.voids)
    }

    public static func += (left: inout Self, right: Self) { left = left + right }
}

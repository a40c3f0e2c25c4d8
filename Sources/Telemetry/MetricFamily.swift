/// What one metric means, whatever its labels.
package struct MetricFamily: Sendable {
    package enum Kind: String, Sendable {
        /// Only grows; its name ends in `_total`.
        case counter

        /// Is what it was set to last.
        case gauge

        /// Sorts what it is given into buckets.
        case histogram
    }

    package var name: String
    package var kind: Kind

    /// A sentence for the page.
    package var help: String

    /// The upper bounds of a histogram's buckets, ascending, without the last one, which has none.
    package var buckets: [Double]

    package init(_ name: String, _ kind: Kind, _ help: String, buckets: [Double] = []) {
        self.name = name
        self.kind = kind
        self.help = help
        self.buckets = buckets
    }
}

/// How long to wait before the next try: twice as long each time, up to a bound, and never as long as others who began at
/// the same moment.
package struct BackOff: Sendable {
    package let first: Double
    package let most: Double
    private var pause: Double

    package init(first: Double, most: Double) {
        self.first = first
        self.most = most
        pause = first
    }

    /// - Returns: Seconds, between half of the pause and all of it.
    package mutating func next() -> Double {
        defer { pause = min(pause * 2, most) }
        return pause * .random(in: 0.5...1)
    }

    package mutating func reset() { pause = first }

    /// The next pause is the longest.
    package mutating func slowDown() { pause = most }
}

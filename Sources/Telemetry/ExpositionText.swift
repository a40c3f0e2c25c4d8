/// Text in the exposition format of Prometheus, version 0.0.4.
struct ExpositionText {
    private(set) var text = ""

    /// Says what the samples that follow are.
    mutating func begin(_ family: MetricFamily) {
        text += "# HELP \(family.name) \(Self.escaped(family.help))\n"
        text += "# TYPE \(family.name) \(family.kind.rawValue)\n"
    }

    mutating func add(_ name: String, _ labels: Labels, _ value: Double) {
        text += name
        if !labels.pairs.isEmpty {
            let pairs = labels.pairs.map { pair in
                let value = Self.escaped(pair.value).replacing("\"", with: "\\\"")
                return "\(pair.name)=\"\(value)\""
            }
            text += "{" + pairs.joined(separator: ",") + "}"
        }
        text += " \(Self.number(value))\n"
    }

    /// Adds a histogram: each bucket holds what the ones before it do.
    mutating func add(_ family: MetricFamily, _ labels: Labels, _ counts: Histogram.Counts) {
        var below: UInt64 = 0
        for (bound, count) in zip(family.buckets + [.infinity], counts.buckets) {
            below += count
            add("\(family.name)_bucket", labels.adding("le", Self.number(bound)), Double(below))
        }
        add("\(family.name)_sum", labels, counts.sum)
        add("\(family.name)_count", labels, Double(below))
    }

    /// A number as Go reads it.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        // All whole numbers up to here are exact.
        if value == value.rounded(), value.magnitude < 0x1p53 { return String(Int64(value)) }
        return "\(value)"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    }
}

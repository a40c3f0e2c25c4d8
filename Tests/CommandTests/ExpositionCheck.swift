/// Reads a page in the exposition format of Prometheus, version 0.0.4, as strictly as `promtool check metrics`.
struct ExpositionCheck {
    /// What is wrong with the page, a sentence each.
    private(set) var faults: [String] = []

    /// The samples: names with labels, and their numbers.
    private(set) var samples: [String: Double] = [:]

    private var types: [String: String] = [:]
    private var helps: Set<Substring> = []

    /// The family that the lines are of.
    private var family: String?

    /// The last bucket of each series of the histogram.
    private var buckets: [String: (bound: Double, count: Double)] = [:]

    init(_ page: String) {
        if !page.hasSuffix("\n") { faults.append("the last line has no end") }
        for line in page.split(separator: "\n", omittingEmptySubsequences: true) { read(line) }
        for (series, last) in buckets where last.bound != .infinity { faults.append("\(series): no +Inf") }
    }

    private mutating func read(_ line: Substring) {
        if let match = line.wholeMatch(of: /# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)/) {
            if !helps.insert(match.1).inserted { faults.append("\(match.1): a second HELP") }
        } else if let match = line.wholeMatch(
            of: /# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)/)
        {
            let (name, type) = (String(match.1), String(match.2))
            if types.updateValue(type, forKey: name) != nil { faults.append("\(name): a second TYPE") }
            if !helps.contains(match.1) { faults.append("\(name): no HELP") }
            if (type == "counter") != name.hasSuffix("_total") { faults.append("\(name): a \(type)'s name") }
            family = name
        } else if let match = line.wholeMatch(
            of: /([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{([^{}]*)\})? ([-+0-9.eE]+|[-+]Inf|NaN)/),
            let value = Double(match.3.lowercased())
        {
            readSample(String(match.1), match.2 ?? "", value)
        } else {
            faults.append("not a line of a page: \(line)")
        }
    }

    private mutating func readSample(_ name: String, _ labels: Substring, _ value: Double) {
        var names: Set<Substring> = []
        var others: [Substring] = []
        var bound: Double?
        var rest = labels
        while !rest.isEmpty {
            guard let match = rest.prefixMatch(of: /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|$)/)
            else {
                faults.append("\(name): labels that are none")
                return
            }
            if !names.insert(match.1).inserted { faults.append("\(name): a label twice") }
            if match.1 == "le" { bound = Double(match.2.lowercased()) } else { others.append(match.0) }
            rest.removeFirst(match.0.count)
        }
        if samples.updateValue(value, forKey: labels.isEmpty ? name : "\(name){\(labels)}") != nil {
            faults.append("\(name): a sample twice")
        }
        guard let family, belongs(name, to: family, hasBound: bound != nil) else {
            faults.append("\(name): does not stand under its TYPE")
            return
        }
        if types[family] != "gauge", value < 0 { faults.append("\(name): less than nothing") }
        guard let bound else { return }
        let series = "\(family){\(others.joined())}"
        if let last = buckets[series], last.bound >= bound || last.count > value {
            faults.append("\(series): buckets that do not grow")
        }
        buckets[series] = (bound, value)
    }

    private func belongs(_ name: String, to family: String, hasBound: Bool) -> Bool {
        guard types[family] == "histogram" else { return name == family && !hasBound }
        return hasBound ? name == family + "_bucket" : [family + "_sum", family + "_count"].contains(name)
    }
}

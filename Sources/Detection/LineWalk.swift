internal import Bytes

/// The lines of known shapes in a scan, and what is known of their names.
///
/// A line of a shape with a template is *followed*: its names are known, so the kernel asks about none of them, and its
/// values stay open for `findFieldByField`. A name that the kernel meets in it all the same stands inside of a value: then
/// the line is read name by name, as all others are.
struct LineWalk {
    /// How the names of a line are read.
    enum Mode {
        /// One by one, as they come; so are those outside of the lines.
        case apart

        /// Likewise, and noted, to make a template of them.
        case learning

        /// One by one, but for those that the template knows, which are taken when their turn comes.
        case recalling
    }

    /// What is known of a shape.
    private enum Knowledge {
        case template(LineTemplate)

        /// So many lines could not tell it.
        case failed(Int)
    }

    private(set) var lines = ShapedLines()

    /// By the shape's place among those of the lines.
    private(set) var templates: [LineTemplate?] = []

    /// By line, the values on which something is still to be tried; a bit each.
    var open: [UInt64] = []

    /// A bit for each byte from the scan's first on, set for the separators behind the names of followed lines; empty where
    /// there are no lines.
    private(set) var separators: [UInt64] = []
    private var isFollowed: [Bool] = []

    /// By the shape's number.
    private var known: [Int: Knowledge] = [:]
    private(set) var mode = Mode.apart
    private var line = -1

    /// Names before this offset belong to the line, or stand before the next one.
    private(set) var bound = Int.min

    /// The events of the line's names, and how many names of the template were taken.
    private var learned: [UInt64] = []
    private var recalled = 0

    /// Behind so many lines that could not tell a template, no other is asked.
    private static let triesMax = 8

    /// Memory of a stream that has ever new shapes stays bounded.
    private static let knownMax = 1024

    /// - Parameter reach: The bytes that are scanned; all lines lie in them.
    mutating func begin(_ lines: ShapedLines, _ bytes: Span<UInt8>, _ reach: Range<Int>) {
        self.lines = lines
        mode = .apart
        line = -1
        bound = .min
        open.removeAll(keepingCapacity: true)
        isFollowed.removeAll(keepingCapacity: true)
        templates.removeAll(keepingCapacity: true)
        separators.removeAll(keepingCapacity: true)
        if known.count > Self.knownMax { known.removeAll() }
        for shape in lines.shapes {
            if case .template(let template)? = known[shape.number] {
                templates.append(template)
            } else {
                templates.append(nil)
            }
        }
        guard !lines.lines.isEmpty else { return }
        separators.append(contentsOf: repeatElement(0, count: (reach.count + 63) / 64))
        let all = lines.values
        let values = all.span
        // That of the line's shape: each copy would count its references.
        var template: LineTemplate?
        var shape: Int32 = -1
        for line in lines.lines {
            if line.shape != shape { (template, shape) = (templates[Int(line.shape)], line.shape) }
            if let template, template.tested & ~line.plain == 0, template.isNear(line, of: lines, bytes) {
                open.append(template.tested)
                isFollowed.append(true)
                note(template.separators.span, of: line, values, bytes, from: reach.lowerBound)
            } else {
                open.append(0)
                isFollowed.append(false)
            }
        }
    }

    /// Gives the lines back to their owner, who fills the same memory with the next ones.
    mutating func end() { lines = ShapedLines() }

    /// Notes the separators of a line that is followed.
    @inline(__always)
    private mutating func note(
        _ places: Span<(value: Int32, distance: Int32)>, of line: ShapedLines.Line,
        _ values: Span<ShapedLines.Value>, _ bytes: Span<UInt8>, from first: Int
    ) {
        var bits = separators.mutableSpan
        for index in places.indices {
            let start = textStart(values[Int(line.firstValue) + Int(places[index].value)], bytes)
            let offset = start - Int(places[index].distance) - first
            bits[offset >> 6] |= 1 << UInt64(offset & 63)
        }
    }

    /// Goes on to the line in which an offset lies, if it lies in one.
    mutating func beginLine(at offset: Int) {
        var next = line + 1
        while next < lines.lines.count, lines.lines[next].end <= offset { next += 1 }
        guard next < lines.lines.count, lines.lines[next].start <= offset else {
            line = next - 1
            bound = next < lines.lines.count ? Int(lines.lines[next].start) : .max
            return
        }
        line = next
        bound = Int(lines.lines[next].end)
        if isFollowed[next] {
            mode = .recalling
            recalled = 0
            open[next] = 0
        } else if mayLearn {
            mode = .learning
            learned.removeAll(keepingCapacity: true)
        }
    }

    mutating func leaveLine() { mode = .apart }

    mutating func learn(_ event: UInt64) { learned.append(event) }

    /// The kernel's event for the next name of the template, when it stands before an offset.
    mutating func recall(before offset: Int, _ bytes: Span<UInt8>) -> UInt64? {
        let own = lines.lines[line]
        guard let template = templates[Int(own.shape)], recalled < template.names.count else { return nil }
        let name = template.names[recalled]
        let separator = name.separator(in: own, of: lines, bytes)
        guard Int(separator) < offset else { return nil }
        recalled += 1
        return name.event | UInt64(separator) << 8
    }

    private var shapeNumber: Int { lines.shapes[Int(lines.lines[line].shape)].number }

    private var mayLearn: Bool {
        if case .template? = known[shapeNumber] { return false }
        return failures < Self.triesMax
    }

    private var failures: Int {
        if case .failed(let times)? = known[shapeNumber] { return times }
        return 0
    }

    /// Makes a template of the line's names, for the next lines of its shape.
    mutating func makeTemplate(_ bytes: Span<UInt8>, _ rules: CompiledRules) {
        if let template = LineTemplate(learned, lines.lines[line], of: lines, bytes, rules) {
            known[shapeNumber] = .template(template)
        } else {
            known[shapeNumber] = .failed(failures + 1)
        }
    }
}

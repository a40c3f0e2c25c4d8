internal import Findings
internal import Rules

/// A rule that a field's name asks for, in a form that is cheap to copy for each value.
struct FieldTest {
    var rule: Int32
    var shape: FieldShape
    var confidence: Confidence

    /// The rule asks for, or forbids, other fields of the record.
    var needsRecord: Bool
}

/// The least and the most of something, at most 65 535.
struct Bounds {
    private var least: UInt16
    private var most: UInt16

    init(_ bounds: ClosedRange<Int>) {
        least = UInt16(clamping: bounds.lowerBound)
        most = UInt16(clamping: bounds.upperBound)
    }

    @inline(__always)
    func contains(_ count: Int) -> Bool { count >= Int(least) && count <= Int(most) }
}

/// Where a shape's values stand in a list that all shapes share.
struct Portion {
    private var start: UInt16
    private var count: UInt16

    /// Appends values to the list.
    init<Value>(_ values: [Value], of list: inout [Value]) {
        start = UInt16(list.count)
        count = UInt16(values.count)
        list += values
    }

    @inline(__always)
    var indices: Range<Int> { Int(start)..<Int(start) + Int(count) }
}

/// A `ValueShape` in eight bytes, without anything that is counted by reference.
enum FieldShape {
    case text(Bounds)
    case name(Bounds)

    /// Inside one of the ranges among `ShapeLists.ranges`.
    case number(Portion)
    case digits(Bounds)
    case alphanumeric(Bounds)

    /// As long as one of `ShapeLists.lengths`.
    case hex(Portion)
    case token(Bounds)
    case password
    case date

    /// One of the words of `ShapeLists`.
    case oneOf(Portion)

    /// The rule itself knows the expression.
    case expression
}

/// What shapes ask for beside bounds.
struct ShapeLists {
    private(set) var ranges: [ClosedRange<Double>] = []
    private(set) var lengths: [Int] = []

    /// Where each word stands in the text of all.
    private var words: [Word] = []
    private var text: [UInt8] = []

    private struct Word {
        var start: Int
        var count: Int
    }

    /// Takes a rule's shape in.
    mutating func fieldShape(_ shape: ValueShape) -> FieldShape {
        switch shape {
        case .text(let bounds): .text(Bounds(bounds))
        case .name(let words): .name(Bounds(words))
        case .number(let ranges): .number(Portion(ranges, of: &self.ranges))
        case .digits(let bounds): .digits(Bounds(bounds))
        case .alphanumeric(let bounds): .alphanumeric(Bounds(bounds))
        case .hex(let lengths): .hex(Portion(lengths, of: &self.lengths))
        case .token(let bounds): .token(Bounds(bounds))
        case .password: .password
        case .date: .date
        case .oneOf(let words): .oneOf(Portion(words.map { word($0) }, of: &self.words))
        case .expression: .expression
        }
    }

    private mutating func word(_ word: String) -> Word {
        text += word.utf8
        return Word(start: text.count - word.utf8.count, count: word.utf8.count)
    }

    /// Whether a value is one of the words, in either case.
    func holds(word value: Span<UInt8>, _ portion: Portion) -> Bool {
        for index in portion.indices where words[index].count == value.count {
            if equalsCaseless(value, wordAt: words[index].start) { return true }
        }
        return false
    }

    private func equalsCaseless(_ value: Span<UInt8>, wordAt start: Int) -> Bool {
        for index in value.indices {
            let (byte, expected) = (value[index], text[start + index])
            guard byte == expected || (byte | 0x20) &- 0x61 < 26 && byte | 0x20 == expected | 0x20 else {
                return false
            }
        }
        return true
    }

    @inline(__always)
    func holds(_ number: Double, _ portion: Portion) -> Bool {
        for index in portion.indices where ranges[index].contains(number) { return true }
        return false
    }

    @inline(__always)
    func holds(length: Int, _ portion: Portion) -> Bool {
        for index in portion.indices where lengths[index] == length { return true }
        return false
    }
}

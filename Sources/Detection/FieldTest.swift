internal import Findings
internal import Rules

/// A rule that a field's name asks for, in a form that is cheap to copy for each value.
struct FieldTest {
    var rule: Int
    var shape: FieldShape
    var confidence: Confidence

    /// The rule asks for, or forbids, other fields of the record.
    var needsRecord: Bool
}

/// A `ValueShape` without anything that is counted by reference.
enum FieldShape {
    case text(ClosedRange<Int>)
    case name(ClosedRange<Int>)

    /// Inside one range or the other.
    case number(ClosedRange<Double>, ClosedRange<Double>)
    case digits(ClosedRange<Int>)
    case alphanumeric(ClosedRange<Int>)

    /// A bit for each length, from 1 to 64 and from 65 to 128.
    case hex(low: UInt64, high: UInt64)
    case token(ClosedRange<Int>)
    case password
    case date

    /// The rule itself knows the words.
    case oneOf

    /// The rule itself knows the expression.
    case expression

    init(_ shape: ValueShape) {
        self =
            switch shape {
            case .text(let bounds): .text(bounds)
            case .name(let words): .name(words)
            case .number(let ranges): .number(ranges[0], ranges[ranges.count - 1])
            case .digits(let bounds): .digits(bounds)
            case .alphanumeric(let bounds): .alphanumeric(bounds)
            case .hex(let lengths):
                .hex(
                    low: lengths.reduce(0) { $1 <= 64 ? $0 | 1 << UInt64($1 - 1) : $0 },
                    high: lengths.reduce(0) { $1 > 64 ? $0 | 1 << UInt64($1 - 65) : $0 })
            case .token(let bounds): .token(bounds)
            case .password: .password
            case .date: .date
            case .oneOf: .oneOf
            case .expression: .expression
            }
    }
}

public import CByteScan
public import Findings

/// One value that a rule found in a chunk, after validation.
public struct Match: Sendable {
    /// All of it, as the kernel reads it.
    public internal(set) var fields: seep_match

    /// The value in the chunk's bytes, escapes included.
    public internal(set) var start: Int32 {
        @inlinable get { fields.start }
        set { fields.start = newValue }
    }
    public internal(set) var end: Int32 {
        @inlinable get { fields.end }
        set { fields.end = newValue }
    }

    /// The rule, by its index in the compiled rules.
    public internal(set) var rule: UInt16 {
        @inlinable get { fields.traits.rule }
        set { fields.traits.rule = newValue }
    }
    @inlinable public var confidence: Confidence {
        Confidence(rawValue: fields.traits.confidence) ?? .possible
    }
    public internal(set) var reasons: Reasons {
        @inlinable get { Reasons(rawValue: fields.traits.reasons) }
        set { fields.traits.reasons = newValue.rawValue }
    }

    /// Where the name of the field stands, in the chunk or among the decoded bytes; empty for none.
    var nameStart: Int32 { fields.name_start }
    var nameCount: UInt8 {
        get { fields.name_count }
        set { fields.name_count = newValue }
    }
    @usableFromInline var marks: Marks {
        @inlinable get { Marks(rawValue: fields.traits.marks) }
        set { fields.traits.marks = newValue.rawValue }
    }

    /// The field hit that the value belongs to; -1 for a pattern's match.
    var fieldHit: Int32 { fields.field_hit }

    @usableFromInline
    struct Marks: OptionSet, Sendable {
        @usableFromInline var rawValue: UInt8

        @inlinable
        init(rawValue: UInt8) { self.rawValue = rawValue }

        /// The value stands among the decoded bytes.
        @inlinable static var valueIsDecoded: Marks { Marks(rawValue: UInt8(SEEP_VALUE_IS_DECODED)) }

        /// The name stands among the decoded bytes.
        @inlinable static var nameIsDecoded: Marks { Marks(rawValue: 2) }

        /// Found inside of encoded text: steps back where the encoded text itself is a finding.
        static let isNested = Marks(rawValue: 4)

        /// Another match beats it.
        static let isBeaten = Marks(rawValue: 8)

        /// Its rule asks for, or forbids, other fields of the record.
        static let needsRecord = Marks(rawValue: 16)

        /// Nobody has asked yet whether the value is as random as a secret: a specific rule may beat it first.
        static let needsSecret = Marks(rawValue: 32)

        /// A number of a column that only the rest of the column can prove.
        @inlinable static var isUnproven: Marks { Marks(rawValue: UInt8(SEEP_IS_UNPROVEN)) }

        @inlinable static var beyondPlain: Marks { [.valueIsDecoded, .nameIsDecoded, .isUnproven] }

        /// Another match stands where its field's name should: the name was taken from it.
        static let nameIsFound = Marks(rawValue: 128)
    }

    /// - Parameters:
    ///   - range: The value with its escapes, in the chunk.
    ///   - name: The field's name, in the chunk; at most 255 bytes of it are kept.
    ///   - value: The value without escapes, in the chunk or among the decoded bytes.
    ///   - hit: The field hit, or -1.
    @inline(__always)
    init(
        _ range: Range<Int>, rule: Int, confidence: Confidence, reasons: Reasons, name: Range<Int>,
        value: Range<Int>, marks: Marks, hit: Int
    ) {
        // No chunk has as much as 2 GiB, and no book 65 535 rules: nothing is cut off.
        fields = seep_match(
            start: Int32(truncatingIfNeeded: range.lowerBound),
            end: Int32(truncatingIfNeeded: range.upperBound),
            traits: seep_traits(
                rule: UInt16(truncatingIfNeeded: rule), reasons: reasons.rawValue,
                confidence: confidence.rawValue, marks: marks.rawValue),
            name_count: UInt8(truncatingIfNeeded: min(name.count, 255)),
            name_start: Int32(truncatingIfNeeded: name.lowerBound),
            value_start: Int32(truncatingIfNeeded: value.lowerBound),
            value_count: Int32(truncatingIfNeeded: value.count), field_hit: Int32(truncatingIfNeeded: hit))
    }

    /// Moves a match that was found behind an encoding to the place of the encoded text.
    ///
    /// - Parameters:
    ///   - value: Where its value begins among the decoded bytes; and so for its name.
    mutating func nest(in range: Range<Int>, value: Int, name: Int) {
        start = Int32(truncatingIfNeeded: range.lowerBound)
        end = Int32(truncatingIfNeeded: range.upperBound)
        marks = [.isNested, .valueIsDecoded, .nameIsDecoded]
        reasons.insert(.decoded)
        fields.field_hit = -1
        fields.value_start = Int32(truncatingIfNeeded: value)
        fields.name_start = Int32(truncatingIfNeeded: name)
    }

    @inlinable public var range: Range<Int> { Int(start)..<Int(end) }

    /// Where the value stands, escapes read through: in the detector's decoded bytes or in the chunk.
    @inlinable public var valueRange: Range<Int> {
        Int(fields.value_start)..<Int(fields.value_start + fields.value_count)
    }

    /// How it was found: equal for matches of one rule with the same confidence, reasons and marks; never 0.
    @inlinable public var traits: UInt64 {
        UInt64(fields.traits.rule) | UInt64(fields.traits.reasons) << 16
            | UInt64(fields.traits.confidence) << 32 | UInt64(fields.traits.marks) << 40 | 1 << 63
    }

    /// It has no escape, neither has its name, and nothing needs to prove it.
    @inlinable public var isPlain: Bool { marks.rawValue & Marks.beyondPlain.rawValue == 0 }
    @inlinable public var valueIsDecoded: Bool { marks.contains(.valueIsDecoded) }

    /// Nothing but the check speaks for the value: it is a finding when those of the same column pass, too.
    @inlinable public var isUnproven: Bool { marks.contains(.isUnproven) }

    /// Where the name of the value's field stands, likewise; empty for none.
    public var nameRange: Range<Int> { Int(nameStart)..<Int(nameStart) + Int(nameCount) }
    public var nameIsDecoded: Bool { marks.contains(.nameIsDecoded) }

    /// What stands where the field's name should is a finding itself, or a part of one, and must not be shown as a name.
    public var nameIsFound: Bool { marks.contains(.nameIsFound) }
}

/// A value that has the shape of a rule, and fails its check.
public struct Miss: Equatable, Sendable {
    /// The value in the chunk's bytes, escapes included.
    public internal(set) var start: Int32
    public internal(set) var end: Int32

    /// The rule, by its index in the compiled rules.
    public internal(set) var rule: UInt16

    @inline(__always)
    init(_ range: Range<Int>, rule: Int) {
        // As for a match: nothing is cut off.
        start = Int32(truncatingIfNeeded: range.lowerBound)
        end = Int32(truncatingIfNeeded: range.upperBound)
        self.rule = UInt16(truncatingIfNeeded: rule)
    }

    public var range: Range<Int> { Int(start)..<Int(end) }
}

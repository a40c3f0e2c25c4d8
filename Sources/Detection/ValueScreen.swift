internal import Bytes
internal import CByteScan

/// Tells of most values whether an expression matches the whole of them, by their bytes alone.
///
/// Each match consists of bytes of the expression's alphabet, so a value with another byte is none. An expression is
/// plain that is one set of bytes, so and so often, perhaps behind a first byte of a smaller set, and behind look-aheads:
/// all values of its alphabet and length are matches for which no look-ahead fails. Whether one fails is told by a
/// condition: `(?=.*[a-z])` does not where some byte is such a letter; and none of the texts in `(?!…)` stands there when
/// the value begins with a byte that none of them begins with, or has one that none of them has and they go on to the
/// end, or lacks one that they all need. Where no condition holds PCRE2 is asked.
@safe
struct ValueScreen {
    private let screen: UnsafeMutablePointer<seep_screen>

    enum Answer {
        case matches
        case fails
        case unknown
    }

    /// - Returns: `nil` where the expression is written in a way that is not read.
    init?(_ source: String) {
        guard let made = Self.make(source) else { return nil }
        unsafe screen = .allocate(capacity: 1)
        unsafe screen.initialize(to: made)
    }

    /// Ends the screen's life: its owner's duty, once.
    func free() {
        unsafe screen.deallocate()
    }

    @inline(__always)
    func answer(_ value: Span<UInt8>) -> Answer {
        // Sound: the kernel reads the value during the call only; the screen lives until its owner frees it.
        let answer = unsafe value.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return SEEP_SCREEN_ASKS }
            return unsafe seep_screen_value(screen, base, buffer.count)
        }
        switch answer {
        case SEEP_SCREEN_MATCHES: return .matches
        case SEEP_SCREEN_FAILS: return .fails
        default: return .unknown
        }
    }

    private static func make(_ source: String) -> seep_screen? {
        guard let syntax = ExpressionSyntax(source) else { return nil }
        let alphabet = syntax.choice.alphabet
        let lengths = syntax.choice.lengths
        // Behind what may be empty nothing is known of the first byte but that it is one of the match.
        let first = syntax.choice.firstBytes ?? alphabet
        let conditions = conditions(of: syntax, alphabet: alphabet)
        var screen = seep_screen()
        screen.alphabet = alphabet.kernelSet
        screen.least = UInt32(clamping: lengths.least)
        screen.most = UInt32(clamping: lengths.most)
        screen.is_sufficient = conditions == nil ? 0 : 1
        var table = Table()
        table.enter(Condition(first: first, all: alphabet), bit: UInt16(SEEP_SCREEN_ALPHABET))
        for (index, condition) in (conditions ?? []).enumerated() {
            screen.wanted |= 1 << UInt16(index)
            table.enter(condition, bit: 1 << UInt16(index))
        }
        table.write(to: &screen)
        return screen
    }

    /// The most conditions that an expression may have; one bit is the alphabet's.
    private static let conditionsMax = 15

    /// The conditions under which a value of the alphabet, and of the right length, is a match; `nil` where the
    /// expression is not plain.
    private static func conditions(of syntax: ExpressionSyntax, alphabet: ByteSet) -> [Condition]? {
        // A line feed would be the one byte that `.` does not pass, and that `$` may stand before.
        guard syntax.choice.sequences.count == 1, !alphabet.contains(0x0A) else { return nil }
        var conditions: [Condition] = []
        var bytes: [ExpressionSyntax.Item] = []
        for item in syntax.choice.sequences[0] {
            switch item.part {
            case .byte: bytes.append(item)
            case .ahead(let choice, let mustNot):
                guard bytes.isEmpty, choice.sequences.allSatisfy({ !$0.isEmpty }) else { return nil }
                if mustNot {
                    conditions += choice.sequences.map { Condition(refuting: $0) }
                } else {
                    guard choice.sequences.count == 1, let condition = Condition(finding: choice.sequences[0])
                    else { return nil }
                    conditions.append(condition)
                }
            case .group, .end: return nil
            }
        }
        guard conditions.count <= conditionsMax, isRun(bytes) else { return nil }
        return conditions
    }

    /// Whether every text of the items' bytes, and of their length, is a match.
    private static func isRun(_ items: [ExpressionSyntax.Item]) -> Bool {
        guard let last = items.last, case .byte(let all) = last.part, items.count <= 2 else { return false }
        guard items.count == 2 else { return true }
        guard items[0].least == 1, items[0].most == 1, case .byte(let first) = items[0].part else {
            return false
        }
        return first.isSubset(of: all)
    }
}

/// A condition of a screen: it holds where any of the three does.
private struct Condition {
    /// The value begins with one of these.
    var first = ByteSet()

    /// One of these stands in the value.
    var any = ByteSet()

    /// All bytes of the value are of these.
    var all = ByteSet()

    init(first: ByteSet, all: ByteSet) {
        self.first = first
        self.all = all
    }

    /// That none of the texts of a sequence stands at the value's beginning.
    init(refuting sequence: [ExpressionSyntax.Item]) {
        if let first = sequence.firstBytes { self.first = first.inverted }
        if case .end? = sequence.last?.part { any = sequence.alphabet.inverted }
        if let needed = sequence.needed { all = needed.inverted }
    }

    /// That a byte stands anywhere: `.*[a-z]`.
    init?(finding sequence: [ExpressionSyntax.Item]) {
        guard sequence.count == 2, case .byte(let before) = sequence[0].part, sequence[0].least == 0,
            sequence[0].most == .max, ByteSet(allBut: [0x0A]).isSubset(of: before),
            case .byte(let wanted) = sequence[1].part, sequence[1].least == 1
        else { return nil }
        any = wanted
    }
}

/// The conditions of a screen by byte.
private struct Table {
    private var first = [UInt16](repeating: 0, count: 256)
    private var any = [UInt16](repeating: 0, count: 256)
    private var all = [UInt16](repeating: 0, count: 256)

    mutating func enter(_ condition: Condition, bit: UInt16) {
        for byte in UInt8.min...UInt8.max {
            if condition.first.contains(byte) { first[Int(byte)] |= bit }
            if condition.any.contains(byte) { any[Int(byte)] |= bit }
            if condition.all.contains(byte) { all[Int(byte)] |= bit }
        }
    }

    func write(to screen: inout seep_screen) {
        unsafe withUnsafeMutableBytes(of: &screen.first) { bytes in
            // Sound: the field has room for 256 numbers of this size.
            for byte in 0..<256 {
                unsafe bytes.storeBytes(of: first[byte], toByteOffset: byte * 2, as: UInt16.self)
            }
        }
        unsafe withUnsafeMutableBytes(of: &screen.bytes) { bytes in
            // Sound: as above.
            for byte in 0..<256 {
                let both = UInt32(all[byte]) << 16 | UInt32(any[byte])
                unsafe bytes.storeBytes(of: both, toByteOffset: byte * 4, as: UInt32.self)
            }
        }
    }
}

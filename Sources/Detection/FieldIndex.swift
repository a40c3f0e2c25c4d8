private import Bytes
internal import CByteScan
internal import Rules

/// What a field's name asks for.
struct FieldPlan {
    /// Rules to try on the value; empty for a name that only stands beside others.
    var tests: [FieldTest]

    /// The identity of the name, which `siblings` and `notWith` refer to.
    var name: Int
}

/// The names that any rule asks for, found by the last words of a field's name.
///
/// A name is hashed from its last byte to its first, so that one walk backwards over a field's
/// name tries every run of last words. A class, for a copy would carry the kernel's table along.
final class FieldIndex: @unchecked Sendable {
    // Sendable: nothing changes after the initialiser.
    private var slots: [Slot]
    private let slotMask: Int
    private(set) var plans: [FieldPlan] = []
    private var planOfName: [FieldName: Int] = [:]

    /// Which last three letters some name has: the kernel's filter.
    private(set) var endings = seep_name_endings()

    private struct Slot {
        var hash: UInt64 = 0
        var plan: Int32 = -1
    }

    /// Where a name stands in the bytes, and what it asks for.
    struct Lookup {
        var plan: Int

        /// The whole field name, as far as it is one word of the format.
        var name: Range<Int>

        /// Backslashes before the closing quote: 0 outside of escaped JSON.
        var quoteDepth: Int

        /// The quote around the name; 0 for none.
        var quote: UInt8
    }

    init(_ rules: [Rule]) {
        var wanted: [(name: FieldName, rule: Int?)] = []
        for (index, rule) in rules.enumerated() {
            guard let fields = rule.fields else { continue }
            for name in fields.names { wanted.append((name, index)) }
            for name in fields.siblings + fields.notWith { wanted.append((name, nil)) }
        }
        var capacity = 64
        while capacity < wanted.count * 3 { capacity *= 2 }
        slots = [Slot](repeating: Slot(), count: capacity)
        slotMask = capacity - 1
        for (name, rule) in wanted {
            let plan = planIndex(name)
            if let rule, !plans[plan].tests.contains(where: { $0.rule == rule }),
                let fields = rules[rule].fields
            {
                plans[plan].tests.append(
                    FieldTest(
                        rule: rule, shape: FieldShape(fields.value), confidence: fields.confidence,
                        needsRecord: !fields.siblings.isEmpty || !fields.notWith.isEmpty))
            }
        }
    }

    /// The identity of a name that some rule asks for.
    func plan(of name: FieldName) -> Int? {
        planOfName[name]
    }

    private func planIndex(_ name: FieldName) -> Int {
        if let known = planOfName[name] { return known }
        let plan = plans.count
        plans.append(FieldPlan(tests: [], name: plan))
        planOfName[name] = plan
        let bytes = Array(name.text.utf8)
        let hash = bytes.reversed().reduce(Self.seed) { Self.mixed($0, $1) }
        var at = Int(truncatingIfNeeded: hash) & slotMask
        while slots[at].plan >= 0 { at = (at + 1) & slotMask }
        slots[at] = Slot(hash: hash, plan: Int32(plan))
        noteEnding(of: bytes)
        return plan
    }

    /// Sets the kernel's bits for a name's last three letters.
    private func noteEnding(of name: [UInt8]) {
        // The kernel drops trailing digits before it looks.
        var letters = name[...]
        while let last = letters.last, last &- 0x30 < 10 { letters.removeLast() }
        let folded = letters.suffix(3).map { Self.fold($0) }
        let known = folded.reduce(0) { $0 << 5 | $1 }
        switch folded.count {
        case 3:
            setEnding(known)
            // The name may be written in words: `patient_id`, `plan_b`.
            setEnding(known & 0x3FF)
            setEnding((known >> 5 & 31) << 10 | known & 31)
        // Before a shorter name stands any byte: a separator, or the last letter of another word.
        case 2: for first in 0..<32 { setEnding(first << 10 | known) }
        default: for first in 0..<1024 { setEnding(first << 5 | known) }
        }
    }

    private func setEnding(_ index: Int) {
        unsafe withUnsafeMutableBytes(of: &endings) { bytes in
            // Sound: an index has 15 bits, and the table holds 2^15.
            let byte = unsafe bytes[index >> 3]
            unsafe bytes[index >> 3] = byte | 1 << UInt8(index & 7)
        }
    }

    private static func fold(_ byte: UInt8) -> Int {
        if byte >= 0x80 { return 31 }
        let letter = (byte | 0x20) &- 0x61
        return letter < 26 ? Int(letter) + 1 : 0
    }

    private static let seed: UInt64 = 0x9E37_79B9_7F4A_7C15

    @inline(__always)
    private static func mixed(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
        let product = (hash ^ UInt64(byte)) &* 0xFF51_AFD7_ED55_8CCD
        return product ^ product >> 29
    }

    /// Reads the name that ends before the separator at `separator`, and looks its last words up.
    ///
    /// - Returns: `nil` where no rule asks for the name. The longest run of words wins.
    func lookup(_ bytes: Span<UInt8>, separator: Int) -> Lookup? {
        var end = separator
        let floor = max(0, separator - Limits.fieldNameBytesMax - 8)
        if end > floor, bytes[end - 1] == 0x20 { end -= 1 }
        var quote: UInt8 = 0
        var depth = 0
        if end > floor, bytes[end - 1] == 0x22 || bytes[end - 1] == 0x27 {
            quote = bytes[end - 1]
            end -= 1
            while depth < 3, end > floor, bytes[end - 1] == 0x5C {
                depth += 1
                end -= 1
            }
        }
        var at = end
        while at > floor, bytes[at - 1] &- 0x30 < 10 { at -= 1 }
        // A name that is nothing but digits, or whose digits belong to it, is tried with them below.
        return search(bytes, from: at, end: end, floor: floor, quote: quote, depth: depth)
            ?? (at < end ? search(bytes, from: end, end: end, floor: floor, quote: quote, depth: depth) : nil)
    }

    private func search(
        _ bytes: Span<UInt8>, from: Int, end: Int, floor: Int, quote: UInt8, depth: Int
    ) -> Lookup? {
        var hash = Self.seed
        var at = from
        var letters = 0
        var found = -1
        var start = from
        while at > floor {
            let byte = bytes[at - 1]
            if isSeparator(byte) {
                // A space joins the words of a name only where nothing else can: `Full Name: …`.
                if byte == 0x20, at - 2 < floor || !isLetter(bytes[at - 2]) { break }
                at -= 1
                continue
            }
            let folded = foldedNameByte(byte)
            if folded == 0 { break }
            hash = Self.mixed(hash, folded)
            letters += 1
            if letters > 40 { break }
            at -= 1
            if beginsWord(bytes, at, floor: floor), let plan = find(hash) {
                found = plan
                start = at
            }
        }
        guard found >= 0 else { return nil }
        // The place is named by the whole field name, not only by the words that a rule knows.
        while start > floor, foldedNameByte(bytes[start - 1]) != 0 || isJoint(bytes[start - 1]) { start -= 1 }
        return Lookup(plan: found, name: start..<end, quoteDepth: depth, quote: quote)
    }

    @inline(__always)
    private func find(_ hash: UInt64) -> Int? {
        var at = Int(truncatingIfNeeded: hash) & slotMask
        while true {
            let slot = slots[at]
            if slot.plan < 0 { return nil }
            if slot.hash == hash { return Int(slot.plan) }
            at = (at + 1) & slotMask
        }
    }

    /// Whether a word of a name begins at `at`: after a separator, or at a camel-case hump.
    @inline(__always)
    private func beginsWord(_ bytes: Span<UInt8>, _ at: Int, floor: Int) -> Bool {
        guard at > floor else { return true }
        let before = bytes[at - 1]
        if foldedNameByte(before) == 0 { return true }
        let byte = bytes[at]
        guard byte &- 0x41 < 26 else { return false }
        // `userID`: a capital after a small letter; `APIToken`: the last capital before small ones.
        if before &- 0x41 >= 26 { return true }
        return at + 1 < bytes.count && bytes[at + 1] &- 0x61 < 26
    }

    @inline(__always)
    private func isSeparator(_ byte: UInt8) -> Bool {
        byte == 0x5F || byte == 0x2D || byte == 0x2E || byte == 0x20
    }

    @inline(__always)
    private func isJoint(_ byte: UInt8) -> Bool {
        byte == 0x5F || byte == 0x2D || byte == 0x2E
    }

    @inline(__always)
    private func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte >= 0x80
    }

    /// A letter in lower case, a digit or a byte of a longer character; 0 for what ends a name.
    @inline(__always)
    private func foldedNameByte(_ byte: UInt8) -> UInt8 {
        if byte &- 0x41 < 26 { return byte | 0x20 }
        if byte &- 0x61 < 26 || byte &- 0x30 < 10 || byte >= 0x80 { return byte }
        return 0
    }
}

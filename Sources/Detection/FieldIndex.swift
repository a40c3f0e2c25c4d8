internal import CByteScan
internal import Rules

/// The names that any rule asks for, in the form in which the kernel looks them up.
///
/// A name is hashed from its last byte to its first, so that one walk backwards over a field's
/// name tries every run of last words.
@safe
final class FieldIndex: @unchecked Sendable {
    // Sendable: nothing changes after the initialiser.
    private let slots: UnsafeMutableBufferPointer<seep_name_slot>
    private let names: UnsafeMutablePointer<seep_names>

    /// The tests of all names, those of one name side by side.
    let tests: [FieldTest]

    /// By plan, where the tests begin that a name asks for: none for one that only stands beside others.
    private let testStarts: [Int32]
    let shapeLists: ShapeLists

    /// The names that rules ask for beside others are the plans below.
    let besideCount: Int

    /// Where a name stands in the bytes, and what it asks for.
    struct Lookup {
        var plan: Int

        /// The whole field name, as far as it is one word of the format.
        var name: Range<Int>
        var isQuoted: Bool
    }

    init(_ rules: [Rule]) {
        let fields = rules.map(\.fields)
        let beside = fields.flatMap { ($0?.siblings ?? []) + ($0?.notWith ?? []) }
        let count = fields.reduce(beside.count) { $0 + ($1?.names.count ?? 0) }
        var capacity = 64
        while capacity < count * 3 { capacity *= 2 }
        unsafe slots = .allocate(capacity: capacity)
        unsafe slots.initialize(repeating: seep_name_slot(hash: 0, plan: -1))
        unsafe names = .allocate(capacity: 1)
        unsafe names.initialize(to: seep_names())
        unsafe names.pointee.slots = UnsafePointer(slots.baseAddress)
        unsafe names.pointee.mask = capacity - 1
        var plans = Plans()
        for name in beside { _ = unsafe Self.enter(name, slots, names, &plans) }
        besideCount = plans.lastRule.count
        var shapeLists = ShapeLists()
        for (rule, fields) in fields.enumerated() {
            guard let fields else { continue }
            let test = FieldTest(
                rule: Int32(rule), shape: shapeLists.fieldShape(fields.value), confidence: fields.confidence,
                needsRecord: !fields.siblings.isEmpty || !fields.notWith.isEmpty)
            for name in fields.names {
                let plan = unsafe Self.enter(name, slots, names, &plans)
                // Two of its names may be one.
                if plans.lastRule[plan] != rule { plans.tests.append((plan, test)) }
                plans.lastRule[plan] = rule
            }
        }
        precondition(plans.lastRule.count < 65_535, "an event of the kernel has 16 bits for a name")
        self.shapeLists = shapeLists
        (testStarts, tests) = plans.sorted()
    }

    /// What the names ask for, while they are met.
    private struct Plans {
        /// By plan, the rule that asked last; -1 for none.
        var lastRule: [Int] = []
        var tests: [(plan: Int, test: FieldTest)] = []

        /// The tests by their plans, in the order of the rules, and where those of each plan begin.
        func sorted() -> (starts: [Int32], tests: [FieldTest]) {
            var starts = [Int32](repeating: 0, count: lastRule.count + 1)
            for (plan, _) in tests { starts[plan + 1] += 1 }
            for plan in lastRule.indices { starts[plan + 1] += starts[plan] }
            guard let first = tests.first else { return (starts, []) }
            var next = starts
            var sorted = [FieldTest](repeating: first.test, count: tests.count)
            for (plan, test) in tests {
                sorted[Int(next[plan])] = test
                next[plan] += 1
            }
            return (starts, sorted)
        }
    }

    /// The places among `tests` of those that a name asks for.
    @inline(__always)
    func testIndices(of plan: Int) -> Range<Int> {
        Int(testStarts[plan])..<Int(testStarts[plan + 1])
    }

    /// The plan of a column's name, by its longest run of last words that a rule asks for; `nil` for none.
    func plan(ofColumn name: String) -> Int? {
        let bytes = Array(name.utf8)
        // Sound: the kernel reads the name during the call only.
        let plan = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe withNames { names in unsafe seep_find_name(buffer.baseAddress, buffer.count, names) }
        }
        return plan >= 0 ? Int(plan) : nil
    }

    /// The identity of a name that some rule asks for.
    func plan(of name: FieldName) -> Int? {
        let plan = unsafe slots[Self.slot(of: Self.hash(name), slots)].plan
        return plan >= 0 ? Int(plan) : nil
    }

    deinit {
        unsafe names.deallocate()
        unsafe slots.deallocate()
    }

    /// Lends the names to the kernel for the call.
    @inline(__always)
    func withNames<Result>(_ body: (UnsafePointer<seep_names>) -> Result) -> Result {
        unsafe body(UnsafePointer(names))
    }

    /// Makes a name known to the kernel, if it is not.
    ///
    /// - Returns: Its plan.
    private static func enter(
        _ name: FieldName, _ slots: UnsafeMutableBufferPointer<seep_name_slot>,
        _ names: UnsafeMutablePointer<seep_names>, _ plans: inout Plans
    ) -> Int {
        let hash = hash(name)
        let slot = unsafe slot(of: hash, slots)
        let known = unsafe slots[slot].plan
        if known >= 0 { return Int(known) }
        let bytes = Array(name.text.utf8)
        // Sound: the kernel reads the name, and writes the endings, during the call only.
        unsafe bytes.withUnsafeBufferPointer { name in
            unsafe seep_note_name(&names.pointee.endings, name.baseAddress, name.count)
        }
        unsafe slots[slot] = seep_name_slot(hash: hash, plan: Int32(plans.lastRule.count))
        plans.lastRule.append(-1)
        return plans.lastRule.count - 1
    }

    private static func hash(_ name: FieldName) -> UInt64 {
        let bytes = Array(name.text.utf8)
        // Sound: the kernel reads the name during the call only.
        return unsafe bytes.withUnsafeBufferPointer { name in
            unsafe seep_hash_name(name.baseAddress, name.count)
        }
    }

    /// The slot that has a hash, or will.
    private static func slot(of hash: UInt64, _ slots: UnsafeMutableBufferPointer<seep_name_slot>) -> Int {
        let mask = slots.count - 1
        var at = Int(truncatingIfNeeded: hash) & mask
        // Sound: the index is masked to the table, of which two thirds are free.
        while unsafe slots[at].plan >= 0, unsafe slots[at].hash != hash { at = (at + 1) & mask }
        return at
    }

    /// What the kernel's event tells of the name before the separator at `separator`.
    @inline(__always)
    func lookup(_ bytes: Span<UInt8>, event: UInt64, separator: Int) -> Lookup {
        let start = separator - Int(truncatingIfNeeded: event >> 40 & 0xFF)
        var end = separator
        if end > start, bytes[end - 1] == 0x20 { end -= 1 }
        var isQuoted = false
        if end > start, bytes[end - 1] == 0x22 || bytes[end - 1] == 0x27 {
            isQuoted = true
            end -= 1
            while end > start, bytes[end - 1] == 0x5C { end -= 1 }
        }
        return Lookup(plan: Int(event >> 48), name: start..<end, isQuoted: isQuoted)
    }
}

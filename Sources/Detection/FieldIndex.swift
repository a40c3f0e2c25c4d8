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
    private let planOfName: [FieldName: Int]

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
        var wanted: [(name: FieldName, rule: Int?)] = []
        for (index, rule) in rules.enumerated() {
            guard let fields = rule.fields else { continue }
            for name in fields.names { wanted.append((name, index)) }
        }
        let beside = rules.compactMap(\.fields).flatMap { $0.siblings + $0.notWith }
        wanted = beside.map { ($0, nil) } + wanted
        var capacity = 64
        while capacity < wanted.count * 3 { capacity *= 2 }
        unsafe slots = .allocate(capacity: capacity)
        unsafe slots.initialize(repeating: seep_name_slot(hash: 0, plan: -1))
        unsafe names = .allocate(capacity: 1)
        unsafe names.initialize(to: seep_names())
        unsafe names.pointee.slots = UnsafePointer(slots.baseAddress)
        unsafe names.pointee.mask = capacity - 1
        var planOfName: [FieldName: Int] = [:]
        planOfName.reserveCapacity(wanted.count)
        var nameOfPlan: [FieldName] = []
        var testsOfPlan: [[FieldTest]] = []
        var shapeLists = ShapeLists()
        for (name, rule) in wanted {
            let plan = planOfName[name] ?? nameOfPlan.count
            if plan == nameOfPlan.count {
                planOfName[name] = plan
                nameOfPlan.append(name)
                testsOfPlan.append([])
            }
            guard let rule, !testsOfPlan[plan].contains(where: { $0.rule == rule }),
                let fields = rules[rule].fields
            else { continue }
            testsOfPlan[plan].append(
                FieldTest(
                    rule: Int32(rule), shape: shapeLists.fieldShape(fields.value),
                    confidence: fields.confidence,
                    needsRecord: !fields.siblings.isEmpty || !fields.notWith.isEmpty))
        }
        besideCount = Set(beside).count
        precondition(nameOfPlan.count < 65_535, "an event of the kernel has 16 bits for a name")
        self.planOfName = planOfName
        self.shapeLists = shapeLists
        tests = testsOfPlan.flatMap { $0 }
        testStarts = testsOfPlan.reduce(into: [0]) { $0.append(($0.last ?? 0) + Int32($1.count)) }
        for (plan, name) in nameOfPlan.enumerated() { enter(name, plan: plan) }
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
        planOfName[name]
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

    /// Makes a name known to the kernel.
    private func enter(_ name: FieldName, plan: Int) {
        let bytes = Array(name.text.utf8)
        // Sound: the kernel reads the name, and writes the endings, during the calls only.
        let hash = unsafe bytes.withUnsafeBufferPointer { name in
            unsafe seep_note_name(&names.pointee.endings, name.baseAddress, name.count)
            return unsafe seep_hash_name(name.baseAddress, name.count)
        }
        let mask = unsafe slots.count - 1
        var at = Int(truncatingIfNeeded: hash) & mask
        // Sound: the index is masked to the table, which is at most half full.
        while unsafe slots[at].plan >= 0 { at = (at + 1) & mask }
        unsafe slots[at] = seep_name_slot(hash: hash, plan: Int32(plan))
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

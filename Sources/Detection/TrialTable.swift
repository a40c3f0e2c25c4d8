internal import Bytes
internal import CByteScan
private import Rules

/// Where each rule's expression is tried, and the expression itself, compiled when a candidate first asks for it, so
/// that a short run does not wait for rules that it never needs; one per worker.
@safe
final class TrialTable {
    private let slots: UnsafeMutablePointer<Slot>

    /// The bytes of each rule's lead, as the kernel looks them up.
    private let leads: UnsafeMutablePointer<seep_byte_set>

    /// Two sets a rule, apart from the slots so that one byte is looked up without a copy of its set.
    private let sets: UnsafeMutablePointer<ByteSet>
    private let rules: CompiledRules
    private let count: Int

    private struct Slot {
        var leadMax = 0
        var held: UInt8?
        var windowBytes = 0
        var opensText = true
        var findsEmail = false
        var known: KnownExpression?

        /// A match begins behind the letter of an escape.
        var readsEscapes = false
        var expression: Expression?
    }

    /// The order of a rule's sets: what may stand right before a match, and at its beginning.
    private enum SetIndex {
        static let before = 0
        static let first = 1
        static let count = 2
    }

    /// An expression, and the bytes at which and up to which it is tried.
    struct Trial {
        var expression: Expression
        var start: Int
        var end: Int

        /// `EmailFinder` finds what the expression finds.
        var findsEmail: Bool
    }

    init(_ rules: CompiledRules) {
        self.rules = rules
        count = rules.rules.count
        unsafe slots = .allocate(capacity: count)
        unsafe slots.initialize(repeating: Slot(), count: count)
        unsafe leads = .allocate(capacity: count)
        unsafe sets = .allocate(capacity: count * SetIndex.count)
        unsafe sets.initialize(repeating: .all, count: count * SetIndex.count)
        for (rule, candidate) in rules.candidates.enumerated() {
            unsafe slots[rule].leadMax = candidate.leadMax
            unsafe slots[rule].held = candidate.held
            unsafe slots[rule].windowBytes = candidate.windowBytes
            unsafe slots[rule].findsEmail = candidate.findsEmail
            unsafe slots[rule].known = candidate.known
            unsafe slots[rule].readsEscapes = candidate.readsEscapes
            let lead = candidate.leadMax > 0 ? candidate.lead.kernelSet : seep_byte_set()
            unsafe (leads + rule).initialize(to: lead)
        }
    }

    deinit {
        for rule in 0..<count { unsafe slots[rule].expression?.free() }
        unsafe slots.deallocate()
        unsafe leads.deallocate()
        unsafe sets.deallocate()
    }

    /// The expression of a rule that has one.
    @inline(__always)
    func expression(_ rule: Int) -> Expression {
        precondition(rule < count, "a rule that the table was not made for")
        // Sound: the index was just checked, and every slot was initialised.
        return unsafe slots[rule].expression ?? compile(rule)
    }

    /// What the kernel matches at a trigger, for a rule whose expression it knows.
    @inline(__always)
    func knownAnswer(_ rule: Int, trigger: Int, _ bytes: Span<UInt8>) -> KnownExpression.Answer {
        precondition(rule < count, "a rule that the table was not made for")
        // Sound: the index was just checked; the slots live as long as the table.
        let slot = unsafe slots + rule
        guard let known = unsafe slot.pointee.known else { return .unknown }
        let end = unsafe min(bytes.count, trigger + slot.pointee.windowBytes)
        return known.answer(bytes, from: trigger, upTo: end)
    }

    /// Goes from a trigger back over the rule's lead.
    ///
    /// - Returns: `nil` where no match can begin.
    @inline(__always)
    func trial(_ rule: Int, trigger: Int, _ bytes: Span<UInt8>) -> Trial? {
        precondition(rule < count, "a rule that the table was not made for")
        // Sound: the index was just checked; slots and sets live as long as the table.
        let slot = unsafe slots + rule
        let set = unsafe sets + rule * SetIndex.count
        var start = trigger
        if unsafe slot.pointee.leadMax > 0 {
            guard let first = leadStart(rule, trigger: trigger, bytes) else { return nil }
            start = first
            if start > 0, bytes[start - 1] == 0x5C, unsafe slot.pointee.readsEscapes {
                start = EmailFinder.start(behindBackslash: start, bytes, end: trigger)
            }
        }
        // Until the expression is compiled, its sets let every byte through.
        guard start < bytes.count, unsafe ByteSet.contains(set + SetIndex.first, bytes[start]) else {
            return nil
        }
        if start > 0 {
            guard unsafe ByteSet.contains(set + SetIndex.before, bytes[start - 1]) else { return nil }
        } else {
            guard unsafe slot.pointee.opensText else { return nil }
        }
        let expression = unsafe slot.pointee.expression ?? compile(rule)
        return unsafe Trial(
            expression: expression, start: start, end: min(bytes.count, start + slot.pointee.windowBytes),
            findsEmail: slot.pointee.findsEmail)
    }

    /// Where the lead before a trigger begins; `nil` where it is too long, or lacks what it must hold.
    @inline(__always)
    private func leadStart(_ rule: Int, trigger: Int, _ bytes: Span<UInt8>) -> Int? {
        precondition(trigger <= bytes.count, "a trigger behind the bytes")
        // Sound: the caller checked the rule; the kernel reads the bytes before the trigger, during the call.
        let slot = unsafe slots + rule
        let floor = unsafe max(0, trigger - slot.pointee.leadMax - 1)
        let start = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe seep_run_start(buffer.baseAddress, trigger, floor, leads + rule)
        }
        guard unsafe trigger - start <= slot.pointee.leadMax else { return nil }
        guard let held = unsafe slot.pointee.held else { return start }
        let stands = unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return false }
            return unsafe seep_run_holds(base, start, trigger, held) != 0
        }
        return stands ? start : nil
    }

    /// Compiles a rule's expression; its source passed the check of the rules, so it compiles.
    @inline(never)
    private func compile(_ rule: Int) -> Expression {
        guard let source = rules.rules[rule].pattern?.expression,
            let expression = try? Expression(source, isAnchored: !rules.rulesEverywhere.contains(rule))
        else { preconditionFailure("an expression that no check of the rules let through") }
        let gate = Gate(source)
        unsafe slots[rule].opensText = gate.opensText
        unsafe slots[rule].expression = expression
        unsafe sets[rule * SetIndex.count + SetIndex.before] = gate.before
        unsafe sets[rule * SetIndex.count + SetIndex.first] = gate.first
        return expression
    }
}

/// A worker's expressions of whole values, and what tells most values without them; each is made when a value first asks
/// for it, so that a short run does not wait for rules that it never needs.
@safe
final class ExpressionTable {
    private let slots: UnsafeMutablePointer<Slot>
    private let count: Int

    private struct Slot {
        var expression: Expression?
        var screen: ValueScreen?

        /// The screen was made, or there is none.
        var isRead = false
    }

    /// - Parameter count: How many expressions there may be.
    init(count: Int) {
        self.count = count
        unsafe slots = .allocate(capacity: count)
        unsafe slots.initialize(repeating: Slot(), count: count)
    }

    deinit {
        for index in 0..<count {
            unsafe slots[index].expression?.free()
            unsafe slots[index].screen?.free()
        }
        unsafe slots.deallocate()
    }

    /// - Parameter make: Compiles the expression; its source passed the check of the rules, so it compiles.
    @inline(__always)
    func expression(_ index: Int, make: () -> Expression?) -> Expression {
        precondition(index < count, "a rule that the table was not made for")
        // Sound: the index was just checked, and every slot was initialised.
        if let known = unsafe slots[index].expression { return known }
        guard let made = make() else {
            preconditionFailure("an expression that no check of the rules let through")
        }
        unsafe slots[index].expression = made
        return made
    }

    /// What a value tells by its bytes alone.
    ///
    /// - Parameter source: The expression.
    @inline(__always)
    func screen(_ index: Int, _ value: Span<UInt8>, source: () -> String?) -> ValueScreen.Answer {
        precondition(index < count, "a rule that the table was not made for")
        // Sound: as above.
        if unsafe !slots[index].isRead {
            unsafe slots[index].screen = source().flatMap { ValueScreen($0) }
            unsafe slots[index].isRead = true
        }
        return unsafe slots[index].screen?.answer(value) ?? .unknown
    }
}

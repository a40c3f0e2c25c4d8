/// A worker's expressions, each compiled when a candidate first asks for it, so that a short run does not wait for
/// rules that it never needs.
@safe
final class ExpressionTable {
    private let slots: UnsafeMutablePointer<Expression?>
    private let count: Int

    /// - Parameter count: How many expressions there may be.
    init(count: Int) {
        self.count = count
        unsafe slots = .allocate(capacity: count)
        unsafe slots.initialize(repeating: nil, count: count)
    }

    deinit {
        for index in 0..<count { unsafe slots[index]?.free() }
        unsafe slots.deallocate()
    }

    /// - Parameter make: Compiles the expression; its source passed the check of the rules, so it compiles.
    @inline(__always)
    func expression(_ index: Int, make: () -> Expression?) -> Expression {
        precondition(index < count, "a rule that the table was not made for")
        // Sound: the index was just checked, and every slot was initialised.
        if let known = unsafe slots[index] { return known }
        guard let made = make() else {
            preconditionFailure("an expression that no check of the rules let through")
        }
        unsafe slots[index] = made
        return made
    }
}

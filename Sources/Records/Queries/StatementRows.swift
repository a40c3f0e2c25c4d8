internal import Bytes

/// The rows of an `INSERT` in a log, which may go on for megabytes: how far behind its first byte values are still placed.
///
/// A value has a place that stands at most `Limits.statementReachBytes` behind the statement's first byte, or, in rows, behind
/// its own row's, as long as the rows before it begin no further apart. So what is told of a value depends on the bytes
/// around it and on the statement's head, and reading can go on from any row.
struct StatementRows {
    /// Where the row begins that was met last; `nil` before the first.
    private var start: Int?

    /// The parser as it was before the first row, and is before each.
    private var before: QueryParser?

    /// Parentheses that are open in the row; 0 between rows.
    private var depth = 0
    private var hasEnded = false

    /// Values are placed as far as the rows go.
    private let reachesOn: Bool

    /// - Parameter isAtHead: The statement stands at the head of an entry, so that who goes on from a row has seen that.
    init(isAtHead: Bool) { reachesOn = isAtHead }

    /// Of rows that are read on from the first byte of one.
    init(from start: Int, _ parser: QueryParser) {
        self.start = start
        before = parser
        reachesOn = true
    }

    /// The row to go on from behind a text that ends, or is cut, at `end`; `nil` where no more rows are followed.
    func row(before end: Int) -> (start: Int, parser: QueryParser)? {
        guard isInReach(end), let start, let before else { return nil }
        return (start, before)
    }

    /// Goes on to a token.
    ///
    /// - Parameters:
    ///   - parser: Takes the token next; begins each row anew.
    ///   - isNear: The token stands near enough to the statement's first byte.
    ///   - end: Where the text ends, or is cut.
    /// - Returns: Whether it is near enough to that byte, or to its row's first.
    mutating func reach(_ token: QueryToken, _ parser: inout QueryParser, isNear: Bool, end: Int) -> Bool {
        if !hasEnded { follow(token, &parser, isNear: isNear, end: end) }
        return isNear || isInReach(token.range.lowerBound)
    }

    private mutating func follow(_ token: QueryToken, _ parser: inout QueryParser, isNear: Bool, end: Int) {
        let mark = token.kind == .mark ? token.mark : 0
        let isBetween = start == nil ? parser.isBeforeRows : depth == 0
        if isBetween, mark == Self.open {
            begin(at: token.range.lowerBound, &parser, isNear: isNear)
        } else if start == nil {
            return
        } else if isBetween {
            // What a cut has shortened tells nothing yet.
            if mark != Self.comma, token.range.upperBound < end { hasEnded = true }
        } else if mark == Self.open {
            depth += 1
        } else if mark == Self.close {
            depth -= 1
        }
    }

    private mutating func begin(at offset: Int, _ parser: inout QueryParser, isNear: Bool) {
        if let before { parser = before } else { before = parser }
        hasEnded = !isNear && !isInReach(offset)
        start = offset
        depth = 1
    }

    private func isInReach(_ offset: Int) -> Bool {
        guard reachesOn, !hasEnded, let start else { return false }
        return offset - start <= Limits.statementReachBytes
    }

    private static let open: UInt8 = 0x28
    private static let close: UInt8 = 0x29
    private static let comma: UInt8 = 0x2C
}

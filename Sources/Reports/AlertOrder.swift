public import Findings

extension Array where Element == Alert {
    /// The alerts in the order of every report.
    ///
    /// Graver first, then the more frequent, then by the bytes of source, rule and place.
    public func worstFirst() -> [Alert] {
        sorted { left, right in
            let (leftRule, rightRule) = (left.rule, right.rule)
            if leftRule.severity != rightRule.severity { return leftRule.severity > rightRule.severity }
            if left.count != right.count { return left.count > right.count }
            // By bytes: `String` calls canonically equal names equal, and these may be two files.
            if !left.source.utf8.elementsEqual(right.source.utf8) {
                return left.source.utf8.lexicographicallyPrecedes(right.source.utf8)
            }
            if leftRule.id != rightRule.id { return leftRule.id < rightRule.id }
            return left.place != right.place ? left.place < right.place : left.first < right.first
        }
    }
}

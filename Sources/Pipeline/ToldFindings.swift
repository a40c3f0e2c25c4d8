internal import Findings

/// The findings of a stream that were told, by what their ids are made of: so a stretch is looked at again for every line
/// that is added, and what was found there before costs a look into a table.
package struct ToldFindings {
    private struct Key: Hashable {
        var rule: RuleID
        var streamOffset: UInt64
        var length: Int
        var valueHash: UInt64
    }

    private var keys: Set<Key> = []

    package init() {}

    /// Remembers a finding.
    ///
    /// - Parameters:
    ///   - length: Bytes of the value in the stream.
    ///   - valueHash: Keyed, and equal for equal values.
    /// - Returns: Whether it is new.
    mutating func insert(_ rule: RuleID, at streamOffset: UInt64, length: Int, valueHash: UInt64) -> Bool {
        let key = Key(rule: rule, streamOffset: streamOffset, length: length, valueHash: valueHash)
        return keys.insert(key).inserted
    }

    /// Forgets what begins before an offset.
    package mutating func forget(before streamOffset: UInt64) {
        if !keys.isEmpty { keys = keys.filter { $0.streamOffset >= streamOffset } }
    }
}

internal import Bytes
internal import Findings

/// The samples with the smallest value hashes: the same few for any order of values.
struct SampleKeeper {
    private(set) var kept: [(hash: UInt64, sample: Sample)] = []

    /// Whether a value with this hash would be kept.
    @inline(__always)
    func wants(_ hash: UInt64) -> Bool {
        guard kept.count == Limits.samplesMax, let last = kept.last else {
            return !kept.contains { $0.hash == hash }
        }
        return hash < last.hash && !kept.contains { $0.hash == hash }
    }

    /// Values with this hash, and those above, are not kept any more; all may be as long as there is room.
    var bound: UInt64 { kept.count == Limits.samplesMax ? kept.last?.hash ?? .max : .max }

    mutating func insert(_ hash: UInt64, _ sample: Sample) {
        guard wants(hash) else { return }
        let place = kept.firstIndex { $0.hash > hash } ?? kept.count
        kept.insert((hash, sample), at: place)
        if kept.count > Limits.samplesMax { kept.removeLast() }
    }

    mutating func merge(_ other: SampleKeeper) {
        for (hash, sample) in other.kept { insert(hash, sample) }
    }
}

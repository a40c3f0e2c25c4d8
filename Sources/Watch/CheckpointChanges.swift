internal import Inputs

/// What turns one checkpoint into the next; from the empty one, all of the next.
struct CheckpointChanges {
    private var set: [CheckpointEntry] = []
    private var removed: [FileIdentity] = []

    /// Of the ended streams before, by their indices, in rising order; what is added comes behind those that stay.
    private var dropped: [Range<Int>] = []
    private var added: [CheckpointEntry] = []

    init(from before: Checkpoint, to next: Checkpoint) {
        var kept = 0
        for (identity, entry) in next.held {
            let old = before.held[identity]
            if old != nil { kept += 1 }
            if old != entry { set.append(entry) }
        }
        // In an order that does not change from run to run.
        set.sort { $0.identity < $1.identity }
        if kept < before.held.count {
            removed = before.held.keys.filter { next.held[$0] == nil }.sorted()
        }
        var at = 0
        for (index, entry) in before.ended.enumerated() {
            if at < next.ended.count, next.ended[at] == entry {
                at += 1
            } else if dropped.last?.upperBound == index {
                dropped[dropped.count - 1] = dropped[dropped.count - 1].lowerBound..<index + 1
            } else {
                dropped.append(index..<index + 1)
            }
        }
        added = Array(next.ended[at...])
    }

    /// Does the same to the same checkpoint; its number and time are left.
    func apply(to checkpoint: inout Checkpoint) {
        for entry in set { checkpoint.held[entry.identity] = entry }
        for identity in removed { checkpoint.held[identity] = nil }
        for range in dropped.reversed() {
            checkpoint.ended.removeSubrange(range.clamped(to: checkpoint.ended.indices))
        }
        checkpoint.ended += added
    }

    // MARK: As text

    var lines: CheckpointLines {
        var lines = CheckpointLines()
        for entry in set { lines.add(Self.setMark, entry.numbers) }
        for identity in removed { lines.add(Self.removedMark, identity.numbers) }
        for range in dropped {
            lines.add(Self.droppedMark, [UInt64(range.lowerBound), UInt64(range.upperBound)])
        }
        for entry in added { lines.add(Self.addedMark, entry.numbers) }
        return lines
    }

    /// - Returns: `nil` unless each line is one of these.
    init?(lines: [ArraySlice<UInt8>]) {
        for line in lines {
            guard let (mark, numbers) = CheckpointLines.numbers(line) else { return nil }
            switch (mark, numbers.count) {
            case (Self.setMark, CheckpointEntry.numbersCount): set.append(CheckpointEntry(numbers: numbers))
            case (Self.addedMark, CheckpointEntry.numbersCount):
                added.append(CheckpointEntry(numbers: numbers))
            case (Self.removedMark, 3): removed.append(FileIdentity(numbers: numbers[...]))
            case (Self.droppedMark, 2) where numbers[0] < numbers[1] && numbers[1] <= UInt64(Int32.max):
                dropped.append(Int(numbers[0])..<Int(numbers[1]))
            default: return nil
            }
        }
    }

    private static let setMark = UInt8(ascii: "=")
    private static let removedMark = UInt8(ascii: "-")
    private static let droppedMark = UInt8(ascii: "~")
    private static let addedMark = UInt8(ascii: "+")
}

internal import CByteScan
internal import Findings
internal import Ledger

/// Values that count like others before, kept by their entries until there are enough of each: what an entry is asked, and
/// told, is asked once for all of them. The kernel takes them in.
@safe
final class KnownValues {
    /// One for each of the entries met last, which share them by their numbers; freed with this.
    let blocks: UnsafeMutableBufferPointer<seep_known_block>

    /// Of each block's values; likewise.
    let hashes: UnsafeMutableBufferPointer<UInt64>

    /// What is known of the columns of a table; likewise.
    let columns: UnsafeMutableBufferPointer<seep_known_column>

    /// The identity of that table with its columns.
    private var table: UInt64?

    /// Where the first value of each block begins.
    private var firsts = [Position](repeating: Position(streamOffset: 0, line: 0), count: blocksCount)

    /// A bit for each block that has values.
    private var taken: UInt64 = 0

    private static let blocksCount = SEEP_BLOCKS
    private static let blockValues = SEEP_BLOCK_VALUES

    init() {
        unsafe blocks = .allocate(capacity: Self.blocksCount)
        unsafe blocks.initialize(repeating: Self.freeBlock)
        unsafe hashes = .allocate(capacity: Self.blocksCount * Self.blockValues)
        unsafe hashes.initialize(repeating: 0)
        unsafe columns = .allocate(capacity: Int(SEEP_KNOWN_COLUMNS))
        unsafe columns.initialize(repeating: Self.freeColumn)
    }

    deinit {
        unsafe blocks.deallocate()
        unsafe hashes.deallocate()
        unsafe columns.deallocate()
    }

    private static var freeBlock: seep_known_block {
        var block = seep_known_block()
        block.entry = -1
        return block
    }

    private static var freeColumn: seep_known_column {
        var column = seep_known_column()
        column.entry = -1
        return column
    }

    /// The values of a table follow; `nil` where another part begins.
    func goOn(in table: UInt64?) {
        guard table == nil || table != self.table else { return }
        unsafe columns.update(repeating: Self.freeColumn)
        self.table = table
    }

    /// Hands over what the block of an entry holds, and makes it ready for the entry's values.
    ///
    /// - Parameter position: Of the value that comes next.
    /// - Returns: `false` where the entry's values are to be counted one by one.
    func begin(_ entry: Int, at position: Position, in tally: inout Tally, from base: UInt64) -> Bool {
        let slot = entry & (Self.blocksCount - 1)
        handOver(slot: slot, to: &tally, from: base)
        guard let standing = tally.standing(of: entry) else { return false }
        var block = seep_known_block()
        block.entry = Int64(entry)
        block.last_row = standing.lastRow
        block.bit = standing.bit
        block.container = Int64(standing.container)
        Self.note(standing, in: &block)
        unsafe blocks[slot] = block
        firsts[slot] = position
        taken |= 1 << UInt64(slot)
        return true
    }

    /// The entry has other samples from here on.
    func renew(_ entry: Int, of tally: Tally) {
        guard let standing = tally.standing(of: entry) else { return }
        unsafe Self.note(standing, in: &blocks[entry & (Self.blocksCount - 1)])
    }

    /// Notes the samples of a block's entry.
    private static func note(_ standing: Tally.Standing, in block: inout seep_known_block) {
        block.samples_below = standing.samplesBelow
        block.samples_count = min(standing.samples.count, Int(SEEP_SAMPLES_MAX))
        // Sound: there is room for so many.
        unsafe withUnsafeMutableBytes(of: &block.samples) { samples in
            for index in 0..<block.samples_count {
                unsafe samples.storeBytes(
                    of: standing.samples[index], toByteOffset: index * MemoryLayout<UInt64>.stride,
                    as: UInt64.self)
            }
        }
    }

    /// Hands over the values of an entry that gets others.
    func handOver(_ entry: Int, to tally: inout Tally, from base: UInt64) {
        let slot = entry & (Self.blocksCount - 1)
        if taken & 1 << UInt64(slot) != 0, unsafe blocks[slot].entry == entry {
            handOver(slot: slot, to: &tally, from: base)
        }
    }

    /// Hands over all; before anybody asks the tally, or counts another part.
    func handOver(to tally: inout Tally, from base: UInt64) {
        while taken != 0 { handOver(slot: taken.trailingZeroBitCount, to: &tally, from: base) }
    }

    private func handOver(slot: Int, to tally: inout Tally, from base: UInt64) {
        let block = unsafe blocks[slot]
        taken &= ~(1 << UInt64(slot))
        unsafe blocks[slot] = Self.freeBlock
        guard block.entry >= 0, block.count > 0 else { return }
        let repeats = Tally.Repeats(
            rows: block.rows, lastRow: block.last_row, first: firsts[slot],
            last: Position(streamOffset: base &+ UInt64(block.last_start), line: block.last_line),
            confidence: Confidence(rawValue: block.traits.confidence) ?? .possible,
            reasons: Reasons(rawValue: block.traits.reasons))
        let first = slot * Self.blockValues
        // Sound: the kernel wrote so many of the block's.
        let values = unsafe Span(_unsafeElements: hashes[first..<first + Int(block.count)])
        tally.record(repeats, hashes: values, in: Int(block.entry))
    }
}

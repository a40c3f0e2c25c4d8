internal import Findings
internal import Inputs
internal import Records

/// The blocks that are under way, from the one being read to the one being told.
///
/// A block is read, decoded, joined to its neighbours, outlined, scanned and told, in this order; reading,
/// joining, outlining and telling happen in the order of the stream, decoding and scanning on any thread. All
/// members are touched under the pipeline's lock; the bytes of a block belong to the thread that
/// works on it.
struct BlockRing {
    enum State {
        case free
        case reading
        case read
        case decoding
        case decoded

        /// Joined to what stands before; waits for enough of what follows.
        case joined

        /// With all that may be looked at around it; waits for what the blocks before tell of its structure.
        case surrounded
        case outlining
        case scannable
        case scanning
        case scanned
    }

    struct Slot {
        var block: InputBlock

        /// The worker that read into the block last, by its number: the bytes are near its processor.
        var reader = -1
        var state = State.free
        var stream: SourceStream?
        var newlines: UInt64 = 0
        var endsWithNewline = false
        var damages: [Damage] = []
        var place: BlockScanner.Place?

        var outline: Outline?

        /// The values of tables that its outline has noted; their memory is used again.
        var cells = CellIndex.Noted()
        var findings: [Finding] = []
    }

    private(set) var slots: [Slot]

    /// The numbers of the next blocks to be read, joined, outlined and told.
    private(set) var nextRead = 0
    private(set) var nextJoined = 0
    private(set) var nextOutlined = 0
    private(set) var nextTold = 0

    init(count: Int, blockBytes: Int) {
        slots = (0..<count).map { _ in Slot(block: InputBlock(capacity: blockBytes)) }
    }

    subscript(number: Int) -> Slot {
        get { slots[number % slots.count] }
        set { slots[number % slots.count] = newValue }
    }

    /// Takes the slot that is read next, if it is free, with the block that the worker read into last among the free ones.
    mutating func beginReading(by worker: Int) -> InputBlock? {
        guard self[nextRead].state == .free else { return nil }
        // Nothing is under way behind it: all of these are free.
        if let own = (nextRead..<nextTold + slots.count).last(where: { self[$0].reader == worker }) {
            exchangeBlocks(of: own, nextRead)
        }
        self[nextRead].reader = worker
        self[nextRead].state = .reading
        return self[nextRead].block
    }

    private mutating func exchangeBlocks(of one: Int, _ other: Int) {
        let (block, reader, cells) = (self[one].block, self[one].reader, self[one].cells)
        self[one].block = self[other].block
        self[one].reader = self[other].reader
        self[one].cells = self[other].cells
        self[other].block = block
        self[other].reader = reader
        self[other].cells = cells
    }

    mutating func finishReading(_ stream: SourceStream?) {
        guard let stream else {
            self[nextRead].state = .free
            return
        }
        self[nextRead].state = .read
        self[nextRead].stream = stream
        nextRead += 1
    }

    /// The first block in a state that a worker has read, in the order of the stream.
    func first(_ state: State, readBy worker: Int) -> Int? {
        (nextTold..<nextRead).first { self[$0].state == state && self[$0].reader == worker }
    }

    /// The first block in a state, in the order of the stream.
    func first(_ state: State) -> Int? {
        (nextTold..<nextRead).first { self[$0].state == state }
    }

    /// Joins decoded blocks, as far as they follow without a hole.
    ///
    /// - Parameter join: Gives a block its place; called once for each, in order.
    mutating func joinDecoded(_ join: (inout Slot) -> Void) {
        while nextJoined < nextRead, self[nextJoined].state == .decoded {
            let number = nextJoined
            join(&self[number])
            let block = self[number].block
            // The block before waited for this one, if anything can follow it.
            if number > 0, self[number - 1].state == .joined, self[number - 1].block.endsInHole {
                block.beginPart()
            }
            for earlier in nextTold..<number where self[earlier].state == .joined {
                if block.startsPart || self[earlier].block.takeAfter(block) {
                    self[earlier].state = .surrounded
                }
            }
            // Until now the block before waited for this one, so its bytes are still there.
            if !block.startsPart, number > 0 { block.takeBefore(self[number - 1].block) }
            self[number].state = .joined
            nextJoined += 1
        }
    }

    /// Nothing follows: what waits for more will not get it.
    mutating func releaseJoined() {
        guard nextJoined == nextRead else { return }
        for number in nextTold..<nextRead where self[number].state == .joined {
            self[number].state = .surrounded
        }
    }

    /// Takes the values that a block's outline has noted, or the memory for them.
    mutating func takeCells(of number: Int) -> CellIndex.Noted {
        let cells = self[number].cells
        self[number].cells = CellIndex.Noted()
        return cells
    }

    /// Takes the block that is outlined next, if it is ready for it.
    mutating func beginOutlining() -> Int? {
        guard nextOutlined < nextRead, self[nextOutlined].state == .surrounded else { return nil }
        self[nextOutlined].state = .outlining
        return nextOutlined
    }

    mutating func finishOutlining(_ outline: Outline, _ cells: CellIndex.Noted) {
        self[nextOutlined].outline = outline
        self[nextOutlined].cells = cells
        self[nextOutlined].state = .scannable
        nextOutlined += 1
    }

    /// Takes the findings of the next block in order, if it was scanned, and frees its slot.
    mutating func takeTold() -> [Finding]? {
        guard nextTold < nextRead, self[nextTold].state == .scanned else { return nil }
        let findings = self[nextTold].findings
        self[nextTold].findings = []
        self[nextTold].stream = nil
        self[nextTold].place = nil
        self[nextTold].outline = nil
        self[nextTold].state = .free
        nextTold += 1
        return findings
    }

    var isEmpty: Bool { nextTold == nextRead }
}

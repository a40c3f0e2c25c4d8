private import Bytes
internal import Findings
internal import Inputs
internal import Pipeline
internal import Records

/// Bytes that are added to at their end.
protocol GrowingBytes {
    /// Fills a block with a range, and with what stands before it.
    func load(_ range: Range<UInt64>, into block: InputBlock) throws(InputError)
}

/// A stream that is scanned while it grows: how far, and what was told of it.
///
/// *Settled* is what was counted: it is never scanned again. What stands behind it is looked at whenever a line is added,
/// and settles when enough has followed it, or nothing has for a while: a match, or a record of several lines, may
/// reach over what has come so far.
struct FollowedStream {
    /// The name under which findings are told.
    let name: String

    /// Sets the ids of findings apart from those of any other stream.
    let origin: StreamOrigin

    /// The first byte that is not settled.
    private(set) var settled = StretchScanner.Position()

    /// Up to here the stream was looked at.
    private(set) var looked: UInt64 = 0

    /// Of the bytes before `settled`, and of those before `looked`.
    private(set) var settledProof = Proof()
    private var lookedProof = Proof()

    /// Of the first bytes.
    private(set) var head = Proof()

    /// Bytes that the stream had when something of it was seen last, in this run or the one before.
    var known: UInt64 { max(looked, UInt64(head.count)) }

    /// The structure's state at `settled`; `nil` until the first byte is there, or known again.
    private var outline: RecordReader?

    /// Bytes by which the format was told, as long as none are settled.
    private var bytesSniffed = 0

    /// The findings behind `settled` that were told.
    private var told = ToldFindings()

    /// What was looked at was so by other rules than those of now.
    private var isStale = false

    /// How much of what is there can still change.
    enum Rest {
        /// More may come at any moment.
        case growing

        /// Nothing came for a while: lines are whole that end.
        case quiet

        /// Nothing will come any more.
        case ended
    }

    /// What a step has done.
    struct Step {
        /// New findings, with their ids.
        var findings: [(id: WatchKey.Hash, finding: Finding)] = []

        /// Bytes that were settled.
        var bytesSettled = 0

        /// The bytes before `looked` are others than they were: the stream was written anew.
        var isRewritten = false

        mutating func add(_ new: [Finding], of origin: StreamOrigin, _ key: WatchKey) {
            for finding in new { findings.append((origin.id(of: finding, key), finding)) }
        }
    }

    init(name: String, origin: StreamOrigin) {
        self.name = name
        self.origin = origin
    }

    /// Goes on where a run before has ended.
    init(name: String, resuming entry: CheckpointEntry) {
        self.init(name: name, origin: entry.origin)
        settled.streamOffset = entry.offset
        settled.line = entry.line
        settled.beginsLine = entry.beginsLine
        looked = entry.offset
        head = entry.head
        settledProof = entry.tail
        lookedProof = entry.tail
    }

    /// The same stream, to be read on from another file: what was looked at and not settled may be missing there.
    func forked() -> FollowedStream {
        var fork = self
        fork.looked = settled.streamOffset
        fork.lookedProof = settledProof
        fork.outline = outline.map { RecordReader(copying: $0) }
        return fork
    }

    /// Goes on behind what is there already, which is left unscanned: only its lines are counted.
    mutating func skip(
        to size: UInt64, _ file: OpenFile, _ key: WatchKey, _ block: InputBlock
    ) throws(InputError) {
        head = Proof(try file.read(0..<min(size, UInt64(Proof.headBytes))), key)
        settledProof = Proof(try file.read(size - min(size, UInt64(Proof.tailBytes))..<size), key)
        lookedProof = settledProof
        while settled.streamOffset < size {
            let end = min(size, settled.streamOffset + UInt64(block.capacity))
            try file.load(settled.streamOffset..<end, into: block)
            guard block.count > 0 else { break }
            block.withBytes { bytes, own in
                settled.line += UInt64(newlines(bytes, own))
                settled.beginsLine = bytes[own.upperBound - 1] == 0x0A
            }
            settled.streamOffset += UInt64(block.count)
        }
        looked = settled.streamOffset
    }

    /// Has what is not settled looked at again, by other rules.
    ///
    /// - Returns: Whether there is any.
    mutating func lookAgain() -> Bool {
        isStale = looked > settled.streamOffset
        return isStale
    }

    /// Whether a file holds what this stream has held: up to where it was looked at, or at least settled.
    func isHeld(by file: some HeldBytes, _ key: WatchKey) -> Bool { bytesHeld(by: file, key) != nil }

    /// How many of this stream's bytes a file is known to hold; `nil` when it holds another stream.
    func bytesHeld(by file: some HeldBytes, _ key: WatchKey) -> UInt64? {
        guard head.count > 0 else { return nil }
        if file.holds(looked, head: head, tail: lookedProof, key) { return known }
        return file.holds(settled.streamOffset, head: head, tail: settledProof, key)
            ? max(settled.streamOffset, UInt64(head.count)) : nil
    }

    /// Whether a file begins as this stream did. The bytes before `looked` may well be those of another: lines repeat.
    func isBegun(by file: some HeldBytes, _ key: WatchKey) -> Bool {
        file.holds(0, head: head, tail: Proof(), key)
    }

    /// Scans what was added, at most a chunk of it.
    ///
    /// - Parameters:
    ///   - size: Bytes of the stream so far; not less than `looked`.
    ///   - block: Scratch.
    mutating func step(
        _ bytes: some GrowingBytes, size: UInt64, rest: Rest, _ scanner: StretchScanner, _ key: WatchKey,
        _ block: InputBlock
    ) throws(InputError) -> Step {
        var step = Step()
        guard size > settled.streamOffset else { return step }
        let end = min(size, settled.streamOffset + UInt64(block.capacity))
        try bytes.load(settled.streamOffset..<end, into: block)
        guard isUnchanged(block, key) else {
            step.isRewritten = true
            return step
        }
        let reached = settled.streamOffset + UInt64(block.count)
        let own = ownBytes(of: block, rest: reached < size ? .growing : rest)
        try outlineIfNeeded(bytes, block, settles: own > 0)
        if own > 0 {
            settle(own, of: block, scanner, key, &step)
            if reached < size { return step }
            if settled.streamOffset == reached { return step }
            do throws(InputError) {
                try bytes.load(settled.streamOffset..<reached, into: block)
            } catch {
                // What is settled is counted, and has to be told; the next step meets the error again.
                return step
            }
        }
        look(block, rest: rest, scanner, key, &step)
        return step
    }

    // MARK: Settling and looking

    /// Fewer bytes do not settle while more may come: each settling scans what is behind it once more.
    private static let bytesSettledLeast = 1024

    /// How many bytes of the block settle now.
    private func ownBytes(of block: InputBlock, rest: Rest) -> Int {
        switch rest {
        case .ended: return block.count
        case .quiet: return linesEnd(of: block, upTo: block.count)
        case .growing:
            // What follows a byte within this reach may still change what is found there.
            let most = block.count - Limits.contextBytesAfter
            guard most >= Self.bytesSettledLeast else { return 0 }
            let lines = linesEnd(of: block, upTo: most)
            return lines > 0 ? lines : most
        }
    }

    /// Where the last whole line ends; 0 for none.
    private func linesEnd(of block: InputBlock, upTo most: Int) -> Int {
        block.withBytes { bytes, own in
            lastNewline(bytes, own.lowerBound..<own.lowerBound + most).map { $0 + 1 - own.lowerBound } ?? 0
        }
    }

    private mutating func settle(
        _ own: Int, of block: InputBlock, _ scanner: StretchScanner, _ key: WatchKey, _ step: inout Step
    ) {
        guard let outline else { return }
        block.own(own)
        let findings = scanner.count(
            block, of: origin.text, named: name, at: settled, outline: outline, told: &told)
        step.add(findings, of: origin, key)
        block.withBytes { bytes, own in
            if !outline.isText { outline.read(bytes, own) }
            settled.line += UInt64(newlines(bytes, own))
            settled.beginsLine = bytes[own.upperBound - 1] == 0x0A
            growHead(bytes, own, key)
            settledProof = Self.proof(bytes, before: own.upperBound, key)
        }
        settled.streamOffset += UInt64(own)
        if settled.streamOffset > looked {
            looked = settled.streamOffset
            lookedProof = settledProof
        }
        told.forget(before: settled.streamOffset)
        step.bytesSettled = own
    }

    private mutating func look(
        _ block: InputBlock, rest: Rest, _ scanner: StretchScanner, _ key: WatchKey, _ step: inout Step
    ) {
        guard let outline else { return }
        let own = rest == .growing ? linesEnd(of: block, upTo: block.count) : block.count
        let reached = settled.streamOffset + UInt64(own)
        guard own > 0, reached > looked || isStale else { return }
        block.own(own)
        let findings = scanner.look(
            at: block, of: origin.text, named: name, at: settled, outline: outline, told: &told)
        step.add(findings, of: origin, key)
        guard reached >= looked else { return }
        isStale = false
        looked = reached
        block.withBytes { bytes, own in
            growHead(bytes, own, key)
            lookedProof = Self.proof(bytes, before: own.upperBound, key)
        }
    }

    // MARK: Knowing the bytes again

    /// Whether the bytes before `looked` are those that were seen there; of a stream of which a run before has seen the first
    /// bytes only, whether they are those.
    private func isUnchanged(_ block: InputBlock, _ key: WatchKey) -> Bool {
        let (seen, proof) = looked > 0 ? (looked, lookedProof) : (UInt64(head.count), head)
        return block.withBytes { bytes, own in
            let end = own.lowerBound + Int(seen - settled.streamOffset)
            guard end <= bytes.count else { return false }
            return Self.proof(bytes, before: end, count: proof.count, key) == proof
        }
    }

    private mutating func growHead(_ bytes: Span<UInt8>, _ own: Range<Int>, _ key: WatchKey) {
        guard head.count < Proof.headBytes, settled.streamOffset < UInt64(Proof.headBytes) else { return }
        // The bytes before the block's own are the stream's first: no context is as short as a head.
        let start = own.lowerBound - Int(settled.streamOffset)
        let end = min(own.upperBound, start + Proof.headBytes)
        head = Proof((start..<end).map { bytes[$0] }, key)
    }

    private static func proof(
        _ bytes: Span<UInt8>, before end: Int, count: Int = Proof.tailBytes, _ key: WatchKey
    ) -> Proof {
        Proof((max(0, end - count)..<end).map { bytes[$0] }, key)
    }

    // MARK: Structure

    /// Tells the format, and reads again what the structure at `settled` depends on.
    ///
    /// - Parameter settles: Some of the block is about to be counted, by the format of all of it.
    private mutating func outlineIfNeeded(
        _ bytes: some GrowingBytes, _ block: InputBlock, settles: Bool
    ) throws(InputError) {
        if settled.streamOffset == 0 {
            guard settles || outline == nil || block.count >= bytesSniffed + bytesSniffed / 4 else { return }
            bytesSniffed = block.count
            outline = block.withBytes { bytes, own in RecordReader(sniffing: bytes.extracting(own)) }
            return
        }
        guard outline == nil else { return }
        let scratch = InputBlock(capacity: block.capacity)
        var at: UInt64 = 0
        var reader: RecordReader?
        while at < settled.streamOffset {
            let end = min(settled.streamOffset, at + UInt64(scratch.capacity))
            try bytes.load(at..<end, into: scratch)
            guard scratch.count > 0 else { break }
            reader = scratch.withBytes { bytes, own in
                let reader = reader ?? RecordReader(sniffing: bytes.extracting(own))
                if !reader.isText { reader.read(bytes, own) }
                return reader
            }
            at += UInt64(scratch.count)
            if reader?.isText == true { break }
        }
        outline = reader ?? RecordReader()
    }
}

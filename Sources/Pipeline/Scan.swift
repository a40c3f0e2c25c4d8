private import Bytes
public import Detection
internal import Findings
internal import Inputs
public import Ledger

/// Runs a plan: threads that read, decode and scan blocks, and a ledger that they fill.
///
/// Each worker takes the work that is furthest along: it scans a block that is ready, else outlines one, else decodes
/// one, else reads one. So no thread is set apart for reading, one job is one thread, and a slow
/// consumer of findings slows the reading: the ring of blocks is all the memory there is.
public final class Scan: @unchecked Sendable {
    // Sendable: every mutable member is touched under `monitor` only, but for `walk` and `outliner`, which
    // belong to the threads that set `isReading` and `isOutlining`.
    public let ledger = Ledger()
    private let plan: ScanPlan
    private let monitor = Monitor()
    private let walk: SourceWalk
    private let outliner: Outliner
    private var ring: BlockRing
    private var isReading = false
    private var isOutlining = false
    private var isTelling = false
    private var readAll = false
    private var isStopped = false
    private var failure: DetectionError?
    private var progressNow = ScanProgress()
    private var workersRunning = 0

    /// Where the next block to be joined stands.
    private var nextPlace: BlockScanner.Place?

    public init(_ plan: ScanPlan) {
        self.plan = plan
        walk = SourceWalk(plan, ledger)
        outliner = Outliner(ledger, isAlone: plan.jobs == 1, chunkBytes: plan.chunkBytes)
        // A block waits for the bytes behind it: small blocks need many of them under way.
        let waiting = Limits.contextBytesAfter / plan.chunkBytes + 1
        ring = BlockRing(count: max(plan.jobs * 2 + 2, waiting + plan.jobs + 2), blockBytes: plan.chunkBytes)
    }

    /// Scans everything.
    ///
    /// - Parameter tick: Called about ten times a second while the scan runs, with how far it is.
    /// - Throws: `DetectionError` when a worker could not be made.
    public func run(tick: ((ScanProgress) -> Void)? = nil) throws(DetectionError) {
        workersRunning = plan.jobs
        let workers = (0..<plan.jobs).map { number in
            // The last one may have the processor of the caller, who waits.
            WorkerThread(name: "scan-\(number)", share: number + 1, of: plan.jobs) { self.work(number) }
        }
        if let tick {
            monitor.lock()
            while workersRunning > 0 {
                monitor.wait(milliseconds: 100)
                tick(progressNow)
            }
            monitor.unlock()
        }
        for worker in workers { worker.join() }
        outliner.finish()
        if let failure { throw failure }
    }

    /// - Parameter worker: The number of the thread.
    private func work(_ worker: Int) {
        do throws(DetectionError) {
            let scanner = try BlockScanner(plan, ledger)
            monitor.lock()
            while !isStopped, step(scanner, of: worker) {}
            monitor.unlock()
            scanner.flush()
        } catch {
            monitor.lock()
            failure = error
            isStopped = true
            monitor.unlock()
        }
        monitor.lock()
        workersRunning -= 1
        monitor.broadcast()
        monitor.unlock()
    }

    /// Does one piece of work, or waits for some; called and left with the lock held.
    ///
    /// A worker goes on with the blocks that it has read itself, and rather reads another one than it takes over one that
    /// another has read: the bytes would have to come over from the other's processor.
    ///
    /// - Returns: `false` when nothing is left.
    private func step(_ scanner: BlockScanner, of worker: Int) -> Bool {
        if !isTelling, ring[ring.nextTold].state == .scanned {
            tell()
        } else if let number = ring.first(.scannable, readBy: worker) {
            scan(number, scanner)
        } else if !isOutlining, let number = ring.beginOutlining() {
            outline(number)
        } else if let number = ring.first(.read, readBy: worker) {
            decode(number)
        } else if !isReading, !readAll, let block = ring.beginReading(by: worker) {
            read(into: block)
        } else if let number = ring.first(.read) {
            decode(number)
        } else if let number = ring.first(.scannable) {
            scan(number, scanner)
        } else if readAll, ring.isEmpty {
            return false
        } else {
            monitor.wait()
        }
        return true
    }

    private func read(into block: InputBlock) {
        isReading = true
        monitor.unlock()
        let stream = walk.fill(block)
        let progress = walk.progress
        monitor.lock()
        isReading = false
        let decoded = progressNow.bytesDecoded
        progressNow = progress
        progressNow.bytesDecoded = decoded
        ring.finishReading(stream)
        if stream == nil {
            readAll = true
            ring.releaseJoined()
        }
        monitor.broadcast()
    }

    private func decode(_ number: Int) {
        ring[number].state = .decoding
        let block = ring[number].block
        monitor.unlock()
        let damages = block.decode()
        let (lines, endsWithNewline) = block.withBytes { bytes, own in
            (newlines(bytes, own), own.isEmpty ? false : bytes[own.upperBound - 1] == 0x0A)
        }
        monitor.lock()
        ring[number].damages = damages
        ring[number].newlines = UInt64(lines)
        ring[number].endsWithNewline = endsWithNewline
        ring[number].state = .decoded
        ring.joinDecoded { slot in join(&slot) }
        if readAll { ring.releaseJoined() }
        monitor.broadcast()
    }

    /// Gives a block its place in the stream, now that all before it are known.
    private func join(_ slot: inout BlockRing.Slot) {
        guard let source = slot.stream else { return }
        for damage in slot.damages { walk.addGap(damage, source: source.name) }
        if let damage = source.stream.verify(slot.block) { walk.addGap(damage, source: source.name) }
        var place: BlockScanner.Place
        if let next = nextPlace, next.source == source.number {
            place = next
        } else {
            place = BlockScanner.Place(
                source: source.number, sourceName: source.name, streamOffset: 0, line: 1, beginsLine: true)
        }
        slot.place = place
        let count = UInt64(slot.block.count)
        place.streamOffset += count
        place.line += slot.newlines
        if count > 0 { place.beginsLine = slot.endsWithNewline }
        nextPlace = place
        progressNow.bytesDecoded += count
        ledger.addCoverage { $0.bytesDecoded += count }
    }

    private func outline(_ number: Int) {
        isOutlining = true
        let block = ring[number].block
        let (source, name) = (ring[number].place?.source ?? -1, ring[number].place?.sourceName ?? "-")
        var cells = ring.takeCells(of: number)
        monitor.unlock()
        let outline = outliner.outline(block, source: source, named: name, &cells)
        monitor.lock()
        isOutlining = false
        ring.finishOutlining(outline, cells)
        monitor.broadcast()
    }

    private func scan(_ number: Int, _ scanner: BlockScanner) {
        ring[number].state = .scanning
        let block = ring[number].block
        let (place, outline) = (ring[number].place, ring[number].outline)
        var cells = ring.takeCells(of: number)
        monitor.unlock()
        var findings: [Finding] = []
        if let place, let outline { findings = scanner.scan(block, at: place, outline, &cells) }
        let count = UInt64(block.count)
        ledger.addCoverage { $0.bytesScanned += count }
        monitor.lock()
        ring[number].findings = findings
        ring[number].cells = cells
        ring[number].state = .scanned
        monitor.broadcast()
    }

    /// Tells the findings of finished blocks in order, and frees their slots.
    private func tell() {
        isTelling = true
        while !isStopped, let findings = ring.takeTold() {
            guard let onFinding = plan.onFinding, !findings.isEmpty else { continue }
            monitor.unlock()
            let goesOn = findings.allSatisfy(onFinding)
            monitor.lock()
            if !goesOn { isStopped = true }
        }
        isTelling = false
        monitor.broadcast()
    }
}

private import Bytes
private import CLinux
public import Delivery
public import Detection
private import Glibc
private import Inputs
private import Pipeline

/// Tells what comes through a pipe as it comes; what is read from it cannot be read again, so nothing is saved.
public final class PipeWatcher {
    private var plan: WatchPlan
    private let descriptor: Int32
    private let key: WatchKey
    private var scanner: StretchScanner
    private let alerts: AlertStream
    private let observe: (WatchEvent) -> Void
    private var figures = WatchTurn()
    private let block = InputBlock(capacity: Limits.chunkBytes)
    private var bytes = PipeBytes()
    private var stream: FollowedStream
    private var hasEnded = false

    /// - Parameters:
    ///   - descriptor: Read until its end; stays open.
    ///   - secret: Of the ids, at least 32 bytes.
    /// - Throws: `DetectionError.outOfMemory`.
    public init(
        _ plan: WatchPlan, descriptor: Int32, secret: [UInt8], _ sink: any AlertSink,
        notice: @escaping (String) -> Void, observe: @escaping (WatchEvent) -> Void = { _ in }
    ) throws(DetectionError) {
        self.plan = plan
        self.observe = observe
        self.descriptor = descriptor
        key = WatchKey(secret: secret)
        scanner = try StretchScanner(plan)
        alerts = AlertStream(plan, sink, key, Aside(), notice: notice, observe: observe)
        let run = FileIdentity(device: 0, inode: 0, born: realtimeNanoseconds())
        stream = FollowedStream(name: "-", origin: StreamOrigin(identity: run, generation: 0))
    }

    /// Reads until the end of the pipe, or until a signal asks to stop.
    ///
    /// - Parameter reload: Asked for what is to be done from now on when a signal asks to load anew; says itself why
    ///   there is none.
    public func run(reload: () -> WatchPlan? = { nil }) -> WatchEnd {
        var windowBegan = monotonicSeconds()
        var grownAt = windowBegan
        observe(.began)
        while !hasEnded, !Signals.isStopping {
            observe(.goesOn)
            if Signals.takeReload(), let end = alerts.reload(reload, adopt: adopt) { return end }
            if read() { grownAt = monotonicSeconds() }
            let isQuiet = monotonicSeconds() - grownAt >= Limits.quietSeconds
            if let end = scan(isQuiet ? .quiet : .growing) { return end }
            tellFigures()
            if monotonicSeconds() - windowBegan >= plan.windowSeconds {
                windowBegan = monotonicSeconds()
                if let end = summarise() { return end }
            }
        }
        observe(.stops)
        defer { tellFigures() }
        return scan(.ended) ?? summarise() ?? .finished
    }

    /// Goes on with other rules; what those of before have counted is told first.
    ///
    /// - Throws: `DetectionError.outOfMemory`; those of before stay.
    private func adopt(_ next: WatchPlan) throws(DetectionError) -> WatchEnd? {
        let scanner = try StretchScanner(next)
        if let end = summarise() { return end }
        self.scanner = scanner
        plan = next
        alerts.adopt(next)
        _ = stream.lookAgain()
        return nil
    }

    /// Tells what was done since the last time.
    private func tellFigures() {
        figures.lagBytes = bytes.end - stream.looked
        observe(.turned(figures))
        figures = WatchTurn()
    }

    /// Waits for bytes, for a short while, and takes what is there.
    ///
    /// - Returns: Whether there was something.
    private func read() -> Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&request, 1, Int32(Limits.watchPauseSeconds * 1000)) > 0 else { return false }
        let count = bytes.read(descriptor, most: Limits.chunkBytes)
        if count == 0 || count < 0 && errno != EINTR && errno != EAGAIN { hasEnded = true }
        return count > 0
    }

    /// Scans what is there, and forgets what nobody will look at again.
    private func scan(_ rest: FollowedStream.Rest) -> WatchEnd? {
        while true {
            let looked = stream.looked
            guard
                let step = try? stream.step(
                    bytes, size: bytes.end, rest: rest, scanner, key, block)
            else { return nil }
            alerts.take(step, of: stream)
            figures.bytesScanned += step.bytesSettled
            figures.bytesRead += Int(stream.looked - looked)
            bytes.forget(before: stream.settled.streamOffset)
            if let end = alerts.flush() { return end }
            guard step.bytesSettled > 0, stream.settled.streamOffset < bytes.end else { return nil }
        }
    }

    private func summarise() -> WatchEnd? {
        alerts.summarise(scanner.takeCounts())
        return alerts.flush()
    }
}

/// The bytes of a pipe that may still be looked at.
private struct PipeBytes: GrowingBytes {
    private var bytes: [UInt8] = []

    /// Where the first of them stands in the stream.
    private var start: UInt64 = 0

    var end: UInt64 { start + UInt64(bytes.count) }

    /// - Returns: Bytes read, 0 at the end, -1 with `errno` set on an error.
    mutating func read(_ descriptor: Int32, most: Int) -> Int {
        let known = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: most))
        let count = unsafe bytes.withUnsafeMutableBytes { buffer in
            // Sound: as many bytes were just added.
            unsafe Glibc.read(descriptor, buffer.baseAddress.map { unsafe $0 + known }, most)
        }
        bytes.removeLast(most - max(0, count))
        return count
    }

    /// Keeps what stands around the bytes from an offset on.
    mutating func forget(before offset: UInt64) {
        let first = offset - min(offset, UInt64(Limits.contextBytesBefore))
        guard first > start else { return }
        bytes.removeFirst(Int(first - start))
        start = first
    }

    func load(_ range: Range<UInt64>, into block: InputBlock) throws(InputError) {
        let before = min(range.lowerBound - start, UInt64(Limits.contextBytesBefore))
        let held = Int(range.lowerBound - before - start)..<Int(min(range.upperBound, end) - start)
        block.load(bytes.span.extracting(held), before: Int(before))
    }
}

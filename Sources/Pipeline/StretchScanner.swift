public import Detection
package import Findings
package import Inputs
public import Ledger
package import Records

/// Scans streams that grow, stretch by stretch; one thread at a time calls it.
///
/// A stretch is *counted* once, when enough of what follows it is there, and may be *looked at* before that, as often as
/// something was added: so a finding can be told at once, and is counted exactly once.
public final class StretchScanner {
    /// Where a stretch stands in its stream.
    public struct Position: Equatable, Sendable {
        public var streamOffset: UInt64 = 0

        /// The number of the line in which its first byte lies, from 1.
        public var line: UInt64 = 1

        /// Its first byte begins a line.
        public var beginsLine = true

        /// The beginning of a stream.
        public init() {}
    }

    /// Something was counted since the counts were taken out.
    public private(set) var hasCounts = false
    private let counter: BlockScanner
    private let looker: BlockScanner

    /// The numbers of the streams in the ledger of now.
    private var numbers: [String: Int] = [:]

    /// - Parameter plan: Its paths and threads are not asked.
    /// - Throws: `DetectionError.outOfMemory`.
    public init(_ plan: ScanPlan) throws(DetectionError) {
        var plan = plan
        plan.onFinding = { _ in true }
        counter = try BlockScanner(plan, Ledger())
        looker = try BlockScanner(plan, Ledger(), isCounting: false)
    }

    /// Scans the own bytes of a block, and counts what it finds.
    ///
    /// - Parameters:
    ///   - stream: Sets the stream's counts apart from those of others: the source of its alerts.
    ///   - name: The source of its findings.
    ///   - outline: The structure's state at the block's first byte; left as it is.
    ///   - told: The stream's; gets what is returned.
    /// - Returns: What the plan wants to be told, and was not told before.
    package func count(
        _ block: InputBlock, of stream: String, named name: String, at position: Position,
        outline: RecordReader, told: inout ToldFindings
    ) -> [Finding] {
        let findings = scan(block, of: stream, name, at: position, outline, &told, with: counter)
        if counter.hasCounts { hasCounts = true }
        return findings
    }

    /// Scans the own bytes of a block, and counts nothing.
    package func look(
        at block: InputBlock, of stream: String, named name: String, at position: Position,
        outline: RecordReader, told: inout ToldFindings
    ) -> [Finding] {
        scan(block, of: stream, name, at: position, outline, &told, with: looker)
    }

    /// Takes out what was counted since the last call.
    public func takeCounts() -> Ledger {
        counter.flush()
        let counts = counter.ledger
        counter.ledger = Ledger()
        numbers.removeAll(keepingCapacity: true)
        for scanner in [counter, looker] { scanner.forgetSources() }
        hasCounts = false
        return counts
    }

    private func scan(
        _ block: InputBlock, of stream: String, _ name: String, at position: Position,
        _ outline: RecordReader, _ told: inout ToldFindings, with scanner: BlockScanner
    ) -> [Finding] {
        let place = BlockScanner.Place(
            source: number(of: stream), sourceName: name, streamOffset: position.streamOffset,
            line: position.line, beginsLine: position.beginsLine)
        scanner.told = exchange(&told, with: ToldFindings())
        var none = CellIndex.Noted()
        let findings = scanner.scan(block, at: place, Outline(reader: RecordReader(copying: outline)), &none)
        if let known = exchange(&scanner.told, with: nil) { told = known }
        return findings
    }

    private func number(of stream: String) -> Int {
        if let known = numbers[stream] { return known }
        let number = counter.ledger.addSource(stream)
        numbers[stream] = number
        return number
    }
}

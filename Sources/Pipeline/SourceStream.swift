private import Bytes
internal import Findings
internal import Inputs
internal import Ledger

/// An opened source under its number in the ledger.
final class SourceStream: @unchecked Sendable {
    // Sendable: read by one thread at a time, which the pipeline's lock orders.
    let stream: InputStream
    let number: Int
    let name: String

    init(_ stream: InputStream, number: Int, name: String) {
        self.stream = stream
        self.number = number
        self.name = name
    }
}

/// Reads the sources of a plan one after another; one thread at a time calls it.
final class SourceWalk: @unchecked Sendable {
    // Sendable: the pipeline lets one thread read at a time.
    private var discovery: Discovery
    private var current: SourceStream?
    private var currentIsWhole = true
    private var bytesBefore: UInt64 = 0
    private let ledger: Ledger
    private let limits: InputLimits
    private(set) var progress = ScanProgress()

    init(_ plan: ScanPlan, _ ledger: Ledger) {
        discovery = Discovery(paths: plan.paths)
        self.ledger = ledger
        limits = plan.inputLimits
    }

    /// Fills a block from the current source, or the next.
    ///
    /// - Returns: The source; `nil` at the end of all.
    func fill(_ block: InputBlock) -> SourceStream? {
        while true {
            guard let source = current ?? openNext() else { return nil }
            current = source
            let step = source.stream.fetch(into: block)
            progress.bytesRead = bytesBefore + source.stream.bytesRead
            switch step {
            case .bytes: return source
            case .gap(let damage):
                currentIsWhole = false
                addGap(damage, source: source.name)
            case .end:
                let read = source.stream.bytesRead
                let isWhole = currentIsWhole
                ledger.addCoverage { coverage in
                    coverage.bytesRead += read
                    if isWhole { coverage.sourcesComplete += 1 }
                }
                bytesBefore += read
                current = nil
            }
        }
    }

    func addGap(_ damage: Damage, source: String) {
        ledger.addGap(
            Gap(
                source: source, sourceOffset: damage.sourceOffset, bytesSkipped: damage.bytesSkipped,
                reason: damage.reason))
    }

    private func openNext() -> SourceStream? {
        while let step = discovery.next() {
            switch step {
            case .refused(let name, let reason):
                ledger.addGap(Gap(source: name, sourceOffset: nil, bytesSkipped: nil, reason: reason))
            case .item(let item):
                do throws(InputError) {
                    let stream = try InputStream(item, limits: limits)
                    currentIsWhole = true
                    if let size = stream.sizeBytes {
                        progress.bytesExpected = progress.bytesExpected.map { $0 + size }
                    } else {
                        progress.bytesExpected = nil
                    }
                    return SourceStream(stream, number: ledger.addSource(item.name), name: item.name)
                } catch {
                    ledger.addGap(
                        Gap(source: item.name, sourceOffset: nil, bytesSkipped: nil, reason: error.reason))
                }
            }
        }
        return nil
    }
}

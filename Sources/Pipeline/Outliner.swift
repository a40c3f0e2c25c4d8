private import Bytes
private import Findings
internal import Inputs
internal import Ledger
internal import Records

/// Follows the structure of the sources, block after block in the order of the stream.
///
/// One thread at a time calls it. What it hands out is the state at a block's first byte, so the threads that scan place
/// their findings without waiting for each other.
final class Outliner: @unchecked Sendable {
    // Sendable: the pipeline lets one thread outline at a time.
    private let ledger: Ledger
    private var reader: RecordReader?
    private var source: Int?

    /// Who scans a block has scanned it before the next is outlined.
    private let isAlone: Bool

    /// - Parameter isAlone: Each block is scanned with the state that was handed out for it, before the next is
    ///   outlined: the scan of a table, or of a log of statements, reads as far as an outline would, which is left to it.
    init(_ ledger: Ledger, isAlone: Bool) {
        self.ledger = ledger
        self.isAlone = isAlone
    }

    /// Reads a block, the next in the order of the stream.
    ///
    /// - Parameter name: The source's.
    /// - Returns: The state at its first byte.
    func outline(_ block: InputBlock, source: Int, named name: String) -> RecordReader {
        if source != self.source {
            finish()
            self.source = source
        }
        return block.withBytes { bytes, own in
            guard !own.isEmpty else { return RecordReader() }
            let reader: RecordReader
            if let known = self.reader {
                reader = known
                if block.startsPart { reader.passHole() }
            } else {
                let end = block.holes.first { $0 > 0 }.map { own.lowerBound + $0 } ?? bytes.count
                let head = bytes.extracting(own.lowerBound..<end)
                reader = TableStructure.reader(of: name, head) ?? RecordReader(sniffing: head)
                self.reader = reader
            }
            if reader.isText || isAlone && (reader.hasTables || reader.queries != nil) { return reader }
            let snapshot = RecordReader(copying: reader)
            for part in block.parts(around: own) {
                if part.lowerBound > own.lowerBound { reader.passHole() }
                reader.read(bytes, part)
            }
            return snapshot
        }
    }

    /// Tells the ledger what the whole of the source has told.
    func finish() {
        guard let source, let reader else { return }
        ledger.setRows(reader.rowsOfTables, source: source)
        let malformed = reader.malformed
        if malformed > 0 { ledger.addCoverage { $0.malformedRecords += malformed } }
        self.reader = nil
        self.source = nil
    }
}

private import Bytes
private import Findings
internal import Inputs
internal import Ledger
internal import Records

/// A block's structure, for whoever scans it.
struct Outline {
    /// The state at the block's first byte; nobody else reads on with it.
    let reader: RecordReader

    /// The state at its end, where its values of tables were noted on the way.
    var behind: RecordReader?
}

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

    /// Blocks of more bytes are scanned piece by piece.
    private let chunkBytes: Int
    private let cells = CellIndex()

    /// - Parameter isAlone: Each block is scanned with the state that was handed out for it, before the next is
    ///   outlined: the scan of a table, or of a log of statements, reads as far as an outline would, which is left to it.
    init(_ ledger: Ledger, isAlone: Bool, chunkBytes: Int) {
        self.ledger = ledger
        self.isAlone = isAlone
        self.chunkBytes = chunkBytes
    }

    /// Reads a block, the next in the order of the stream.
    ///
    /// - Parameters:
    ///   - name: The source's.
    ///   - noted: Gets its values of tables, if it tells the state at its end: they need not be read twice.
    func outline(
        _ block: InputBlock, source: Int, named name: String, _ noted: inout CellIndex.Noted
    ) -> Outline {
        if source != self.source {
            finish()
            self.source = source
        }
        return block.withBytes { bytes, own in
            guard !own.isEmpty else { return Outline(reader: RecordReader()) }
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
            if reader.isText || isAlone && (reader.hasTables || reader.queries != nil) {
                return Outline(reader: reader)
            }
            let snapshot = RecordReader(copying: reader)
            let parts = block.parts(around: own)
            if reader.hasTables, parts.count == 1, own.count <= chunkBytes {
                cells.exchange(&noted)
                cells.removeAll()
                reader.read(bytes, own, into: cells)
                cells.exchange(&noted)
                return Outline(reader: snapshot, behind: RecordReader(copying: reader))
            }
            for part in parts {
                if part.lowerBound > own.lowerBound { reader.passHole() }
                reader.read(bytes, part)
            }
            return Outline(reader: snapshot)
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

internal import Bytes
internal import Inputs
internal import Records

/// The structure that MySQL writes beside a table's rows with `--tab`: `customers.sql` beside `customers.txt`.
enum TableStructure {
    private static let packings = ["", ".gz", ".lz4", ".zst"]

    /// A reader of a source's rows.
    ///
    /// - Parameters:
    ///   - source: The source's name: the path of a file, or `-`.
    ///   - head: The first bytes of the source, decoded.
    /// - Returns: `nil` when no structure stands beside it that fits, whatever the reason.
    static func reader(of source: String, _ head: Span<UInt8>) -> RecordReader? {
        let packing = packings.last { source.hasSuffix($0) } ?? ""
        let plain = source.dropLast(packing.count)
        guard plain.hasSuffix(".txt") else { return nil }
        let structure = plain.dropLast(4) + ".sql"
        for packing in packings {
            guard let stream = try? InputStream(.file(path: structure + packing)) else { continue }
            let block = InputBlock(capacity: 2 * Limits.sniffedBytes)
            guard stream.fetch(into: block) == .bytes else { continue }
            return block.withBytes { bytes, own in
                RecordReader(sniffing: head, structure: bytes.extracting(own))
            }
        }
        return nil
    }
}

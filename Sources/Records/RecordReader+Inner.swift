internal import Bytes
internal import Findings

/// The path inside of a value that is a document of its own: `audit_log.payload → user.email`.
public struct InnerPath {
    public var hash: UInt64
    public var text: String

    /// - Parameters:
    ///   - spot: Of the byte at `offset`.
    /// - Returns: `nil` when the value is no document, or the byte stands further inside than `Limits.innerBytesMax`.
    public init?(_ bytes: Span<UInt8>, _ spot: RecordReader.Spot, at offset: Int) {
        let start = spot.valueStart
        guard start >= 0, offset > start, offset - start <= Limits.innerBytesMax else { return nil }
        let first = bytes[start]
        guard first == 0x7B || first == 0x5B else { return nil }
        let text = spot.escaping.text(of: bytes.extracting(start..<offset))
        self.init(text, depth: Limits.decodeDepthMax)
    }

    /// - Parameter start: Where a message begins that may be a document.
    init?(_ bytes: Span<UInt8>, message start: Int, at offset: Int) {
        self.init(
            bytes,
            RecordReader.Spot(
                hash: 0, container: 0, record: 0, valueStart: start, escaping: Escaping(backslashes: false)),
            at: offset)
    }

    private init?(_ text: [UInt8], depth: Int) {
        var reader = JSONReader(isByLine: false)
        reader.read(text.span, 0..<text.count)
        // In what looks like a key, there may be no document: an array of PostgreSQL begins with a brace, too.
        guard reader.isInData, !reader.isInKey else { return nil }
        hash = reader.placeHash
        self.text = reader.pathText(text.span)
        let start = reader.valueStart
        guard depth > 1, reader.isInString, start < text.count, text[start] == 0x7B || text[start] == 0x5B,
            let deeper = InnerPath(
                Escaping.json.text(of: text.span.extracting(start..<text.count)), depth: depth - 1)
        else { return }
        hash = PlaceHash.step(hash, index: Int(truncatingIfNeeded: deeper.hash))
        self.text += " → " + deeper.text
    }
}

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

    private init?(_ text: [UInt8], depth: Int) {
        var reader = JSONReader(isByLine: false)
        reader.read(text.span, 0..<text.count)
        self.init(reader, text.span, upTo: text.count, depth: depth)
    }

    /// - Parameter reader: Stands at `end` in a document of `bytes`.
    private init?(_ reader: JSONReader, _ bytes: Span<UInt8>, upTo end: Int, depth: Int) {
        // In what looks like a key, there may be no document: an array of PostgreSQL begins with a brace, too.
        guard reader.isInData, !reader.isInKey else { return nil }
        hash = reader.placeHash
        text = reader.pathText(bytes)
        let start = reader.valueStart
        guard depth > 1, reader.isInString, start < end, bytes[start] == 0x7B || bytes[start] == 0x5B,
            let deeper = InnerPath(Escaping.json.text(of: bytes.extracting(start..<end)), depth: depth - 1)
        else { return }
        hash = PlaceHash.step(hash, index: Int(truncatingIfNeeded: deeper.hash))
        text += " → " + deeper.text
    }
}

extension InnerPath {
    /// A message that may be a document, read up to the value that was placed last: the next is placed from there on.
    struct Message {
        private var start = -1
        private var reader = JSONReader(isByLine: false)
        private var readUpTo = 0

        /// The path of the value at the end of a range, which begins with the message; `nil` as for a value's path.
        mutating func path(_ bytes: Span<UInt8>, _ range: Range<Int>) -> InnerPath? {
            guard !range.isEmpty, range.count <= Limits.innerBytesMax,
                bytes[range.lowerBound] == 0x7B || bytes[range.lowerBound] == 0x5B
            else { return nil }
            if start != range.lowerBound || readUpTo > range.upperBound {
                start = range.lowerBound
                reader = JSONReader(isByLine: false)
                readUpTo = start
            }
            reader.read(bytes, readUpTo..<range.upperBound)
            readUpTo = range.upperBound
            return InnerPath(reader, bytes, upTo: readUpTo, depth: Limits.decodeDepthMax)
        }
    }
}

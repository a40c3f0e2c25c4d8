internal import Bytes
internal import Findings

/// The path inside of a value that is a document of its own: `audit_log.payload → user.email`.
public struct InnerPath {
    public var hash: UInt64
    public var text: String

    private init?(_ text: [UInt8], depth: Int) {
        var reader = JSONReader(isByLine: false)
        reader.read(text.span, 0..<text.count)
        self.init(reader, text.span, depth: depth)
    }

    /// - Parameter reader: Stands at the end of `text`.
    private init?(_ reader: JSONReader, _ text: Span<UInt8>, depth: Int) {
        // In what looks like a key, there may be no document: an array of PostgreSQL begins with a brace, too.
        guard reader.isInData, !reader.isInKey else { return nil }
        hash = reader.placeHash
        self.text = reader.pathText(text)
        let start = reader.valueStart
        guard depth > 1, reader.isInString, start < text.count, text[start] == 0x7B || text[start] == 0x5B,
            let deeper = InnerPath(
                Escaping.json.text(of: text.extracting(start..<text.count)), depth: depth - 1)
        else { return }
        hash = PlaceHash.step(hash, index: Int(truncatingIfNeeded: deeper.hash))
        self.text += " → " + deeper.text
    }
}

extension InnerPath {
    /// A value that may be a document, read up to the byte that was placed last: the next is placed from there on.
    public struct Value {
        private var start = -1
        private var readUpTo = 0

        /// The value without its escapes, up to `readUpTo`, and what reads it.
        private var text: [UInt8] = []
        private var reader = JSONReader(isByLine: false)

        /// Of a span in which nothing was placed yet.
        public init() {}

        /// - Parameter spot: Of the byte at `offset`.
        /// - Returns: `nil` when the value is no document, or the byte stands further inside than
        ///   `Limits.innerBytesMax`.
        public mutating func path(_ bytes: Span<UInt8>, _ spot: RecordReader.Spot, at offset: Int)
            -> InnerPath?
        {
            path(bytes, from: spot.valueStart, spot.escaping, at: offset)
        }

        mutating func path(
            _ bytes: Span<UInt8>, from start: Int, _ escaping: Escaping, at offset: Int
        ) -> InnerPath? {
            guard start >= 0, offset > start, offset - start <= Limits.innerBytesMax,
                bytes[start] == 0x7B || bytes[start] == 0x5B
            else { return nil }
            if start != self.start || readUpTo > offset { begin(at: start) }
            let known = self.text.count
            readUpTo = escaping.append(bytes, readUpTo..<offset, isWhole: false, to: &self.text)
            let text = self.text
            reader.read(text.span, known..<text.count)
            if readUpTo == offset { return InnerPath(reader, text.span, depth: Limits.decodeDepthMax) }
            // What may be the beginning of an escape counts as text here, and is read again with what follows.
            var (cut, cutReader) = (text, reader)
            _ = escaping.append(bytes, readUpTo..<offset, isWhole: true, to: &cut)
            cutReader.read(cut.span, text.count..<cut.count)
            return InnerPath(cutReader, cut.span, depth: Limits.decodeDepthMax)
        }

        private mutating func begin(at start: Int) {
            self.start = start
            readUpTo = start
            text.removeAll(keepingCapacity: true)
            reader.restart()
        }
    }
}

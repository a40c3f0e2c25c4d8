internal import Bytes
internal import Findings

/// A line of Elasticsearch's or OpenSearch's slow logs as text: the index, and the source of the query or the document.
///
/// Source: Elasticsearch 8 reference, "Slow Log".
enum ElasticSlowLine {
    static func matches(_ line: ArraySlice<UInt8>) -> Bool {
        line.first == 0x5B && line.find(took) != nil && line.find(source) != nil
    }

    /// `[users-2019.12][0] took[5ms], …, source[{"query":…}]`: the index, and the path inside of the source.
    ///
    /// - Parameters:
    ///   - line: Up to the value.
    ///   - message: The source that was read last.
    static func place(_ bytes: Span<UInt8>, _ line: Range<Int>, _ message: inout InnerPath.Value) -> (
        hash: UInt64, place: Place
    )? {
        guard let source = find(Self.source, bytes, line),
            let took = find(Self.took, bytes, line.lowerBound..<source),
            let path = message.path(bytes, from: source + Self.source.count, .plain, at: line.upperBound)
        else { return nil }
        let index = indexName(bytes, line.lowerBound..<took)
        return (
            PlaceHash.step(PlaceHash.table(index), index: Int(truncatingIfNeeded: path.hash)),
            Place(.json, container: index, name: path.text)
        )
    }

    private static let source = Array("source[".utf8)
    private static let took = Array("] took[".utf8)

    /// The index in the brackets that end a range: `[users-2019.12][0` or `[users-2019.12/x1hEEwDHRmK`.
    private static func indexName(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        let part = range.map { bytes[$0] }
        let groups = part.split(separator: 0x5B).map { $0.split(separator: 0x5D).first ?? [] }
        guard let last = groups.last else { return "" }
        let isShard = last.allSatisfy { $0 &- 0x30 < 10 }
        let name = Array((isShard ? groups.dropLast().last ?? [] : last).prefix { $0 != 0x2F })
        return Names.isIndexName(name.span) ? String(decoding: name, as: UTF8.self) : ""
    }

    private static func find(_ word: [UInt8], _ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        var at = range.lowerBound
        while at + word.count <= range.upperBound {
            if word.indices.allSatisfy({ bytes[at + $0] == word[$0] }) { return at }
            at += 1
        }
        return nil
    }
}

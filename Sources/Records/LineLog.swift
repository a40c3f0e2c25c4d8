internal import Bytes
public import Findings

/// A log whose lines have fields by their order.
public enum LineLog: Sendable {
    /// A web server's, in the common or the combined format. Source: Apache HTTP Server 2.4, "Log Files".
    case access

    /// Elasticsearch's and OpenSearch's slow logs as text. Source: Elasticsearch 8 reference, "Slow Log".
    case elasticSlow

    /// Tells a log by its first lines.
    ///
    /// - Parameter head: The first bytes of the stream; a line that they cut counts as far as it goes.
    init?(sniffing head: [UInt8]) {
        let lines = head.split(separator: 0x0A).prefix(20)
        guard !lines.isEmpty else { return nil }
        if lines.count(where: Self.isAccess) * 2 > lines.count {
            self = .access
        } else if lines.contains(where: Self.isElasticSlow) {
            self = .elasticSlow
        } else {
            return nil
        }
    }

    /// `192.0.2.7 - ada [25/Nov/2026:10:00:00 +0000] "GET `
    private static func isAccess(_ line: ArraySlice<UInt8>) -> Bool {
        let parts = line.split(separator: 0x20, maxSplits: 5)
        guard parts.count == 6, let time = parts[3].first, let request = parts[5].first else { return false }
        return time == 0x5B && request == 0x22 && parts[4].last == 0x5D && parts[3].count == 21
    }

    private static func isElasticSlow(_ line: ArraySlice<UInt8>) -> Bool {
        line.first == 0x5B && line.firstRange(of: Array("] took[".utf8)) != nil
            && line.firstRange(of: Array("source[".utf8)) != nil
    }

    /// The place of a value, by the bytes of its line before it; they are at most `Limits.statementReachBytes`.
    ///
    /// - Parameters:
    ///   - offset: Where the value begins.
    ///   - name: That of its field, as it was found; empty for none.
    /// - Returns: The place and its identity; `nil` where nothing better is known than the field's name.
    public func place(
        _ bytes: Span<UInt8>, at offset: Int, name: Span<UInt8>
    ) -> (hash: UInt64, place: Place)? {
        let floor = max(0, offset - Limits.statementReachBytes)
        let newline = lastNewline(bytes, floor..<offset)
        if newline == nil, floor > 0 { return nil }
        let line = (newline.map { $0 + 1 } ?? 0)..<offset
        return switch self {
        case .access: accessPlace(bytes, line, name)
        case .elasticSlow: elasticPlace(bytes, line)
        }
    }

    private func accessPlace(
        _ bytes: Span<UInt8>, _ line: Range<Int>, _ name: Span<UInt8>
    ) -> (hash: UInt64, place: Place)? {
        var field = 0
        var closing: UInt8 = 0
        for at in line {
            let byte = bytes[at]
            if closing != 0 {
                if byte == closing, closing == 0x5D || bytes[at - 1] != 0x5C { closing = 0 }
            } else if byte == 0x22 {
                closing = 0x22
            } else if byte == 0x5B {
                closing = 0x5D
            } else if byte == 0x20 {
                field += 1
            }
        }
        guard field < Self.accessFields.count else { return nil }
        var place = Place(.field, name: Self.accessFields[field])
        var hash = PlaceHash.step(PlaceHash.document, index: field)
        if Place.isName(name) {
            place.inner = Place(fieldName: name).name
            hash = PlaceHash.step(hash, name)
        }
        return (hash, place)
    }

    private static let accessFields = [
        "client", "ident", "user", "time", "request", "status", "bytes", "referer", "user_agent",
    ]

    /// `[users-2019.12][0] took[5ms], …, source[{"query":…}]`: the index, and the path inside of the source.
    private func elasticPlace(_ bytes: Span<UInt8>, _ line: Range<Int>) -> (hash: UInt64, place: Place)? {
        guard let source = find(Self.source, bytes, line),
            let took = find(Self.took, bytes, line.lowerBound..<source)
        else { return nil }
        let start = source + Self.source.count
        let spot = RecordReader.Spot(
            hash: 0, container: 0, record: 0, valueStart: start, escaping: Escaping(backslashes: false))
        guard let path = InnerPath(bytes, spot, at: line.upperBound) else { return nil }
        let index = indexName(bytes, line.lowerBound..<took)
        return (
            PlaceHash.step(PlaceHash.table(index), index: Int(truncatingIfNeeded: path.hash)),
            Place(.json, container: index, name: path.text)
        )
    }

    private static let source = Array("source[".utf8)
    private static let took = Array("] took[".utf8)

    /// The index in the brackets that end a range: `[users-2019.12][0` or `[users-2019.12/x1hEEwDHRmK`.
    private func indexName(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        let part = range.map { bytes[$0] }
        let groups = part.split(separator: 0x5B).map { $0.split(separator: 0x5D).first ?? [] }
        guard let last = groups.last else { return "" }
        let isShard = last.allSatisfy { $0 &- 0x30 < 10 }
        let name = Array((isShard ? groups.dropLast().last ?? [] : last).prefix { $0 != 0x2F })
        return Names.isIndexName(name.span) ? String(decoding: name, as: UTF8.self) : ""
    }

    private func find(_ word: [UInt8], _ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        var at = range.lowerBound
        while at + word.count <= range.upperBound {
            if word.indices.allSatisfy({ bytes[at + $0] == word[$0] }) { return at }
            at += 1
        }
        return nil
    }
}

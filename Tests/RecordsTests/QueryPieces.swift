import Bytes
import Findings

@testable import Records

/// Query logs read in pieces, as a scan reads them: each with as many bytes around it as a worker sees.
enum QueryPieces {
    /// The places of the marks `m1`, `m2` …, by their offsets.
    static func places(_ bytes: [UInt8], _ log: QueryLog, cuts: [Int] = []) -> [Int: String] {
        let edges = [0] + cuts + [bytes.count]
        var outline = QueryOutline(log)
        let index = QueryIndex()
        var found: [Int: String] = [:]
        for (start, end) in zip(edges, edges.dropFirst()) where start < end {
            let base = max(0, start - Limits.contextBytesBefore)
            let window = Array(bytes[base..<min(bytes.count, end + Limits.contextBytesAfter)])
            let own = start - base..<end - base
            index.read(
                window.span, outline, around: own,
                upTo: min(window.count, own.upperBound + Limits.haloBytes))
            outline.read(window.span, own)
            var value = InnerPath.Value()
            for offset in own where isMark(bytes, base + offset) {
                guard let spot = index.spot(at: offset) else { continue }
                var place = index.place
                if let path = value.path(window.span, spot, at: offset) { place.inner = path.text }
                found[base + offset] = place.description
            }
        }
        return found
    }

    static func isMark(_ bytes: [UInt8], _ offset: Int) -> Bool {
        offset + 1 < bytes.count && bytes[offset] == 0x6D && bytes[offset + 1] &- 0x30 < 10
            && (offset == 0 || (bytes[offset - 1] | 0x20) &- 0x61 >= 26)
            && (offset + 2 == bytes.count || bytes[offset + 2] &- 0x30 >= 10)
    }
}

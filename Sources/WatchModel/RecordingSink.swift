internal import Delivery
internal import Watch

/// Keeps what is told; can be taken away in the middle of a line.
final class RecordingSink: AlertSink {
    /// The ids of the findings, by the fingerprint of their value.
    private(set) var ids: [String: Set<String>] = [:]

    /// Lines that were told again, with an id that was told before.
    private(set) var repeated = 0

    /// Bytes after which the sink is gone; `nil` for one that stays.
    var bytesLeft: Int?
    private var line: [UInt8] = []

    func write(_ lines: inout [UInt8]) throws(SinkError) {
        let taken = min(lines.count, bytesLeft ?? lines.count)
        for byte in lines.prefix(taken) {
            line.append(byte)
            if byte == 0x0A { takeLine() }
        }
        lines.removeFirst(taken)
        bytesLeft = bytesLeft.map { $0 - taken }
        if !lines.isEmpty { throw .closed }
    }

    /// Another process goes on where the last one was killed.
    func reopen() {
        bytesLeft = nil
        line.removeAll()
    }

    private func takeLine() {
        let text = String(decoding: line, as: UTF8.self)
        line.removeAll(keepingCapacity: true)
        guard text.contains("seep.finding"), let id = Self.value(of: #""id":""#, in: text),
            let fingerprint = Self.value(of: #""hash":[""#, in: text)
        else { return }
        if !ids[fingerprint, default: []].insert(id).inserted { repeated += 1 }
    }

    private static func value(of key: String, in text: String) -> String? {
        var parts = text.split(separator: key, maxSplits: 1, omittingEmptySubsequences: false).dropFirst()
        return parts.popFirst()?.split(separator: "\"", maxSplits: 1).first.map(String.init)
    }
}

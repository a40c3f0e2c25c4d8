private import Bytes

/// Checkpoints one behind the other, as text: the first whole, of those behind it what changed.
///
/// Each has a head with the version, its number, its time, the number of its lines, and a keyed hash of that, of its lines,
/// and of the hash of the one before: what a longer text that stood in the same place has left is taken for none of them.
package struct CheckpointLog {
    /// The last one that can be read.
    package private(set) var latest = Checkpoint()

    /// Bytes up to its end, and of the first.
    package private(set) var bytesCount = 0
    package private(set) var firstBytes = 0

    /// Bytes stand behind the last one that are more than the beginning of the next.
    package private(set) var isDamaged = false
    private var chain: WatchKey.Hash
    private let key: WatchKey
    private static let version = "seep-checkpoint 2"

    /// An empty one.
    package init(_ key: WatchKey) {
        self.key = key
        chain = key.hash([], for: "checkpoint")
    }

    /// Reads as many checkpoints as are whole, and were written with the key.
    package init(_ bytes: [UInt8], _ key: WatchKey) {
        self.init(key)
        while bytesCount < bytes.count {
            guard let record = Record(bytes[bytesCount...]) else { return }
            let hash = hash(record.head, record.body)
            guard record.isVersion(Self.version), record.sequence > latest.sequence, record.hash == hash.text,
                let changes = CheckpointChanges(lines: record.lines)
            else {
                isDamaged = true
                return
            }
            changes.apply(to: &latest)
            latest.sequence = record.sequence
            latest.time = record.time
            advance(hash, record.bytesCount)
        }
    }

    /// The text of the next checkpoint, and this with it.
    ///
    /// - Parameter next: Its number is higher than that of the last one.
    package func adding(_ next: Checkpoint) -> (bytes: [UInt8], log: CheckpointLog) {
        let lines = CheckpointChanges(from: latest, to: next).lines
        let head = Array("\(Self.version) \(next.sequence) \(next.time) \(lines.count)".utf8)
        let hash = hash(head[...], lines.bytes[...])
        let bytes = head + Array(" \(hash.text)\n".utf8) + lines.bytes
        var log = self
        log.latest = next
        log.advance(hash, bytes.count)
        return (bytes, log)
    }

    private mutating func advance(_ hash: WatchKey.Hash, _ count: Int) {
        chain = hash
        if bytesCount == 0 { firstBytes = count }
        bytesCount += count
    }

    private func hash(_ head: ArraySlice<UInt8>, _ body: ArraySlice<UInt8>) -> WatchKey.Hash {
        key.hash(Array(chain.text.utf8) + head + [0x0A] + body, for: "checkpoint")
    }

    /// One checkpoint of a text.
    private struct Record {
        var sequence: UInt64 = 0
        var time: Int64 = 0
        var hash = ""

        /// What stands before the hash, and the lines behind it.
        var head: ArraySlice<UInt8>
        var body: ArraySlice<UInt8>
        var lines: [ArraySlice<UInt8>] = []
        var bytesCount: Int { body.endIndex - head.startIndex }

        /// - Returns: `nil` when the text ends before it does.
        init?(_ bytes: ArraySlice<UInt8>) {
            guard let end = bytes.firstIndex(of: 0x0A) else { return nil }
            let words = bytes[..<end].split(separator: 0x20, omittingEmptySubsequences: false)
            (head, body) = (bytes[..<end], bytes[(end + 1)..<(end + 1)])
            guard words.count == 6, let last = words.last,
                let count = Int(String(decoding: words[4], as: UTF8.self))
            else { return }
            var at = end + 1
            for _ in 0..<max(0, count) {
                guard let next = bytes[at...].firstIndex(of: 0x0A) else { return nil }
                lines.append(bytes[at..<next])
                at = next + 1
            }
            sequence = UInt64(String(decoding: words[2], as: UTF8.self)) ?? 0
            time = Int64(String(decoding: words[3], as: UTF8.self)) ?? 0
            hash = String(decoding: last, as: UTF8.self)
            head = bytes[..<(last.startIndex - 1)]
            body = bytes[(end + 1)..<at]
        }

        func isVersion(_ version: String) -> Bool {
            head.starts(with: Array("\(version) ".utf8))
        }
    }
}

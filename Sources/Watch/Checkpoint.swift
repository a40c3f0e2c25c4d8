package import Inputs
internal import Pipeline

/// How far one file was told of, durably.
package struct CheckpointEntry: Equatable, Sendable {
    package var identity: FileIdentity

    /// Where the stream began that the file holds now.
    package var origin: StreamOrigin

    /// Bytes whose findings were told, and the line that goes on there.
    package var offset: UInt64
    package var line: UInt64
    package var beginsLine: Bool

    /// Of the file's first bytes, and of those before `offset`.
    package var head: Proof
    package var tail: Proof

    /// Bytes of the file, compressed ones as they stand, that were read or given up; 0 for a compressed file that was not
    /// read to its end.
    package var size: UInt64

    package init(
        identity: FileIdentity, origin: StreamOrigin, offset: UInt64, line: UInt64, beginsLine: Bool,
        head: Proof, tail: Proof, size: UInt64
    ) {
        self.identity = identity
        self.origin = origin
        self.offset = offset
        self.line = line
        self.beginsLine = beginsLine
        self.head = head
        self.tail = tail
        self.size = size
    }
}

/// How far a watch has come: offsets and keyed hashes, and no byte and no name of what was read.
///
/// As text: a head with the version, the sequence number, the time, the number of files and a keyed hash of all that
/// follows, then a line of numbers for each file.
package struct Checkpoint: Equatable, Sendable {
    /// Counts the checkpoints of a state folder up.
    package var sequence: UInt64 = 0

    /// When it was made, in nanoseconds since 1970.
    package var time: Int64 = 0
    package var entries: [CheckpointEntry] = []

    private static let version = "seep-checkpoint 1"

    package func encoded(_ key: WatchKey) -> [UInt8] {
        let lines = Array(entries.map { Self.line(of: $0) + "\n" }.joined().utf8)
        let head = "\(Self.version) \(sequence) \(time) \(entries.count)"
        let hash = key.hash(Array(head.utf8) + lines, for: "checkpoint")
        return Array("\(head) \(hash.text)\n".utf8) + lines
    }

    /// - Returns: `nil` unless the bytes are a checkpoint that was written whole, with this key.
    package init?(_ bytes: [UInt8], _ key: WatchKey) {
        guard let end = bytes.firstIndex(of: 0x0A) else { return nil }
        let words = String(decoding: bytes[..<end], as: UTF8.self).split(separator: " ")
        guard words.count == 6, words[0] + " " + words[1] == Self.version, let sequence = UInt64(words[2]),
            let time = Int64(words[3]), let count = Int(words[4])
        else { return nil }
        let head = words[..<5].joined(separator: " ")
        let body = bytes[(end + 1)...]
        guard key.hash(Array(head.utf8) + body, for: "checkpoint").text == words[5] else { return nil }
        self.sequence = sequence
        self.time = time
        entries = body.split(separator: 0x0A).compactMap { Self.entry(of: $0) }
        guard entries.count == count else { return nil }
    }

    package init() {}

    private static func line(of entry: CheckpointEntry) -> String {
        let born = entry.origin.identity
        let numbers: [UInt64] = [
            entry.identity.device, entry.identity.inode, UInt64(bitPattern: entry.identity.born), born.device,
            born.inode, UInt64(bitPattern: born.born), UInt64(entry.origin.generation), entry.offset,
            entry.line, entry.beginsLine ? 1 : 0, UInt64(entry.head.count), entry.head.hash.high,
            entry.head.hash.low, UInt64(entry.tail.count), entry.tail.hash.high, entry.tail.hash.low,
            entry.size,
        ]
        return numbers.map { String($0, radix: 16) }.joined(separator: " ")
    }

    private static func entry(of line: ArraySlice<UInt8>) -> CheckpointEntry? {
        let words = String(decoding: line, as: UTF8.self).split(separator: " ")
        let numbers = words.compactMap { UInt64($0, radix: 16) }
        guard numbers.count == 17, words.count == 17 else { return nil }
        func identity(_ at: Int) -> FileIdentity {
            FileIdentity(
                device: numbers[at], inode: numbers[at + 1], born: Int64(bitPattern: numbers[at + 2]))
        }
        func proof(_ at: Int) -> Proof {
            Proof(
                count: Int(clamping: numbers[at]),
                hash: WatchKey.Hash(high: numbers[at + 1], low: numbers[at + 2]))
        }
        return CheckpointEntry(
            identity: identity(0),
            origin: StreamOrigin(identity: identity(3), generation: UInt32(clamping: numbers[6])),
            offset: numbers[7], line: numbers[8], beginsLine: numbers[9] == 1, head: proof(10),
            tail: proof(13), size: numbers[16])
    }
}

package import Inputs

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

    /// Bytes of the stream that were seen: those that were told of, or the head.
    var bytesKnown: UInt64 { max(offset, UInt64(head.count)) }

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
package struct Checkpoint: Equatable, Sendable {
    /// Counts the checkpoints of a state folder up.
    package var sequence: UInt64 = 0

    /// When it was made, in nanoseconds since 1970.
    package var time: Int64 = 0

    /// What files hold.
    package var held: [FileIdentity: CheckpointEntry] = [:]

    /// What files held: streams that are gone, or go on elsewhere. The last come last.
    package var ended: [CheckpointEntry] = []

    package init() {}
}

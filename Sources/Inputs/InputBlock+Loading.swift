internal import Bytes

/// Blocks of a stream that grows: filled at once, with what stands before, and divided into what is scanned now and what
/// is only looked at.
extension InputBlock {
    /// Bytes that are not the block's own, or not yet, included.
    private var held: Int { count + countAfter }

    /// Where bytes are put that stand, with so many of them before the block's own first one, in one piece.
    func room(before: Int, bytes: Int) -> UnsafeMutableRawBufferPointer {
        precondition(before <= Limits.contextBytesBefore, "more context than a block has room for")
        precondition(
            bytes - before <= capacity + Limits.contextBytesAfter, "more bytes than a block has room for")
        return unsafe UnsafeMutableRawBufferPointer(start: ownStart - before, count: bytes)
    }

    /// Takes over what was put into `room`.
    ///
    /// - Parameter filled: Bytes that were put there, those before the block's own included.
    func take(_ filled: Int, before: Int) {
        countBefore = min(before, filled)
        count = filled - countBefore
    }

    /// Takes bytes, the first `before` of which stand before the block's own.
    public func load(_ bytes: Span<UInt8>, before: Int) {
        reset()
        let room = unsafe room(before: before, bytes: bytes.count)
        // Sound: the room has as many bytes, and the block's memory is no part of another's.
        unsafe bytes.withUnsafeBytes { unsafe room.copyMemory(from: $0) }
        take(bytes.count, before: before)
    }

    /// Makes the first bytes of what the block holds its own; the rest is only looked at.
    ///
    /// - Parameter own: At most as many as the block holds.
    public func own(_ own: Int) {
        let all = held
        precondition(own <= all, "more bytes than the block holds")
        countAfter = all - own
        count = own
    }
}

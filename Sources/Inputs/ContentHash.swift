internal import Bytes
private import CXXHash

/// The running xxHash-32 of a frame's decoded content.
@safe
final class ContentHash {
    private let state: OpaquePointer?

    /// All of the frame's bytes so far went through the state; not before its first block did.
    private var isIntact = false

    init() {
        unsafe state = XXH32_createState()
        // The state comes as its memory was, and a frame whose first block is lost never resets it.
        if let state = unsafe state { _ = unsafe XXH32_reset(state, 0) }
    }

    deinit {
        unsafe XXH32_freeState(state)
    }

    func verify(_ block: InputBlock) -> Damage? {
        guard let state = unsafe state, block.isChecked else { return nil }
        if block.startsFrame {
            _ = unsafe XXH32_reset(state, 0)
            isIntact = true
        }
        if block.isDamaged { isIntact = false }
        block.withBytes { bytes, own in
            // Sound: the hash reads the block's own bytes during the call only.
            _ = unsafe bytes.extracting(own).withUnsafeBytes { bytes in
                unsafe XXH32_update(state, bytes.baseAddress, bytes.count)
            }
        }
        guard let expected = block.contentChecksum, isIntact else { return nil }
        guard unsafe XXH32_digest(state) != expected.value else { return nil }
        return Damage(
            sourceOffset: expected.sourceOffset, bytesSkipped: 0, reason: "LZ4 content checksum differs")
    }
}

/// xxHash-32 of a block, with seed 0.
func blockHash(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    unsafe XXH32(bytes.baseAddress, bytes.count, 0)
}

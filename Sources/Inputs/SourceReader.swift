internal import Glibc

/// Reads a descriptor through a buffer for decoders that look ahead.
final class SourceReader {
    private let file: FileDescriptor
    private var buffer = [UInt8](repeating: 0, count: SourceReader.bufferBytes)
    private var start = 0
    private var end = 0
    private(set) var isAtEnd = false

    /// Bytes handed out so far.
    private(set) var offset: UInt64 = 0

    static let bufferBytes = 256 * 1024

    init(_ file: consuming FileDescriptor) {
        self.file = file
    }

    /// The bytes that were read and not handed out.
    var buffered: ArraySlice<UInt8> { buffer[start..<end] }

    /// Reads more, if nothing is buffered or `wanted` bytes are not.
    ///
    /// - Parameter wanted: At most `bufferBytes`.
    /// - Returns: Bytes buffered; fewer than wanted only at the end.
    @discardableResult
    func peek(_ wanted: Int = 64) throws(InputError) -> Int {
        if end - start >= wanted || isAtEnd { return end - start }
        if start > 0 {
            // Sound: both ranges lie in the buffer, and the move allows them to overlap.
            unsafe buffer.withUnsafeMutableBytes { bytes in
                guard let base = bytes.baseAddress else { return }
                unsafe base.copyMemory(from: base + start, byteCount: end - start)
            }
            end -= start
            start = 0
        }
        let capacity = wanted > 4096 ? buffer.count : min(buffer.count, max(wanted, 64 * 1024))
        let free = end..<max(end, capacity)
        let count = unsafe buffer.withUnsafeMutableBytes { bytes -> Result<Int, InputError> in
            do throws(InputError) {
                return .success(try unsafe file.fill(UnsafeMutableRawBufferPointer(rebasing: bytes[free])))
            } catch {
                return .failure(error)
            }
        }
        let read = try count.get()
        if read < free.count { isAtEnd = true }
        end += read
        return end - start
    }

    /// Hands out bytes: the buffered ones first, then straight from the file.
    func read(into target: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        var count = min(target.count, end - start)
        if count > 0 {
            // Sound: `count` bytes lie in the buffer from `start` on, and in the target.
            unsafe buffer.withUnsafeBytes { bytes in
                unsafe target.copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: bytes[start..<(start + count)]))
            }
            start += count
        }
        if count < target.count, !isAtEnd {
            let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: target[count...])
            let more: Int
            do throws(InputError) {
                more = try unsafe file.fill(rest)
            } catch {
                guard count > 0 else { throw error }
                offset += UInt64(count)
                return count
            }
            if more < rest.count { isAtEnd = true }
            count += more
        }
        offset += UInt64(count)
        return count
    }

    /// Lends the buffered bytes and drops as many as `body` says it used.
    func consume(_ body: (UnsafeBufferPointer<UInt8>) -> Int) {
        let used = unsafe buffer.withUnsafeBufferPointer { bytes in
            unsafe body(UnsafeBufferPointer(rebasing: bytes[start..<end]))
        }
        skip(used)
    }

    /// Drops buffered bytes.
    func skip(_ count: Int) {
        precondition(count <= end - start, "more than is buffered")
        start += count
        offset += UInt64(count)
    }

    /// Drops bytes until `pattern` tests true at the buffer's front, or the end is met.
    ///
    /// - Parameter test: Gets at least `needed` bytes.
    /// - Returns: Whether it was found.
    func seek(needed: Int, _ test: (ArraySlice<UInt8>) -> Bool) throws(InputError) -> Bool {
        while try peek(needed) >= needed {
            let limit = end - needed
            while start <= limit {
                if test(buffer[start..<end]) { return true }
                skip(1)
            }
        }
        skip(end - start)
        return false
    }
}

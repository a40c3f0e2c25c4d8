internal import Foundation
internal import Glibc
internal import Reports
internal import Testing

@Suite struct BufferedOutputTests {
    @Test func `writes every record in order through a slow, non-blocking pipe`() throws {
        let pipe = Pipe()
        let writer = pipe.fileHandleForWriting.fileDescriptor
        #expect(fcntl(writer, F_SETFL, O_NONBLOCK) == 0)
        let reader = ReaderThread(pipe.fileHandleForReading)

        let output = BufferedOutput(descriptor: writer, bufferBytes: 100_000)
        var expected: [UInt8] = []
        for number in 0..<60_000 {
            try output.append("record \(number)\n")
            expected += Array("record \(number)\n".utf8)
        }
        try output.flush()
        try pipe.fileHandleForWriting.close()
        #expect(reader.join() == expected)
    }

    @Test func `writes nothing before the buffer is full or flushed`() throws {
        let pipe = Pipe()
        let output = BufferedOutput(descriptor: pipe.fileHandleForWriting.fileDescriptor, bufferBytes: 8)
        #expect(fcntl(pipe.fileHandleForReading.fileDescriptor, F_SETFL, O_NONBLOCK) == 0)
        try output.append("1234567")
        #expect(available(pipe) == [])
        try output.append { $0.append(0x38) }
        #expect(available(pipe) == Array("12345678".utf8))
        try output.append("9")
        try output.flush()
        #expect(available(pipe) == Array("9".utf8))
    }

    @Test func `says that the reader has gone, and writes no more`() throws {
        _ = signal(SIGPIPE, SIG_IGN)
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        let output = BufferedOutput(descriptor: pipe.fileHandleForWriting.fileDescriptor, bufferBytes: 8)
        #expect(throws: OutputError.closed) { try output.append("123456789") }
        #expect(throws: OutputError.closed) { try output.append("1") }
        #expect(throws: OutputError.closed) { try output.flush() }
    }

    @Test func `tells the error of a full disk`() throws {
        let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
        let output = BufferedOutput(descriptor: full.fileDescriptor)
        try output.append("1")
        #expect(throws: OutputError.failed(ENOSPC)) { try output.flush() }
    }

    @Test func `tells the error of a descriptor that is not open`() throws {
        let output = BufferedOutput(descriptor: -1)
        try output.flush()
        try output.append("1")
        #expect(throws: OutputError.failed(EBADF)) { try output.flush() }
    }

    /// What the pipe holds now.
    private func available(_ pipe: Pipe) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 64)
        // Sound: `read` fills at most `count` bytes of the array during the call.
        let count = unsafe bytes.withUnsafeMutableBytes { buffer in
            unsafe read(pipe.fileHandleForReading.fileDescriptor, buffer.baseAddress, buffer.count)
        }
        return Array(bytes.prefix(max(0, count)))
    }
}

/// Reads a pipe to its end on a thread of its own.
///
/// Unchecked: `bytes` is written by the thread before it signals, and read after the wait.
private final class ReaderThread: @unchecked Sendable {
    private var bytes: [UInt8] = []
    private let done = DispatchSemaphore(value: 0)

    init(_ handle: FileHandle) {
        Thread.detachNewThread { [self] in
            while let piece = try? handle.read(upToCount: 3000), !piece.isEmpty {
                bytes += piece
            }
            done.signal()
        }
    }

    func join() -> [UInt8] {
        done.wait()
        return bytes
    }
}

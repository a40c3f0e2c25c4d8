import Foundation
import Glibc
import Inputs
import Testing

@Suite struct SourceTests {
    @Test(arguments: [true, false], [64, 65, 66, 1000])
    func `UTF-16 in either order becomes UTF-8, wherever blocks end`(isBigEndian: Bool, capacity: Int) throws
    {
        // One, two and three bytes, and pairs of surrogates at odd and even places.
        let text = (0..<500).map { "a😀é漢字\($0)🂡漢漢" }.joined() + String(repeating: "漢", count: 3000)
        let units = [0xFEFF] + Array(text.utf16)
        let bytes = units.flatMap { unit in
            isBigEndian ? [UInt8(unit >> 8), UInt8(unit & 0xFF)] : [UInt8(unit & 0xFF), UInt8(unit >> 8)]
        }
        #expect(String(decoding: try Reading(bytes, capacity: capacity).bytes, as: UTF8.self) == text)
        for script in ["lz4 -q -B4 -c $1", "gzip -c $1", "zstd -q -c $1"] {
            let reading = try Reading(try Packing(script).pack(bytes), capacity: capacity)
            #expect(String(decoding: reading.bytes, as: UTF8.self) == text, "\(script)")
        }
    }

    @Test
    func `half a surrogate pair becomes a replacement, and does not swallow its neighbour`() throws {
        let units: [UInt16] = [0xFEFF, 0x61, 0xD83D, 0x62, 0xDE00, 0x63, 0xD83D, 0xD83D, 0xDE00, 0x64]
        let bytes = units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let reading = try Reading(bytes)
        #expect(String(decoding: reading.bytes, as: UTF8.self) == "a\u{FFFD}b\u{FFFD}c\u{FFFD}😀d")
        #expect(try Reading(bytes.dropLast(3) + []).bytes.suffix(6).elementsEqual("c\u{FFFD}".utf8) == false)
    }

    @Test(arguments: ["cat $1", "gzip -c $1", "zstd -q -c $1"])
    func `blocks begin small, and double up to what one holds`(script: String) throws {
        let folder = try TestFolder()
        let plain = makePayload(3_000_000)
        let path = try folder.write(try Packing(script).pack(plain), to: "log")
        var ends = [0]
        let reading = try Reading(.file(path: path), capacity: 1 << 20) { ends.append($0) }
        #expect(difference(reading.bytes, plain) == nil)
        let sizes = zip(ends, ends.dropFirst()).map { $1 - $0 }
        #expect(sizes.dropLast() == [1 << 16, 1 << 17, 1 << 18, 1 << 19, 1 << 20])
    }

    @Test
    func `a file that grows while it is read is read to its new end`() throws {
        let folder = try TestFolder()
        let plain = makePayload(300_000)
        let path = try folder.write(plain, to: "log")
        var hasGrown = false
        let reading = try Reading(.file(path: path), capacity: 4096) { _ in
            guard !hasGrown else { return }
            hasGrown = true
            let file = try #require(FileHandle(forWritingAtPath: path))
            try file.seekToEnd()
            try file.write(contentsOf: Data("more\n".utf8))
        }
        #expect(difference(reading.bytes, plain + Array("more\n".utf8)) == nil)
        #expect(reading.damages.isEmpty)
    }

    @Test(arguments: ["cat $1", "gzip -c $1", "zstd -q -c $1", "lz4 -q -B4 -c $1"])
    func `a file that becomes shorter while it is read is told`(script: String) throws {
        let folder = try TestFolder()
        let plain = makePayload(2_000_000)
        let path = try folder.write(try Packing(script).pack(plain), to: "log")
        let reading = try Reading(.file(path: path), capacity: 4096) { _ in
            #expect(unsafe truncate(path, 100) == 0)
        }
        #expect(difference(reading.bytes, plain.prefix(reading.bytes.count)) == nil)
        #expect(reading.bytes.count < plain.count)
        #expect(reading.damages.last?.reason == "the file became shorter while it was read")
    }

    /// The system gives what was written to a terminal and then an error, once nobody holds its other side.
    @Test(arguments: ["cat $1", "gzip -c $1", "zstd -q -c $1", "lz4 -q -B4 -c $1", "lz4 -q -l -c $1"])
    func `an error of the system ends the source once, with its reason`(script: String) throws {
        let plain = makePayload(900)
        let packed = try Packing(script).pack(plain)
        var (near, far): (Int32, Int32) = (-1, -1)
        var modes = termios()
        unsafe cfmakeraw(&modes)
        try #require(unsafe openpty(&near, &far, nil, &modes, nil) == 0)
        defer { close(near) }
        // Cut off, so that the decoders want more when the error comes.
        let sent = packed.dropLast(5) + []
        let written = unsafe sent.withUnsafeBytes { unsafe write(far, $0.baseAddress, $0.count) }
        try #require(written == sent.count)
        close(far)
        let reading = try Reading.ofStandardInput(near)
        #expect(!reading.isEndless)
        #expect(difference(reading.bytes, plain.prefix(reading.bytes.count)) == nil)
        #expect(reading.damages.filter { $0.reason == "input/output error" }.count == 1)
        #expect(reading.damages.count <= 2)
    }

    @Test
    func `what is no regular file is refused inside of folders, and opened as nothing else`() throws {
        let folder = try TestFolder()
        let pipe = folder.path + "/pipe"
        try #require(unsafe mkfifo(pipe, 0o600) == 0)
        var discovery = Discovery(paths: [folder.path])
        #expect(
            discovery.next()
                == .refused(name: pipe, reason: "pipe: not a regular file; give it as standard input"))
        #expect(discovery.next() == nil)
        #expect(throws: InputError.notAFile(kind: "pipe")) { try Inputs.InputStream(.file(path: pipe)) }
        #expect(throws: InputError.notAFile(kind: "folder")) {
            try Inputs.InputStream(.file(path: folder.path))
        }
        #expect(throws: InputError.notAFile(kind: "device")) {
            try Inputs.InputStream(.file(path: "/dev/zero"))
        }
    }

    @Test
    func `an empty file is whole and gives nothing`() throws {
        let reading = try Reading([])
        #expect(reading.bytes.isEmpty)
        #expect(reading.damages.isEmpty)
    }
}

import Inputs
import Testing

@Suite struct FormatTests {
    @Test(arguments: Packing.all)
    func `a packed stream gives back its bytes, cut anyhow`(packing: Packing) throws {
        let plain = makePayload(700_001)
        let packed = try packing.pack(plain)
        for capacity in [64, 1000, 65_536, 1 << 20] {
            let reading = try Reading(packed, capacity: capacity)
            #expect(difference(reading.bytes, plain) == nil, "blocks of \(capacity)")
            #expect(reading.damages.isEmpty)
            #expect(reading.partStarts == [0])
        }
    }

    @Test(arguments: Packing.all)
    func `a pipe gives the bytes that a file gives`(packing: Packing) throws {
        let plain = makePayload(30_000)
        let reading = try Reading.throughPipe(try packing.pack(plain), capacity: 4096)
        #expect(difference(reading.bytes, plain) == nil)
        #expect(reading.damages.isEmpty)
    }

    @Test(arguments: [0, 1, 2, 3, 10, 65_536])
    func `a stream of few bytes, or none, is whole`(count: Int) throws {
        let plain = makePayload(count)
        for script in ["cat $1", "lz4 -q -c $1", "gzip -c $1", "zstd -q -c $1", "lz4 -q -l -c $1"] {
            let reading = try Reading(try Packing(script).pack(plain))
            #expect(difference(reading.bytes, plain) == nil, "\(script)")
            #expect(reading.damages.isEmpty, "\(script)")
        }
    }

    @Test(arguments: [0, 1, 2, 9, 10, 11, 12, 17, 30, 40])
    func `a gzip header is whole wherever the reader's buffer ends`(before: Int) throws {
        // The first member, stored, ends so many bytes before the end of what is read at once.
        let stored = makePayload(60_000)
        let head: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
        let one = try Packing("gzip -n -c $1").pack(stored)
        let padding = 65_536 - before - one.count
        try #require(padding > 20 && padding < 65_000)
        // A member without bytes, whose name fills the room.
        let name = [UInt8](repeating: 0x6E, count: padding - 21) + [0]
        let empty = head[..<3] + [8] + head[4...] + name + [3, 0] + [UInt8](repeating: 0, count: 8)
        let two = try Packing(
            #"printf '\x1f\x8b\x08\x1e\0\0\0\0\x02\x03\x05\0extraname\0comment\0ab'; gzip -n -c $1 | tail -c +11"#
        ).pack(stored)
        let packed = Array(empty) + one + two
        try #require(packed.count - two.count == 65_536 - before)
        let reading = try Reading(packed)
        #expect(difference(reading.bytes, stored + stored) == nil)
        #expect(reading.damages.isEmpty)
    }

    @Test
    func `legacy blocks of eight megabytes follow each other`() throws {
        let plain = makePayload((8 << 20) + 70_000)
        let reading = try Reading(try Packing("lz4 -q -l -c $1").pack(plain), capacity: 1 << 20)
        #expect(difference(reading.bytes, plain) == nil)
        #expect(reading.damages.isEmpty)
    }

    @Test(arguments: [
        ("lz4 -q -c $1; echo some words", "bytes that begin no LZ4 frame"),
        ("zstd -q -c $1; echo some words", "bytes that begin no zstd frame"),
        ("lz4 -q -l -c $1; echo some words", "impossible LZ4 block size"),
        ("gzip -c $1; echo some words", "bytes behind the gzip data"),
        ("gzip -c $1; head -c 600 /dev/zero; echo some words", "bytes behind the gzip data"),
    ])
    func `bytes behind the last frame are left out, and said`(script: String, reason: String) throws {
        let plain = makePayload(5000)
        let packed = try Packing(script).pack(plain)
        let reading = try Reading(packed)
        #expect(difference(reading.bytes, plain) == nil)
        #expect(
            reading.damages == [
                Damage(sourceOffset: UInt64(packed.count - 11), bytesSkipped: 11, reason: reason)
            ])
    }
}

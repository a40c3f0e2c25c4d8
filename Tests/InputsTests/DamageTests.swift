import CorpusMaker
import Inputs
import Testing

@Suite struct DamageTests {
    /// A format, and whether it tells a wrong byte: by checksums over all that it decodes.
    struct Case: Sendable, CustomTestStringConvertible {
        let packing: Packing
        let isChecked: Bool

        init(_ script: String, isChecked: Bool) {
            packing = Packing(script)
            self.isChecked = isChecked
        }

        var testDescription: String { packing.script }
    }

    static let cases = [
        Case("lz4 -q -B4 -c $1", isChecked: true),
        Case("lz4 -q -B4 -BX -BD --content-size -c $1", isChecked: true),
        Case("lz4 -q -B4 --no-frame-crc -c $1", isChecked: false),
        Case("lz4 -q -l -c $1", isChecked: false),
        Case("gzip -c $1", isChecked: true),
        Case("zstd -q -c --check $1", isChecked: true),
        Case("zstd -q -c --no-check --no-content-size $1", isChecked: false),
    ]

    @Test(arguments: cases)
    func `what stands before a cut is given, and the cut is told`(damage: Case) throws {
        let plain = makePayload(1500)
        let packed = try damage.packing.pack(plain)
        for count in 4..<packed.count {
            let reading = try Reading(Array(packed.prefix(count)), capacity: 200)
            #expect(!reading.isEndless)
            #expect(difference(reading.bytes, plain.prefix(reading.bytes.count)) == nil, "cut at \(count)")
            // A legacy frame without any block is whole.
            let isWhole = count == 4 && damage.packing.script.contains("-l ")
            #expect(reading.damages.isEmpty == isWhole, "cut at \(count)")
            for damage in reading.damages { #expect(damage.sourceOffset <= count) }
        }
    }

    @Test(arguments: cases)
    func `a changed bit is told, or changes nothing`(damage: Case) throws {
        let plain = makePayload(1500)
        let packed = try damage.packing.pack(plain)
        var numbers = SeededNumbers(seed: 3)
        for offset in packed.indices {
            var changed = packed
            changed[offset] ^= 1 << UInt8(numbers.next() % 8)
            let reading = try Reading(changed, capacity: 200)
            #expect(!reading.isEndless)
            #expect(reading.bytes.count < 1 << 20)
            // Without its magic number the stream is text like any other.
            if offset < 4, reading.bytes == changed { continue }
            if damage.isChecked {
                #expect(
                    reading.bytes == plain || !reading.damages.isEmpty,
                    "changed at \(offset) of \(changed.count)"
                )
            }
        }
    }

    /// Streams of which the part behind the damage must be found.
    @Test(arguments: [
        "lz4 -q -B4 -c a; lz4 -q -B4 -c b", "lz4 -q -B4 -BD -c a; lz4 -q -c b",
        "lz4 -q -l -c a; lz4 -q -l -c b",
        "lz4 -q -BX -c a; zstd -q -c b", "zstd -q -c a; zstd -q -c b", "zstd -q -c a; lz4 -q -c b",
        "gzip -c a; gzip -c b",
    ])
    func `what follows a stream that was cut off is found`(script: String) throws {
        let first = makePayload(90_000)
        let second = makePayload(20_000, seed: 9)
        let commands = script.split(separator: "; ").map(String.init)
        let one = try Packing(commands[0].replacing(" a", with: " $1")).pack(first)
        let two = try Packing(commands[1].replacing(" b", with: " $1")).pack(second)
        for share in 1..<20 {
            let cut = one.count * share / 20
            let reading = try Reading(Array(one.prefix(cut)) + two)
            #expect(difference(reading.bytes.suffix(second.count), second) == nil, "cut at \(cut)")
            #expect(!reading.damages.isEmpty)
            let piped = try Reading.throughPipe(Array(one.prefix(cut)) + two)
            #expect(difference(piped.bytes.suffix(second.count), second) == nil, "cut at \(cut) in a pipe")
        }
    }

    @Test(arguments: ["gzip -c $1", "zstd -q -c $1", "lz4 -q -c $1"])
    func `a wrong checksum does not hide what follows`(script: String) throws {
        let first = makePayload(90_000)
        let second = makePayload(20_000, seed: 9)
        var one = try Packing(script).pack(first)
        // gzip's checksum stands before the size, the others' at the end.
        one[one.count - (script.hasPrefix("gzip") ? 8 : 1)] ^= 1
        let reading = try Reading(one + (try Packing(script).pack(second)))
        #expect(difference(reading.bytes, first + second) == nil)
        #expect(reading.damages.count == 1)
        #expect(reading.damages.first?.reason.hasSuffix("checksum differs") == true)
    }

    /// Walks a frame of independent LZ4 blocks with checksums.
    private func blockOffsets(_ packed: [UInt8]) -> [Int] {
        var offset = 7
        var offsets: [Int] = []
        while offset + 4 <= packed.count {
            let size = packed[offset..<(offset + 4)].reversed().reduce(0) { $0 << 8 | Int($1) }
            if size == 0 { break }
            offsets.append(offset)
            offset += 4 + size & 0x7FFF_FFFF + 4
        }
        return offsets
    }

    @Test(arguments: 0..<5)
    func `of independent LZ4 blocks the damaged one alone is missing`(number: Int) throws {
        let plain = makePayload(5 << 16)
        var packed = try Packing("lz4 -q -B4 -BX -c $1").pack(plain)
        let offsets = blockOffsets(packed)
        try #require(offsets.count == 5)
        packed[offsets[number] + 1000] ^= 4
        let reading = try Reading(packed)
        let lost = (number << 16)..<((number + 1) << 16)
        #expect(
            difference(reading.bytes, Array(plain[..<lost.lowerBound] + plain[lost.upperBound...])) == nil)
        #expect(reading.damages.map(\.reason) == ["LZ4 block checksum differs"])
        #expect(reading.damages.map(\.sourceOffset) == [UInt64(offsets[number])])
        // What stands on both sides of the hole were no neighbours, unless nothing is behind it.
        #expect(reading.partStarts.contains(lost.lowerBound))
    }

    @Test
    func `linked LZ4 blocks are given up to the damaged one, and the next frame again`() throws {
        let plain = makePayload(5 << 16)
        let packed = try Packing("lz4 -q -B4 -BX -BD -c $1").pack(plain)
        let offsets = blockOffsets(packed)
        try #require(offsets.count == 5)
        var changed = packed
        changed[offsets[2] + 1000] ^= 4
        let reading = try Reading(changed + packed)
        #expect(difference(reading.bytes, Array(plain[..<(2 << 16)]) + plain) == nil)
        #expect(
            reading.damages == [
                Damage(
                    sourceOffset: UInt64(offsets[2]), bytesSkipped: UInt64(packed.count - offsets[2]),
                    reason: "LZ4 block checksum differs")
            ])
    }

    @Test(arguments: [1000, 1 << 16, 1 << 20])
    func `blocks of zstd before a damaged one are given`(capacity: Int) throws {
        let plain = makePayload(5 << 17)
        var packed = try Packing("zstd -q -c $1").pack(plain)
        // Magic, descriptor, four bytes of size: then the window and the blocks' headers.
        var offset = packed[4] & 0x20 == 0 ? 10 : 9
        for _ in 0..<3 { offset += 3 + blockSize(packed, at: offset) }
        packed[offset] |= 6  // The block type that is reserved.
        let reading = try Reading(packed, capacity: capacity)
        #expect(difference(reading.bytes, Array(plain[..<(3 << 17)])) == nil)
        #expect(reading.damages.map(\.reason) == ["zstd data is damaged"])
        #expect(reading.damages.map(\.sourceOffset) == [UInt64(offset)])
    }

    /// RFC 8878, 3.1.1.2: a raw or compressed block's size.
    private func blockSize(_ packed: [UInt8], at offset: Int) -> Int {
        (Int(packed[offset]) | Int(packed[offset + 1]) << 8 | Int(packed[offset + 2]) << 16) >> 3
    }

    @Test(arguments: [64, 100, 777, 4096, 1 << 20])
    func `every byte of gzip data before a damage is given, wherever blocks end`(capacity: Int) throws {
        // RFC 1951, 3.2.4: stored blocks, and then the block type that is reserved.
        let plain = makePayload(5000)
        var packed: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
        for start in stride(from: 0, to: 5000, by: 100) {
            packed += [0, 100, 0, 0xFF - 100, 0xFF] + plain[start..<(start + 100)]
        }
        let reading = try Reading(packed + [6, 0, 0, 0, 0, 0, 0, 0, 0], capacity: capacity)
        #expect(difference(reading.bytes, plain) == nil)
        #expect(reading.damages.map(\.reason) == ["gzip data is damaged"])
    }

    @Test(arguments: [0, 1, 5, 7, 8, 100])
    func `a gzip distance before the first byte is a damage, near the end too`(behind: Int) throws {
        // RFC 1951, 3.2.6: one block of fixed codes, in it a length of three at a distance of one.
        let head: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x03, 0x02]
        let reading = try Reading(head + [UInt8](repeating: 0, count: behind))
        // igzip hands out what such a length would copy.
        #expect(reading.bytes.count <= 3)
        #expect(reading.damages.count == 1)
    }

    @Test
    func `gzip data before a damage is given`() throws {
        let plain = makePayload(400_000)
        var packed = try Packing("gzip -c $1").pack(plain)
        let middle = packed.count / 2
        for offset in middle..<(middle + 64) { packed[offset] = 0xFF }
        let reading = try Reading(packed, capacity: 1000)
        let same = zip(plain, reading.bytes).prefix { $0 == $1 }.count
        #expect(same > 100_000)
        #expect(!reading.damages.isEmpty)
    }

    @Test(arguments: ["gzip -1", "zstd -q", "lz4 -q"])
    func `a bomb ends at the bounds`(tool: String) throws {
        let bomb = try Packing("head -c 80000000 /dev/zero | \(tool) -c").pack([])
        var limits = InputLimits()
        limits.ratioMax = 100
        #expect(
            try Reading(bomb, capacity: 1 << 20, limits: limits).damages.map(\.reason) == [
                "it expands more than the bound on the ratio allows"
            ])
        limits = InputLimits()
        limits.decodedBytesMax = 3 << 20
        let reading = try Reading(bomb, capacity: 1 << 20, limits: limits)
        #expect(reading.damages.map(\.reason) == ["the bound on decoded bytes is reached"])
        #expect(reading.bytes.count >= 3 << 20 && reading.bytes.count <= 8 << 20)
    }

    @Test
    func `many small LZ4 blocks are no bomb`() throws {
        // A writer that flushes after each line, with blocks of up to four megabytes in its header.
        let header: [UInt8] = [0x04, 0x22, 0x4D, 0x18, 0x60, 0x70, 0x73]
        let line = Array("a line of a log that is written as it comes\n".utf8)
        var packed = header
        for _ in 0..<2000 { packed += [UInt8(line.count), 0, 0, 0x80] + line }
        var limits = InputLimits()
        limits.decodedBytesMax = 1_000_000
        let reading = try Reading(packed + [0, 0, 0, 0], limits: limits)
        #expect(reading.damages.isEmpty)
        #expect(reading.bytes.count == 2000 * line.count)
    }
}

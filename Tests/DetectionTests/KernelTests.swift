import CByteScan
import CorpusMaker
import Testing

/// The kernel for this machine's instruction set against the one that is plain C.
@Suite(.serialized) struct KernelTests {
    /// All shapes but the names of fields, which need a table: those are compared by their findings.
    private static let shapes: UInt32 = (1 << SEEP_SHAPE_FIELD.rawValue) - 1

    /// Pieces of every shape, and what nearly is one.
    private static let pieces = [
        "123-45-6789", "123 45 6789", "212-555-0199", "212.555.0199", "(212) 555-0199", "(212",
        "4111 1111 1111 1111",
        "4111-1111-1111", "3714 496353 98431", "529.982.247-25", "4111111111111111", "1234567890123",
        "12345678Z",
        "54362315k", "10.20.30.40", "1.2.3", "256.1.1.1.1", "2C:AA:8E:41:7B:09", "2c-aa-8e-41-7b-09",
        "2C:AA:8E:41:7B",
        "2001:db8::1", "fe80::", "::", "12:34:56", "GB82WEST", "AB12",
        "0x52908400098527886E0F7030069828D2E4169EE7",
        "0xdeadbeef", "kT8vQ2xLm9RzW4sBn7YdAa3C", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "a@b.c", "@", "@@",
        "+49 30",
        "+0", "a+1", "++7", "name: ", "key=", "\"k\":", "<b>", "\n", " ", "é", "\u{0}", "\u{FF}", "x", "Z",
        "9", "0", ".",
        "-", "_", "/",
    ].map { Array($0.utf8) }

    private func text(_ count: Int, _ numbers: inout SeededNumbers) -> [UInt8] {
        var text: [UInt8] = []
        while text.count < count {
            text += Self.pieces[Int(numbers.next() % UInt64(Self.pieces.count))]
            if numbers.next() % 3 == 0 { text.append(0x20) }
        }
        return Array(text.prefix(count))
    }

    private func noise(_ count: Int, _ numbers: inout SeededNumbers) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: numbers.next()) }
    }

    /// The events of `[begin, end)`, in as many calls as the room for them asks for.
    private func events(_ bytes: [UInt8], _ begin: Int, _ end: Int, room: Int = 4096) -> [UInt64] {
        var all: [UInt64] = []
        var at = begin
        var buffer = [UInt64](repeating: 0, count: room)
        while at < end {
            // Sound: the kernel writes at most `room` events, and reads the bytes during the call only.
            let result = unsafe bytes.withUnsafeBufferPointer { input in
                unsafe buffer.withUnsafeMutableBufferPointer { output in
                    unsafe seep_scan_shapes(
                        input.baseAddress, at, end, bytes.count, Self.shapes, nil, nil, output.baseAddress,
                        room)
                }
            }
            all += buffer[..<result.count]
            if result.resume <= at { break }
            at = result.resume
        }
        return all
    }

    private func portably<Value>(_ body: () -> Value) -> Value {
        seep_scan_force_portable(1)
        defer { seep_scan_force_portable(0) }
        return body()
    }

    @Test
    func `portable code runs when it is asked for, and only then`() {
        let best = unsafe String(cString: seep_scan_variant())
        let forced = portably { unsafe String(cString: seep_scan_variant()) }
        #expect(forced == "portable")
        let after = unsafe String(cString: seep_scan_variant())
        #expect(after == best)
        #if arch(x86_64)
            #expect(best == "avx2" || best == "avx512" || best == "portable")
        #endif
    }

    @Test(arguments: 0...130)
    func `both kernels find the same shapes, wherever a call begins and ends`(offset: Int) {
        var numbers = SeededNumbers(seed: UInt64(offset) + 1)
        for count in [offset, offset + 1, offset + 63, offset + 64, offset + 129, offset + 700] {
            for bytes in [text(count, &numbers), noise(count, &numbers)] {
                for end in [count, count - min(count, 1), (offset + count + 1) / 2] where end >= offset {
                    let best = events(bytes, offset, end)
                    let plain = portably { events(bytes, offset, end) }
                    #expect(best == plain, "seed \(offset + 1), \(count) bytes, \(offset)..<\(end)")
                }
            }
        }
    }

    @Test(arguments: 1...20)
    func `a text's shapes are those of its parts, cut anywhere`(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        let bytes = text(2000, &numbers)
        let whole = events(bytes, 0, bytes.count).sorted()
        #expect(whole.count > 50)
        for _ in 0..<40 {
            let cut = Int(numbers.next() % UInt64(bytes.count))
            let parts = events(bytes, 0, cut) + events(bytes, cut, bytes.count)
            #expect(parts.sorted() == whole, "seed \(seed), cut at \(cut)")
        }
    }

    @Test(arguments: 1...20)
    func `a shape depends on the 64 bytes around its trigger alone`(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        let bytes = text(600, &numbers)
        for _ in 0..<20 {
            let begin = 64 + Int(numbers.next() % 200)
            let end = begin + Int(numbers.next() % 200)
            let expected = events(bytes, begin, end).sorted()
            // Other bytes further away, and the range at another place.
            let before = noise(Int(numbers.next() % 100), &numbers)
            let near = bytes[(begin - 64)..<min(bytes.count, end + 64)]
            let moved = before + near + noise(50, &numbers)
            let shift = before.count + 64 - begin
            let found = events(moved, begin + shift, end + shift).sorted()
            // The sum wraps where the range moved to the left.
            let wanted = expected.map { $0 &+ UInt64(bitPattern: Int64(shift)) << 8 }
            #expect(found == wanted, "seed \(seed), \(begin)..<\(end)")
        }
    }

    @Test
    func `a call that has no room left goes on where it stopped`() {
        var numbers = SeededNumbers(seed: 77)
        let bytes = text(250_000, &numbers)
        let inOne = events(bytes, 0, bytes.count, room: 400_000)
        let inMany = events(bytes, 0, bytes.count, room: 2048)
        #expect(inOne.count > 10_000)
        #expect(inMany == inOne)
    }

    @Test(arguments: 0...130)
    func `line feeds are counted as a loop counts them`(offset: Int) {
        var numbers = SeededNumbers(seed: 5)
        let bytes = (0..<(offset + 700)).map { _ in
            UInt8(numbers.next() % 4 == 0 ? 0x0A : numbers.next() & 0xFF)
        }
        for count in [0, 1, 31, 32, 63, 64, 65, 127, 128, 129, 255, 256, 300, 700] {
            let part = Array(bytes[offset..<(offset + count)])
            let expected = part.count { $0 == 0x0A }
            // Sound: the kernel reads `count` bytes from `offset` during the call, and the array has them.
            let (best, plain) = unsafe bytes.withUnsafeBufferPointer { buffer in
                let start = unsafe buffer.baseAddress.map { unsafe $0 + offset }
                return unsafe (
                    seep_count_newlines(start, count), portably { unsafe seep_count_newlines(start, count) }
                )
            }
            #expect(best == expected, "\(offset), \(count)")
            #expect(plain == expected, "\(offset), \(count)")
        }
    }
}

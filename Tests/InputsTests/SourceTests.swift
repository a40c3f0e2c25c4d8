import Foundation
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
}

import CByteScan
import CorpusMaker
import Rules
import Testing

@testable import Detection

/// The names that the kernel remembers, wanted and unwanted, against looking up each for the first time.
@Suite struct NameMemoryTests {
    /// Parts of names that are asked for, of such as nearly are, and of what stands around them.
    private static let pieces = [
        "phone", "Phone", "hone", "one", "ab", "zab", "z_ab", "id", "ID", "userID", "x", "2", "12", "345",
        "_", "-",
        ".", " ", "\"", "\\", "'", ";", "{", ",", "\n", "\u{0}", "\u{0}\u{0}\u{0}\u{0}", "é", ":", ":", ":",
        "=", "=", ">",
    ].map { Array($0.utf8) }

    private static let yaml = """
        rules:
          - id: contact.phone
            title: Phone
            severity: low
            fields: {names: [phone, id, zab, user_id, e4b], value: {digits: [4, 12]}}
            examples: {match: [phone=1234, phone=2345], ignore: [a, b]}
        """

    private func events(
        _ bytes: [UInt8], _ range: Range<Int>, _ index: FieldIndex, known: [UInt64]? = nil
    ) -> [UInt64] {
        var buffer = [UInt64](repeating: 0, count: 4096)
        // Sound: the kernel writes at most as many events as there is room for, and reads the bytes during the call only.
        let count = unsafe bytes.withUnsafeBufferPointer { input in
            unsafe buffer.withUnsafeMutableBufferPointer { output in
                unsafe index.withNames { names in
                    unsafe seep_scan_shapes(
                        input.baseAddress, range.lowerBound, range.upperBound, bytes.count,
                        1 << SEEP_SHAPE_FIELD.rawValue, names, known, output.baseAddress,
                        output.count
                    ).count
                }
            }
        }
        return Array(buffer[..<count])
    }

    @Test(arguments: 1...20)
    func `what was found of a name before tells nothing wrong of another`(seed: UInt64) throws {
        let index = FieldIndex(try parseRuleFile(yaml: Self.yaml).rules)
        var numbers = SeededNumbers(seed: seed)
        var bytes: [UInt8] = []
        while bytes.count < 2000 { bytes += Self.pieces[Int(numbers.next() % UInt64(Self.pieces.count))] }
        let whole = events(bytes, bytes.indices, index)
        let apart = bytes.indices.flatMap { events(bytes, $0..<($0 + 1), index) }
        #expect(whole == apart)
        #expect(whole.count > 10)
    }

    @Test(arguments: 1...20)
    func `separators whose names are known are passed, and no others`(seed: UInt64) throws {
        let index = FieldIndex(try parseRuleFile(yaml: Self.yaml).rules)
        var numbers = SeededNumbers(seed: seed)
        var bytes: [UInt8] = []
        while bytes.count < 2000 { bytes += Self.pieces[Int(numbers.next() % UInt64(Self.pieces.count))] }
        let whole = events(bytes, bytes.indices, index)
        let separator = { (event: UInt64) in Int(UInt32(truncatingIfNeeded: event >> 8)) }
        // Among the known ones are offsets at which no name ends.
        let known = (0...bytes.count / 64).map { _ in numbers.next() & numbers.next() }
        let rest = whole.filter { known[separator($0) / 64] >> UInt64(separator($0) % 64) & 1 == 0 }
        #expect(events(bytes, bytes.indices, index, known: known) == rest)
        #expect(rest.count < whole.count)
    }
}

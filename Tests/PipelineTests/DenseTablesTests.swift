import CorpusMaker
import Findings
import Foundation
import Ledger
import Testing

@testable import Pipeline

/// Dense tables, of which most matches are counted by the kernel, against the same counted match by match.
@Suite struct DenseTablesTests {
    private static let tokens = [
        "Atzr|IwEBI7irMlNhrCZ7cNGY4Rh6Zax4EnRKXPl1FzjV0D_8frB8PYEhHnuq0xBcS9tdwfQQD",
        "Atza|IwEBIOSepFzwKYC_tppNp8qKV20u07irMlNhrCZ7cNGY4Rh6Zax4EnRKXPl1FzjV0D_8f",
    ]

    private func address(_ numbers: inout SeededNumbers) -> String {
        "\(numbers.pick(["q.lindqvist", "n.pemberlane", "o'neil", "t.okafor"]))\(numbers.below(400))@quillmoor-post.org"
    }

    /// A value as SQL writes it.
    private func value(_ column: Int, _ numbers: inout SeededNumbers) -> String {
        if numbers.below(column == 0 ? 3 : 15) == 0 { return "NULL" }
        switch column {
        // Nine digits, of which few pass a check: a miss in most rows.
        case 0: return "\(100_000_000 + numbers.below(900_000_000))"
        case 1: return "'\(address(&numbers).replacingOccurrences(of: "'", with: "''"))'"
        case 2: return "'\(numbers.pick(["4539150059037627", "4539141034863187", "4539141034863188"]))'"
        case 3: return "'\(numbers.pick(["2C:AA:8E:8A:A5:34", "2C:AA:8E:99:73:7D", "off"]))'"
        case 4: return "'\(numbers.pick(Self.tokens))'"
        case 5: return "'call \(address(&numbers).replacingOccurrences(of: "'", with: "\\'")), soon'"
        case 6:
            return #"'{"mail":"t.okafor\#(numbers.below(90))@quillmoor-post.org","n":\#(numbers.below(9))}'"#
        default: return "'\(numbers.pick(["+49 30 23125 770", "+49 30 23125 750", "none"]))'"
        }
    }

    private func tuple(_ columns: [Int], _ numbers: inout SeededNumbers) -> String {
        "(" + columns.map { value($0, &numbers) }.joined(separator: ",") + ")"
    }

    /// Statements for a few tables in turns, a row a line or many, one of them with more places of findings than a row's
    /// mask has bits.
    private func write(_ count: Int, seed: UInt64) throws -> String {
        var numbers = SeededNumbers(seed: seed)
        let shapes = [
            Array(0..<8), [1, 7], [0, 1, 4], Array(repeating: 1, count: 90), [6, 5, 1, 0],
        ]
        var text = ""
        for _ in 0..<count {
            let table = numbers.pick([0, 0, 0, 1, 1, 2, 3, 4])
            let joint = numbers.pick([",", ",\n"])
            let rows = (0..<(1 + numbers.below(table == 3 ? 3 : 30))).map { _ in
                tuple(shapes[table], &numbers)
            }
            text += "INSERT INTO `t\(table)` VALUES " + rows.joined(separator: joint) + ";\n"
            if numbers.below(6) == 0 { text += "-- asked for by \(address(&numbers))\n" }
        }
        return try writeTemporary(text)
    }

    @Test(arguments: 1...6)
    func `alerts are the same as those of matches that are counted one by one`(seed: UInt64) throws {
        let path = try write(60, seed: seed)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let expected = try scanAlerts(path, chunkBytes: 1 << 20, jobs: 1, tellsEach: true)
        #expect(expected.count > 90)
        #expect(expected.contains { $0.rule.id.text.hasPrefix("combo.") })
        for (chunkBytes, jobs) in [(1 << 20, 1), (700, 1), (3000, 2), (20_000, 1), (65_536, 3)] {
            let told = try scanAlerts(path, chunkBytes: chunkBytes, jobs: jobs, tellsEach: false)
            let isSame = told == expected
            #expect(isSame, "seed \(seed), chunks of \(chunkBytes), \(jobs) jobs")
        }
    }
}

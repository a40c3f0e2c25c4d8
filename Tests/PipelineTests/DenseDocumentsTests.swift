import CorpusMaker
import Findings
import Foundation
import Ledger
import Testing

@testable import Pipeline

/// Dense documents, which are counted field by field, against the same counted match by match.
@Suite struct DenseDocumentsTests {
    private static let values: [String: [String]] = [
        "email": ["q.lindqvist28550@harrowgate-mail.net", "n.pemberlane23636@harrowgate-mail.net", "none"],
        "mac": ["2C:AA:8E:8A:A5:34", "2C:AA:8E:99:73:7D", "off"],
        "ssid": ["Harrowgate 815", "Thistlewick 131", "ssid", "height: 171"],
        "nickname": ["Priya Attic", "Bram Cellar", "O'Neil", "t.okafor@quillmoor-post.org"],
        "gender": ["female", "male", "string"],
        "card": ["4539150059037627", "4539141034863187", "4539141034863188"],
        "token": ["Atzr|IwEBI7irMlNhrCZ7cNGY4Rh6Zax4EnRKXPl1FzjV0D_8frB8PYEhHnuq0xBcS9tdwfQQD", "-"],
        "list": ["Harrowgate 815", "Harrowgate 940"],
    ]

    private func document(_ number: Int, _ numbers: inout SeededNumbers) -> String {
        func value(_ name: String) -> String { numbers.pick(Self.values[name, default: []]) }
        let weight = "\(40 + numbers.below(80)).\(numbers.below(10))"
        switch numbers.below(12) {
        case 0: return #"{"index":{"_index":"logs-\#(numbers.below(3))","_id":"\#(number)"}}"#
        case 1:
            return
                #"{"ssid":"\#(value("ssid"))","list":[{"ssid":"\#(value("list"))"},{"ssid":"\#(value("list"))"}]}"#
        case 2: return "a line without a document, from \(value("email"))"
        default:
            return
                #"{"_index":"device_info","_source":{"email":"\#(value("email"))","mac":"\#(value("mac"))","#
                + #""ssid":"\#(value("ssid"))","nickname":"\#(value("nickname"))","gender":"\#(value("gender"))","#
                + #""card":"\#(value("card"))","alexa_token":"\#(value("token"))","height":17\#(number % 10),"weight":\#(weight)}}"#
        }
    }

    private func write(_ count: Int, seed: UInt64) throws -> String {
        var numbers = SeededNumbers(seed: seed)
        let text = (0..<count).map { document($0, &numbers) + "\n" }.joined()
        return try writeTemporary(#"{"first":1}"# + "\n" + text)
    }

    @Test(arguments: 1...6)
    func `alerts are the same as those of matches that are counted one by one`(seed: UInt64) throws {
        let path = try write(900, seed: seed)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let expected = try scanAlerts(path, chunkBytes: 1 << 20, jobs: 1, tellsEach: true)
        #expect(expected.count > 15)
        #expect(expected.contains { $0.rule.id.text.hasPrefix("combo.") })
        for (chunkBytes, jobs) in [(1000, 1), (5000, 2), (20_000, 1), (65_536, 3)] {
            for tellsEach in [false, true] {
                let told = try scanAlerts(path, chunkBytes: chunkBytes, jobs: jobs, tellsEach: tellsEach)
                let isSame = told == expected
                #expect(isSame, "seed \(seed), chunks of \(chunkBytes), \(jobs) jobs, each \(tellsEach)")
            }
        }
    }
}

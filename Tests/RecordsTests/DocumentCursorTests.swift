import Findings
import Records
import Testing

@Suite struct DocumentCursorTests {
    /// Numbers that a seed gives (SplitMix64).
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    /// Documents of few shapes; V stands for a value, and X for one that must be quoted.
    private static let shapes = [
        #"{"_index":"a-1","_id":"X","_source":{"mail":V,"n":V,"deep":{"mac":V,"list":[V,V]}}}"#,
        #"{"_index":"a-1","_id":"X","_source":{"mail":V,"n":V,"deep":{"mac":V,"list":[V]}}}"#,
        #"{"mail" : V, "o":{ "p": V } ,"q":[ {"k":V}, {"k":V,"l":[[V],V]} ], "last": V }"#,
        #"{"mail":V,"_index":"b","mail":V,"o":{"mail":V},"\u006dac":V,"_index":"c","mac":V}"#,
        #"{"":V,"\#(String(repeating: "k", count: 70))":V,"a\"b":V,"at":{"$date":"X"},"12345":{"x":V}}"#,
        #"{"mail":V,"cut":V"#,
        #"{"mail":V}}{"x":V,"y":"#,
        #"{"mail":V,,"x" V:"mac":V]}"#,
        #"{"n":4 V,"mail":V,"list":[V V]}"#,
        #"[{"mail":V},{"mail":V}]"#,
        #"text mail V"#,
        #"{"deep":\#(String(repeating: "[", count: 70))V\#(String(repeating: "]", count: 70)),"mail":V}"#,
    ]

    private static let values = [
        #""mmm@x.example""#, #""""#, #""a\"b\\""#, "null", "175.5", "", #""{\"in\":\"m1\"}""#,
        #""\u0040mmm""#,
        #""\#(String(repeating: "long ", count: 20))""#, "{}", "[]", #"{"mail":"mm"}"#, #""m,}]:{""#, "tr ue",
    ]

    private func document(_ numbers: inout Seeded, shapes: Int) -> String {
        let shape = Self.shapes[Int.random(in: 0..<shapes, using: &numbers)]
        let isPlain = Int.random(in: 0..<3, using: &numbers) > 0
        return shape.map { character in
            switch character {
            case "V": Self.values[Int.random(in: 0..<(isPlain ? 5 : Self.values.count), using: &numbers)]
            case "X": "id\(Int.random(in: 0..<1000, using: &numbers))"
            default: String(character)
            }
        }.joined()
    }

    private func isWordByte(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 }

    private func told(_ cursor: DocumentCursor, _ bytes: Span<UInt8>, _ offset: Int, from start: Int)
        -> String
    {
        guard let spot = cursor.spot(bytes, at: offset) else { return "none" }
        return "\(spot.hash) \(spot.container) \(spot.valueStart - start) \(cursor.place(bytes).description)"
    }

    @Test(arguments: 1...60)
    func `a document among others has the places that it has alone`(seed: UInt64) {
        var numbers = Seeded(state: seed)
        let shapes = Int(seed) % Self.shapes.count + 1
        // The first tells that each line is a document.
        let documents = [#"{"first":1}"#] + (0..<60).map { _ in document(&numbers, shapes: shapes) }
        let ending = seed % 3 == 0 ? "\r\n" : "\n"
        let bytes = Array(documents.joined(separator: ending).utf8)
        let cursor = DocumentCursor()
        cursor.begin(RecordReader(sniffing: bytes.span), at: 0)
        var start = 0
        for (number, document) in documents.enumerated() {
            // The first document of a stream is read, whatever is known of others.
            let alone = Array(document.utf8)
            let other = DocumentCursor()
            other.begin(RecordReader(sniffing: alone.span), at: 0)
            // Many lines are passed, and most that are asked for are asked for more than once.
            let share = [0, 3, 30][Int.random(in: 0..<3, using: &numbers)]
            for at in alone.indices
            where isWordByte(alone[at]) && Int.random(in: 0..<100, using: &numbers) < share {
                let here = told(cursor, bytes.span, start + at, from: start)
                let there = told(other, alone.span, at, from: 0)
                #expect(here == there, "seed \(seed), document \(number), byte \(at)")
            }
            start += alone.count + ending.utf8.count
        }
    }

    @Test
    func `documents tell their number, and the index of the action before them`() {
        let lines = (1...40).map { number in
            #"{"index":{"_index":"i\#(number % 3)","_id":"\#(number)"}}"# + "\n" + #"{"mail":"m\#(number)"}"#
        }
        let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
        let cursor = DocumentCursor()
        cursor.begin(RecordReader(sniffing: bytes.span), at: 0)
        var number = 0
        for offset in bytes.indices where bytes[offset] == 0x6D && bytes[offset - 1] == 0x22 {
            guard bytes[offset + 1] &- 0x30 < 10 else { continue }
            number += 1
            let spot = cursor.spot(bytes.span, at: offset)
            #expect(spot?.record == UInt64(number * 2))
            #expect(cursor.place(bytes.span).description == "i\(number % 3) → mail")
        }
        #expect(number == 40)
    }

    @Test(arguments: [1, 2, 40])
    func `an action tells the index of the line behind it, and of no later one`(between: Int) {
        let text =
            #"{"index":{"_index":"i","_id":"1"}}"# + "\n" + String(repeating: "no document\n", count: between)
            + #"{"mail":"m1"}"# + "\n"
        let bytes = Array((#"{"first":1}"# + "\n" + text).utf8)
        let target = bytes.count - 5
        let reader = RecordReader(sniffing: bytes.span)
        let cursor = DocumentCursor()
        cursor.begin(RecordReader(copying: reader), at: 0)
        // As far as another chunk begins, all lines are read before.
        let start = bytes.count - 14
        reader.read(bytes.span, 0..<start)
        let later = DocumentCursor()
        later.begin(reader, at: start)
        for cursor in [cursor, later] {
            #expect(cursor.spot(bytes.span, at: target) != nil)
            #expect(cursor.place(bytes.span).description == "mail")
        }
    }
}

import Delivery
import Testing

@Suite struct SinkGroupTests {
    /// Takes so many bytes at each call, and then fails.
    private final class Fitful: AlertSink {
        var taken: [UInt8] = []
        var rooms: [(bytes: Int, problem: SinkError)]
        var reopened = 0

        init(_ rooms: [(Int, SinkError)]) { self.rooms = rooms }

        func write(_ lines: inout [UInt8]) throws(SinkError) {
            let room = rooms.isEmpty ? (bytes: Int.max, problem: SinkError.blocked) : rooms.removeFirst()
            let count = min(room.bytes, lines.count)
            taken += lines.prefix(count)
            lines.removeFirst(count)
            if room.bytes < .max { throw room.problem }
        }

        func reopen() throws(SinkError) {
            reopened += 1
            throw .failed(1)
        }

        func finish(within seconds: Double) -> Int { 7 }
    }

    @Test func `every sink gets every byte once, whichever of them fails when`() throws {
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<200 {
            let sinks = (0..<3).map { _ in
                Fitful(
                    (0..<Int.random(in: 0...5, using: &generator)).map { _ in
                        (Int.random(in: 0...9, using: &generator), .failed(28))
                    })
            }
            let group = SinkGroup(sinks)
            var (lines, all): ([UInt8], [UInt8]) = ([], [])
            for turn in 0..<20 {
                let more = turn < 8 ? [UInt8](repeating: UInt8(turn), count: turn) : []
                lines += more
                all += more
                do { try group.write(&lines) } catch { #expect(error == .failed(28)) }
            }
            #expect(lines.isEmpty)
            #expect(sinks.allSatisfy { $0.taken == all })
        }
    }

    @Test func `a reader that has gone ends nothing before the others have all`() throws {
        let (gone, slow) = (Fitful([(1, .closed), (0, .closed)]), Fitful([(2, .blocked)]))
        let group = SinkGroup([gone, slow])
        var lines: [UInt8] = [1, 2, 3]
        #expect(throws: SinkError.blocked) { try group.write(&lines) }
        #expect(throws: SinkError.closed) { try group.write(&lines) }
        #expect(slow.taken == [1, 2, 3])
    }

    @Test func `all are opened anew, and asked what they leave`() {
        let sinks = [Fitful([]), Fitful([])]
        let group = SinkGroup(sinks)
        #expect(throws: SinkError.failed(1)) { try group.reopen() }
        #expect(sinks.map(\.reopened) == [1, 1])
        #expect(group.finish(within: 0) == 14)
    }
}

/// SplitMix64: equal seeds give equal sequences.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
}

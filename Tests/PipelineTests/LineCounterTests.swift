import CorpusMaker
import Testing

@testable import Pipeline

@Suite struct LineCounterTests {
    @Test(arguments: 1...20)
    func `numbers the lines of ascending offsets, and tells those that a chunk cuts`(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        // From a line feed at every second byte to one in a hundred.
        let every = 2 + numbers.next() % 98
        let bytes = (0..<2000).map { _ in numbers.next() % every == 0 ? UInt8(0x0A) : 0x61 }
        let start = Int(numbers.next() % 900)
        let chunk = start..<start + 1 + Int(numbers.next() % 1000)
        let beginsLine = start == 0 || bytes[start - 1] == 0x0A
        var counter = LineCounter(chunk, of: bytes.span, line: 7, beginsLine: beginsLine)
        let whole = bytes[chunk]
        let endsLine = whole.last == 0x0A
        let feeds = whole.indices.filter { bytes[$0] == 0x0A }
        var offset = start
        while offset < chunk.upperBound {
            counter.advance(to: offset, bytes.span)
            let passed = feeds.filter { $0 < offset }.count
            #expect(counter.line == 7 + UInt64(passed), "offset \(offset), seed \(seed)")
            let isCut = !beginsLine && passed == 0 || !endsLine && passed == feeds.count
            #expect(counter.isEdge(offset) == isCut, "offset \(offset), seed \(seed)")
            offset += Int(numbers.next() % 40)
        }
        #expect(counter.hasRest == !endsLine)
        #expect(counter.lineBehind(bytes.span) == 7 + UInt64(feeds.count))
    }
}

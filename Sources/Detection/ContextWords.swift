internal import Bytes
internal import Rules

/// The words that must, or may, stand near a match.
struct ContextWords: Sendable {
    let withinBytes: Int
    let isRequired: Bool
    private let words: [[UInt8]]
    private var firstLetters = ByteSet()

    init(_ context: Rule.Context) {
        withinBytes = context.withinBytes
        isRequired = context.isRequired
        words = context.words.map { Array($0.lowercased().utf8) }.filter { !$0.isEmpty }
        for word in words {
            firstLetters.insert(word[0])
            if word[0] &- 0x61 < 26 { firstLetters.insert(word[0] & 0xDF) }
        }
    }

    /// Whether a word stands within reach of `match` in the same line, and not inside a longer word.
    func stand(near match: Range<Int>, in bytes: Span<UInt8>) -> Bool {
        var floor = match.lowerBound
        let lowest = max(0, match.lowerBound - withinBytes)
        while floor > lowest, bytes[floor - 1] != 0x0A { floor -= 1 }
        if search(bytes, floor..<match.lowerBound) { return true }
        var ceiling = match.upperBound
        let highest = min(bytes.count, match.upperBound + withinBytes)
        while ceiling < highest, bytes[ceiling] != 0x0A { ceiling += 1 }
        return search(bytes, match.upperBound..<ceiling)
    }

    private func search(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        for at in range where firstLetters.contains(bytes[at]) {
            if at > 0, isWordByte(bytes[at - 1]) { continue }
            for word in words where at + word.count <= range.upperBound {
                var count = 0
                while count < word.count, lowered(bytes[at + count]) == word[count] { count += 1 }
                guard count == word.count else { continue }
                let after = at + count
                if after >= bytes.count || !isWordByte(bytes[after]) || !isWordByte(word[count - 1]) {
                    return true
                }
            }
        }
        return false
    }

    @inline(__always)
    private func lowered(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }

    @inline(__always)
    private func isWordByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte >= 0x80
    }
}

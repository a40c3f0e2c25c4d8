/// Builds synthetic text and remembers where values were planted.
public struct CorpusWriter: Sendable {
    public internal(set) var bytes: [UInt8] = []

    /// What was planted, in the order of the stream; empty unless labels are kept.
    public private(set) var labels: [Label] = []

    /// Values planted so far, by rule; kept always.
    public private(set) var counts: [String: Int] = [:]
    var numbers: SeededNumbers

    /// Bytes that were taken out of `bytes` already.
    private var taken = 0
    private let file: String
    private let keepsLabels: Bool

    /// - Parameters:
    ///   - file: The name that labels carry.
    ///   - keepsLabels: `false` for large outputs, of which only the counts matter.
    public init(file: String, seed: UInt64, keepsLabels: Bool) {
        self.file = file
        self.keepsLabels = keepsLabels
        numbers = SeededNumbers(seed: seed)
    }

    /// Gives away what was written so far, and goes on behind it.
    public mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        taken += bytes.count
        return bytes
    }

    /// Bytes written, taken ones included.
    public var offset: Int { taken + bytes.count }

    /// Marks what `body` writes as a value that `rule` must find, or as a trap.
    @inline(__always)
    mutating func plant(_ rule: String?, _ body: (inout CorpusWriter) -> Void) {
        let start = offset
        body(&self)
        if let rule { counts[rule, default: 0] += 1 }
        if keepsLabels { labels.append(Label(file: file, offset: start, length: offset - start, rule: rule)) }
    }

    // MARK: Pieces of text

    @inline(__always)
    mutating func put(_ text: StaticString) {
        // Sound: a static string's bytes live as long as the program.
        unsafe bytes.append(
            contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    @inline(__always)
    mutating func put(_ text: [UInt8]) {
        bytes.append(contentsOf: text)
    }

    mutating func put(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    mutating func put(_ number: Int) {
        if number >= 10 { put(number / 10) }
        bytes.append(UInt8(0x30 + number % 10))
    }

    /// A number with leading zeros.
    mutating func put(_ number: Int, digits: Int) {
        var scale = 1
        for _ in 1..<digits { scale *= 10 }
        while scale > 0 {
            bytes.append(UInt8(0x30 + number / scale % 10))
            scale /= 10
        }
    }

    /// Characters of an alphabet with 64 or fewer, each from the numbers.
    mutating func putRandom(_ count: Int, of alphabet: [UInt8]) {
        var left = 0
        var bits: UInt64 = 0
        for _ in 0..<count {
            if left == 0 {
                bits = numbers.next()
                left = 8
            }
            bytes.append(alphabet[Int(((bits & 0xFF) &* UInt64(alphabet.count)) >> 8)])
            bits >>= 8
            left -= 1
        }
    }

    static let digitAlphabet = Array("0123456789".utf8)
    static let hexAlphabet = Array("0123456789abcdef".utf8)
    static let letterAlphabet = Array("abcdefghijklmnopqrstuvwxyz".utf8)
    static let tokenAlphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
    static let base62Alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    static let base64Alphabet = tokenAlphabet + Array("-_".utf8)

    mutating func putHex(_ count: Int) { putRandom(count, of: Self.hexAlphabet) }
    mutating func putDigits(_ count: Int) { putRandom(count, of: Self.digitAlphabet) }
    mutating func putToken(_ count: Int) { putRandom(count, of: Self.tokenAlphabet) }

    mutating func putUUID() {
        for (index, count) in [8, 4, 4, 4, 12].enumerated() {
            if index > 0 { put("-") }
            putHex(count)
        }
    }

    /// A moment of one day, `step` milliseconds after its midnight.
    mutating func putTime(_ step: Int, separator: StaticString = "T") {
        let seconds = step / 1000 % 86_400
        put("2026-11-23")
        put(separator)
        put(seconds / 3600, digits: 2)
        put(":")
        put(seconds / 60 % 60, digits: 2)
        put(":")
        put(seconds % 60, digits: 2)
        put(".")
        put(step % 1000, digits: 3)
    }
}

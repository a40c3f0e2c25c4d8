public import Rules

/// The literals of a rule book, compiled before the program runs.
///
/// Vectorscan takes a tenth of a second to compile nine hundred literals, and a twentieth of a millisecond to take
/// a compiled database over.
public struct PreparedLiterals: Sendable {
    let literals: [Literal]
    let database: [UInt8]

    /// Compiles the literals of all of a book's rules; done when the program is built.
    public init(compiling book: RuleSet) throws(DetectionError) {
        literals = LiteralTable(book.rules, known: []).literals
        database = try LiteralDatabase.serialized(literals)
    }

    /// Printable text that `init(encoded:)` reads: for each literal its case (`i` for either), its count of bytes, a
    /// colon and its bytes; then `=` and the database in base64.
    public func encoded() -> String {
        var text = ""
        for literal in literals {
            text += "\(literal.caseless ? "i" : "c")\(literal.text.utf8.count):\(literal.text)"
        }
        return text + "=" + Self.base64(database)
    }

    /// - Parameter encoded: What `encoded()` returned; anything else is a broken build.
    public init(encoded: StaticString) {
        var literals: [Literal] = []
        var database: [UInt8] = []
        encoded.withUTF8Buffer { buffer in
            let bytes = unsafe buffer.span
            var at = 0
            while at < bytes.count, bytes[at] != 0x3D {
                let caseless = bytes[at] == 0x69
                var count = 0
                at += 1
                while bytes[at] != 0x3A {
                    count = count * 10 + Int(bytes[at] &- 0x30)
                    at += 1
                }
                let text = unsafe String(decoding: buffer[(at + 1)..<(at + 1 + count)], as: UTF8.self)
                literals.append(Literal(text: text, caseless: caseless))
                at += 1 + count
            }
            database = Self.decodeBase64(bytes, from: at + 1)
        }
        self.literals = literals
        self.database = database
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for digit in 0...group.count { text.append(alphabet[bits >> (18 - 6 * digit) & 63]) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func decodeBase64(_ text: Span<UInt8>, from start: Int) -> [UInt8] {
        // By a table: a start waits for it.
        let values = (UInt8.min...UInt8.max).map { UInt32(base64Value($0) ?? 0) }
        let count = text.count - start
        return [UInt8](capacity: count * 3 / 4) { bytes in
            // Sound: four characters at a time lie in the text, and their three bytes in the room for all; a character
            // is less than the table has values.
            unsafe bytes.withUnsafeMutableBufferPointer { room, filled in
                unsafe text.withUnsafeBufferPointer { text in
                    unsafe values.withUnsafeBufferPointer { values in
                        var end = 0
                        for at in stride(from: start, to: text.count - 3, by: 4) {
                            let high = unsafe values[Int(text[at])] << 6 | values[Int(text[at + 1])]
                            let low = unsafe values[Int(text[at + 2])] << 6 | values[Int(text[at + 3])]
                            let bits = high << 12 | low
                            unsafe room[end] = UInt8(truncatingIfNeeded: bits >> 16)
                            unsafe room[end + 1] = UInt8(truncatingIfNeeded: bits >> 8)
                            unsafe room[end + 2] = UInt8(truncatingIfNeeded: bits)
                            end += 3
                        }
                        filled = end
                    }
                }
            }
            let rest = text.count - count % 4..<text.count
            let bits = rest.reduce(0) { $0 << 6 | values[Int(text[$1])] } << UInt32(6 * (4 - rest.count))
            for byte in 0..<max(rest.count - 1, 0) {
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(16 - 8 * byte)))
            }
        }
    }
}

/// Every literal that triggers something, and the rules that each triggers.
///
/// The first announce encoded text: `EncodedText.triggers`, then `EncodedText.hexTriggers`. A rule that asks for the
/// same bytes has an entry of its own.
struct LiteralTable {
    private(set) var literals = (EncodedText.triggers + EncodedText.hexTriggers).map {
        Literal(text: $0, caseless: true)
    }

    /// Rules to try at a literal, by the literal's index.
    private(set) var rules: [[Int]]

    /// - Parameter known: Literals of a table that keep their index, whether or not a rule asks for them.
    init(_ ruleList: [Rule], known: [Literal]) {
        let escapes = literals.count
        if !known.isEmpty { literals = known }
        rules = [[Int]](repeating: [], count: literals.count)
        var indexOf: [Literal: Int] = [:]
        indexOf.reserveCapacity(literals.count)
        for index in literals.indices.dropFirst(escapes) { indexOf[literals[index]] = index }
        for (index, rule) in ruleList.enumerated() {
            guard case .literals(let texts, let caseless)? = rule.pattern?.trigger else { continue }
            for text in texts {
                let literal = Literal(text: text, caseless: caseless)
                let place = indexOf[literal] ?? literals.count
                if place == literals.count {
                    indexOf[literal] = place
                    literals.append(literal)
                    rules.append([])
                }
                rules[place].append(index)
            }
        }
    }
}

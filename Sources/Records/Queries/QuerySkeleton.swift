internal import Findings

/// A statement's tokens but for what its literals hold: statements that share them have the same shape, and the same
/// columns for their literals.
struct QuerySkeleton {
    /// Of all that is the same; equal for no two skeletons that anybody could make so on purpose.
    private(set) var hash: UInt64 = 0
    private(set) var literals: [QueryToken] = []

    /// Where the next statement begins, behind the `;`; the end of the text for the last.
    private(set) var end = 0

    /// Reads a statement.
    ///
    /// - Parameter reach: The last of its tokens may begin here.
    /// - Returns: `false` for one that is too long.
    mutating func read(_ bytes: Span<UInt8>, _ text: QueryText, upTo reach: Int) -> Bool {
        hash = Self.key.low
        literals.removeAll(keepingCapacity: true)
        var tokenizer = QueryTokenizer(text)
        var depth = 0
        while let token = tokenizer.next(bytes) {
            guard token.range.lowerBound <= reach else { return false }
            take(token, bytes)
            guard token.kind == .mark else { continue }
            switch token.mark {
            case 0x28: depth += 1
            case 0x29: depth = max(0, depth - 1)
            case 0x3B where depth == 0:
                end = tokenizer.at
                return true
            default: break
            }
        }
        end = text.range.upperBound
        return true
    }

    private mutating func take(_ token: QueryToken, _ bytes: Span<UInt8>) {
        add(UInt64(token.kind.rawValue) << 9 | UInt64(token.mark) | (token.hasBlankBefore ? 1 << 8 : 0))
        switch token.kind {
        case .literal: literals.append(token)
        case .word, .name: add(keyedHash(of: bytes.extracting(token.range), key: Self.key.hash))
        case .mark, .parameter: break
        }
    }

    private mutating func add(_ word: UInt64) {
        let product = (hash ^ word).multipliedFullWidth(by: Self.key.low | 1)
        hash = (product.high ^ product.low) &+ word
    }

    /// Nobody outside of the process can write statements whose hashes are equal.
    private static let key = (
        low: UInt64.random(in: 0 ... .max),
        hash: HashKey(low: .random(in: 0 ... .max), high: .random(in: 0 ... .max))
    )
}

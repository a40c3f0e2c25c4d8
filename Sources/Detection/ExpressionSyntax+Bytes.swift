internal import Bytes

/// What can be told of every text that a part of an expression matches.
extension ExpressionSyntax.Choice {
    /// The bytes that a match may have.
    var alphabet: ByteSet {
        sequences.reduce(into: ByteSet()) { $0.formUnion($1.alphabet) }
    }

    /// The bytes that may begin a match; `nil` where it may be empty.
    var firstBytes: ByteSet? {
        var set = ByteSet()
        for sequence in sequences {
            guard let first = sequence.firstBytes else { return nil }
            set.formUnion(first)
        }
        return set
    }

    /// How long a match is; `Int.max` for no bound.
    var lengths: (least: Int, most: Int) {
        var (least, most) = (Int.max, 0)
        for sequence in sequences {
            let lengths = sequence.lengths
            (least, most) = (Swift.min(least, lengths.least), Swift.max(most, lengths.most))
        }
        return (least, most)
    }
}

extension [ExpressionSyntax.Item] {
    var alphabet: ByteSet {
        reduce(into: ByteSet()) { set, item in
            guard item.most > 0 else { return }
            switch item.part {
            case .byte(let bytes): set.formUnion(bytes)
            case .group(let choice): set.formUnion(choice.alphabet)
            case .ahead, .end: break
            }
        }
    }

    /// The bytes that may begin a match; `nil` where it may be empty.
    var firstBytes: ByteSet? {
        var set = ByteSet()
        for item in self where item.most > 0 {
            let first: ByteSet?
            switch item.part {
            case .byte(let bytes): first = bytes
            case .group(let choice): first = choice.firstBytes
            case .ahead, .end: continue
            }
            // Behind what may be empty, the next may begin the match, too.
            guard let first, item.least > 0 else {
                set.formUnion(item.alphabet)
                continue
            }
            set.formUnion(first)
            return set
        }
        return nil
    }

    var lengths: (least: Int, most: Int) {
        var (least, most) = (0, 0)
        for item in self {
            let one: (least: Int, most: Int)
            switch item.part {
            case .byte: one = (1, 1)
            case .group(let choice): one = choice.lengths
            case .ahead, .end: continue
            }
            least = least.addingUpTo(one.least.multipliedUpTo(item.least))
            most = most.addingUpTo(one.most.multipliedUpTo(item.most))
        }
        return (least, most)
    }

    /// Of the sets of which every match has a byte, the smallest; `nil` where there is none.
    var needed: ByteSet? {
        var found: ByteSet?
        for item in self where item.least > 0 {
            guard case .byte(let bytes) = item.part, bytes.count < found?.count ?? 256 else { continue }
            found = bytes
        }
        return found
    }
}

extension ExpressionSyntax.Item {
    fileprivate var alphabet: ByteSet { [self].alphabet }
}

extension Int {
    /// The sum, or `Int.max` where there is no such number.
    fileprivate func addingUpTo(_ other: Int) -> Int {
        let (sum, overflows) = addingReportingOverflow(other)
        return overflows ? .max : sum
    }

    fileprivate func multipliedUpTo(_ other: Int) -> Int {
        let (product, overflows) = multipliedReportingOverflow(by: other)
        return overflows ? .max : product
    }
}

private import CByteScan
internal import Findings
internal import Rules
internal import Validation

/// Whether a value may be a placeholder; nearly all are none.
@inline(__always)
func mayBePlaceholder(_ value: Span<UInt8>) -> Bool {
    // Sound: the kernel reads the value during the call only.
    unsafe value.withUnsafeBufferPointer { bytes in
        guard let base = bytes.baseAddress else { return true }
        return unsafe seep_may_be_placeholder(base, bytes.count) != 0
    }
}

/// The checks that patterns, fields and columns share.
extension Detector {
    /// What several rules ask about one value, answered once.
    struct ValueFacts {
        private var knownPlaceholder: Bool?
        private var knownSecret: Bool?

        @inline(__always)
        mutating func isPlaceholder(_ value: Span<UInt8>) -> Bool {
            if let knownPlaceholder { return knownPlaceholder }
            // Most are told by looks that cost less than a call.
            let answer = mayBePlaceholder(value) && Validation.isPlaceholder(value)
            knownPlaceholder = answer
            return answer
        }

        @inline(__always)
        mutating func isLikelySecret(_ value: Span<UInt8>) -> Bool {
            if let knownSecret { return knownSecret }
            let answer = Validation.isLikelySecret(value)
            knownSecret = answer
            return answer
        }
    }

    /// Runs the checks that patterns and fields share.
    ///
    /// - Parameters:
    ///   - verdict: The validator's, where it is known.
    ///   - defersEntropy: Leaves the question of randomness to `settle`.
    ///   - asksContext: Looks for words nearby; the name of a column says what they would.
    /// - Returns: `nil` where one of them speaks against the value.
    @inline(__always)
    func judge(
        _ index: Int, _ value: Span<UInt8>, _ facts: inout ValueFacts, around match: Range<Int>,
        _ bytes: Span<UInt8>, verdict: Verdict? = nil, confidence: Confidence, defersEntropy: Bool,
        asksContext: Bool = true
    ) -> (confidence: Confidence, reasons: Reasons)? {
        let rule = rules.checks[index]
        var confidence = confidence
        var reasons: Reasons = []
        if let validator = rule.validator {
            switch verdict ?? validator.verdict(on: value, today: today) {
            case .fails:
                if notesMisses, rule.notesMisses { misses.append(Miss(match, rule: index)) }
                return nil
            case .placeholder: return nil
            case .holds: reasons.insert(.check)
            case .open: confidence = min(confidence, .likely)
            }
        }
        // A check drops most of what it drops sooner than this does.
        if facts.isPlaceholder(value) || rule.hasPlaceholders && isListedPlaceholder(value, index) {
            return nil
        }
        if let alphabet = rule.entropy, !defersEntropy {
            guard alphabet == .generic ? facts.isLikelySecret(value) : alphabet.admits(value) else {
                return nil
            }
            reasons.insert(.entropy)
        }
        if rule.hasContext, asksContext, let context = rules.details[index].context {
            if context.stand(near: match, in: bytes) {
                reasons.insert(.context)
            } else if context.isRequired {
                return nil
            } else {
                confidence = .possible
            }
        }
        return (confidence, reasons)
    }

    /// Whether a rule names a value as one that stands for others.
    @inline(__always)
    func isListedPlaceholder(_ value: Span<UInt8>, _ rule: Int) -> Bool {
        rules.details[rule].placeholderLengths >> UInt64(min(value.count, 63)) & 1 != 0
            && isListed(value, in: rules.details[rule].placeholders)
    }

    private func isListed(_ value: Span<UInt8>, in placeholders: [[UInt8]]) -> Bool {
        for placeholder in placeholders where placeholder.count == value.count {
            var at = 0
            while at < value.count {
                let byte = value[at]
                guard (byte &- 0x41 < 26 ? byte | 0x20 : byte) == placeholder[at] else { break }
                at += 1
            }
            if at == value.count { return true }
        }
        return false
    }
}

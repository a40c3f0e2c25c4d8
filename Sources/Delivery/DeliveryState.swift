private import Bytes

/// What to do after a post.
package struct DeliveryState {
    var backOff: BackOff

    /// Bytes of the next batch.
    package private(set) var batchBytes = Limits.batchBytesMax

    /// What was told since the receiver last took something.
    private var told: Set<String> = []

    package struct Step: Equatable {
        /// For a person, once.
        package var sentence: String?
        package var pauseSeconds = 0.0
    }

    package init(_ backOff: BackOff) { self.backOff = backOff }

    package mutating func step(after outcome: Poster.Outcome, _ lines: [UInt8]) -> Step {
        switch outcome {
        case .answered(200..<300, _):
            backOff.reset()
            defer { told.removeAll() }
            return Step(sentence: told.isEmpty ? nil : "the webhook takes alerts again")
        case .answered(413, _) where lines.dropLast().contains(0x0A):
            batchBytes = lines.count / 2
            return Step()
        case .answered(let status, let retryAfterSeconds):
            // What is refused now may be taken when somebody has mended the receiver, and not a second later.
            let isRefused = (300..<500).contains(status) && status != 408 && status != 429
            if isRefused { backOff.slowDown() }
            let verb = isRefused ? "refuses alerts" : "cannot take alerts"
            return pause("the webhook \(verb) (HTTP \(status)); they wait in the spool", retryAfterSeconds)
        case .failed(let problem):
            return pause("the webhook cannot be reached (\(problem)); alerts wait in the spool")
        }
    }

    package mutating func step(after error: SinkError) -> Step {
        pause("the spool cannot be read: \(error.reason)")
    }

    private mutating func pause(_ sentence: String, _ leastSeconds: Double = 0) -> Step {
        let isNew = told.insert(sentence).inserted
        let seconds = max(backOff.next(), min(leastSeconds, backOff.most))
        return Step(sentence: isNew ? sentence : nil, pauseSeconds: seconds)
    }
}

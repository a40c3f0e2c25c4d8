internal import Bytes

/// Names in lines of known shapes: those that the shape has are not asked about, as long as a line has no others.
extension Detector {
    /// Takes the kernel's event of a name.
    @inline(__always)
    func takeName(_ event: UInt64, separator: Int, _ bytes: Span<UInt8>) {
        if separator >= lineWalk.bound || lineWalk.mode != .apart {
            walkLine(event, separator: separator, bytes)
        }
        takeField(event, separator: separator, bytes)
    }

    private func walkLine(_ event: UInt64, separator: Int, _ bytes: Span<UInt8>) {
        if separator >= lineWalk.bound {
            endLine(bytes)
            lineWalk.beginLine(at: separator)
        }
        switch lineWalk.mode {
        case .apart: break
        case .learning: lineWalk.learn(event)
        case .recalling: recallNames(before: separator, bytes)
        }
    }

    /// Ends the line of the last name.
    func endLine(_ bytes: Span<UInt8>) {
        switch lineWalk.mode {
        case .apart: break
        case .learning: lineWalk.makeTemplate(bytes, rules)
        case .recalling: recallNames(before: .max, bytes)
        }
        lineWalk.leaveLine()
    }

    private func recallNames(before offset: Int, _ bytes: Span<UInt8>) {
        while let event = lineWalk.recall(before: offset, bytes) {
            takeField(event, separator: Int(truncatingIfNeeded: event >> 8 & 0xFFFF_FFFF), bytes)
        }
    }
}

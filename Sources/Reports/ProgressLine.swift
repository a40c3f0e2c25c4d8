internal import Bytes

/// The line that tells a waiting person how far a scan is, redrawn in place on standard error.
///
/// It shows nothing in the first second, and at most ten times a second after that.
public struct ProgressLine: Sendable {
    /// How far the scan is.
    public struct Numbers: Equatable, Sendable {
        /// Bytes taken from files and pipes so far.
        public var bytesRead: UInt64

        /// Bytes there are to take; `nil` where a source of unknown size, as a pipe, is among them.
        public var bytesTotal: UInt64?

        /// Bytes after decompression so far.
        public var bytesDecoded: UInt64

        public init(bytesRead: UInt64, bytesTotal: UInt64?, bytesDecoded: UInt64) {
            self.bytesRead = bytesRead
            self.bytesTotal = bytesTotal
            self.bytesDecoded = bytesDecoded
        }
    }

    /// Seconds before the first line.
    private static let delaySeconds = 1.0

    /// Seconds between two lines.
    private static let intervalSeconds = 0.1

    private var nextSeconds = Self.delaySeconds
    private var isShown = false

    public init() {}

    /// The bytes that draw the line anew; `nil` when it is too early to do so.
    ///
    /// - Parameters:
    ///   - elapsedSeconds: Since the scan began; never less than in the call before.
    ///   - columnsMax: Columns of the terminal; the line is cut, because one that wraps cannot be erased.
    public mutating func redraw(_ numbers: Numbers, elapsedSeconds: Double, columnsMax: Int) -> String? {
        guard elapsedSeconds >= nextSeconds else { return nil }
        nextSeconds = elapsedSeconds + Self.intervalSeconds
        isShown = true
        let text = Self.text(numbers, elapsedSeconds: elapsedSeconds)
        // One column stays free: some terminals wrap when the last is filled.
        return "\r" + Sanitizer.visible(text, columnsMax: max(0, columnsMax - 1)) + "\u{1B}[K"
    }

    /// The bytes that take the line away; `nil` when none is shown.
    public mutating func erase() -> String? {
        guard isShown else { return nil }
        isShown = false
        return "\r\u{1B}[K"
    }

    /// `scanned 1.20 GB, 40 %, 1.31 GB/s, 0:12 left`; without share and time where the size is not known.
    public static func text(_ numbers: Numbers, elapsedSeconds: Double) -> String {
        var parts = ["scanned " + Figures.byteSize(numbers.bytesDecoded)]
        var left: String?
        if let total = numbers.bytesTotal, total > 0 {
            // A file that grows while it is read never shows the end before it is reached.
            let share = min(0.99, Double(numbers.bytesRead) / Double(total))
            parts.append("\(Int(share * 100)) %")
            if numbers.bytesRead > 0, numbers.bytesRead < total {
                let rest = Double(total - numbers.bytesRead) / Double(numbers.bytesRead)
                left = Figures.duration(seconds: elapsedSeconds * rest) + " left"
            }
        }
        if let rate = Figures.rate(bytes: numbers.bytesDecoded, seconds: elapsedSeconds) {
            parts.append(rate)
        }
        if let left { parts.append(left) }
        return parts.joined(separator: ", ")
    }
}

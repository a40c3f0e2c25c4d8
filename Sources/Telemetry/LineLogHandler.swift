private import Foundation
internal import Logging

/// Writes one line a record: a sentence for people, or an object for programs.
struct LineLogHandler: LogHandler {
    /// Bytes of a sentence, as they are written; what is longer is cut.
    static let sentenceBytesMax = 3_500

    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    var logLevel: Logger.Level

    private let format: ServiceLog.Format
    private let output: LogOutput
    private let visible: @Sendable (String) -> String
    private let timestamp: @Sendable () -> String

    /// - Parameters:
    ///   - visible: Makes a sentence safe to print.
    ///   - timestamp: The time of now, for the object.
    init(
        _ format: ServiceLog.Format, level: Logger.Level, _ output: LogOutput,
        visible: @escaping @Sendable (String) -> String,
        timestamp: @escaping @Sendable () -> String = { LineLogHandler.timestampOfNow() }
    ) {
        self.format = format
        self.output = output
        self.visible = visible
        self.timestamp = timestamp
        logLevel = level
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Metadata is not told: nobody has judged what is in it.
    func log(event: LogEvent) {
        output.write(line(event.level, event.message.description)) { count in
            line(.warning, "\(count) lines before this one could not be written")
        }
    }

    /// One line, with its end; at most `LogOutput.lineBytesMax` bytes.
    private func line(_ level: Logger.Level, _ message: String) -> String {
        let sentence = visible(message)
        switch format {
        case .text: return "seep: \(Self.cut(sentence) { String($0) })\n"
        case .json:
            return "{\"@timestamp\":\"\(timestamp())\",\"log.level\":\"\(level)\","
                + "\"message\":\"\(Self.cut(sentence, Self.quoted))\",\"service.name\":\"seep\"}\n"
        }
    }

    private static func cut(_ text: String, _ written: (Unicode.Scalar) -> String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            guard result.utf8.count < sentenceBytesMax else { return result + "…" }
            result += written(scalar)
        }
        return result
    }

    private static func quoted(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"", "\\": return "\\\(scalar)"
        case "\u{0}"..."\u{1F}":
            let digits = String(scalar.value, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: return String(scalar)
        }
    }

    /// The time of now, in UTC, with milliseconds.
    private static func timestampOfNow() -> String {
        Date(timeIntervalSince1970: realtimeSeconds())
            .formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}

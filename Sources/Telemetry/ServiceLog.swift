internal import Logging

/// What a service tells of itself, on standard error.
public struct ServiceLog: Sendable {
    public enum Format: String, Sendable, CaseIterable {
        /// `seep: ` and a sentence.
        case text

        /// An object a line, with the names of the Elastic Common Schema.
        case json
    }

    /// What is less important than the level of a log is not told.
    public enum Level: String, Sendable, CaseIterable {
        case debug
        case info
        case warning
        case error
    }

    let logger: Logger

    /// - Parameter visible: Makes a sentence safe to print, whatever paths are in it.
    public init(_ format: Format, level: Level, visible: @escaping @Sendable (String) -> String) {
        self.init(format, level: level, descriptor: 2, visible: visible)
    }

    package init(
        _ format: Format, level: Level, descriptor: Int32, visible: @escaping @Sendable (String) -> String
    ) {
        let output = LogOutput(descriptor: descriptor)
        logger = Logger(label: "seep") { _ in
            LineLogHandler(format, level: level.loggerLevel, output, visible: visible)
        }
    }

    public func tell(_ level: Level, _ sentence: String) {
        logger.log(level: level.loggerLevel, "\(sentence)")
    }
}

extension ServiceLog.Level {
    fileprivate var loggerLevel: Logger.Level {
        switch self {
        case .debug: .debug
        case .info: .info
        case .warning: .warning
        case .error: .error
        }
    }
}

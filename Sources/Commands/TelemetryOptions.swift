internal import ArgumentParser
private import Reports
internal import Telemetry

/// How a service tells of itself.
struct TelemetryOptions: ParsableArguments {
    enum LogFormat: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
    }

    enum LogLevel: String, ExpressibleByArgument, CaseIterable {
        case debug
        case info
        case warning
        case error
    }

    @Option(
        help: ArgumentHelp(
            "Answer /livez, /readyz and /metrics here: unix:PATH, or a port of this machine as 127.0.0.1:9464.",
            valueName: "endpoint"))
    var metrics: String?

    @Option(help: "How standard error is written: sentences, or JSON in Elastic Common Schema.")
    var logFormat = LogFormat.text

    @Option(help: "The least important that standard error is told.")
    var logLevel = LogLevel.warning

    func validate() throws {
        if let metrics { _ = try readEndpoint(metrics) }
    }

    /// Where what the service tells of itself goes.
    func makeLog() -> ServiceLog {
        let format: ServiceLog.Format =
            switch logFormat {
            case .text: .text
            case .json: .json
            }
        let level: ServiceLog.Level =
            switch logLevel {
            case .debug: .debug
            case .info: .info
            case .warning: .warning
            case .error: .error
            }
        return ServiceLog(format, level: level, visible: visibleInLog)
    }
}

/// Writes a sentence for the user to standard error, in the form that the log of a watch would have.
///
/// - Parameter level: For programs; people read the sentence alone.
func complain(
    _ sentence: String, in format: TelemetryOptions.LogFormat, level: ServiceLog.Level = .error
) {
    switch format {
    case .text: complain(sentence)
    case .json: ServiceLog(.json, level: level, visible: visibleInLog).tell(level, sentence)
    }
}

/// A sentence as a log may hold it.
func visibleInLog(_ sentence: String) -> String { Sanitizer.visible(sentence, columnsMax: 4096) }

/// - Throws: `ValidationError` with what is wrong.
func readEndpoint(_ text: String) throws -> Endpoint {
    do throws(EndpointError) {
        return try Endpoint(text)
    } catch {
        throw ValidationError("--metrics \(error.reason)")
    }
}

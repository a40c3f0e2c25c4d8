internal import ArgumentParser
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
    func makeLog(visible: @escaping @Sendable (String) -> String) -> ServiceLog {
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
        return ServiceLog(format, level: level, visible: visible)
    }
}

/// - Throws: `ValidationError` with what is wrong.
func readEndpoint(_ text: String) throws -> Endpoint {
    do throws(EndpointError) {
        return try Endpoint(text)
    } catch {
        throw ValidationError("--metrics \(error.reason)")
    }
}

internal import ArgumentParser
private import Foundation
private import Reports
private import Telemetry

struct HealthCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "healthcheck", abstract: "Asks a running watch how it is.",
        discussion: """
            The watch is asked where its '--metrics' says. Exits with 0 when it is well, and otherwise with 2 and a \
            sentence, after at most 5 seconds.

            EXAMPLES
              seep healthcheck --metrics unix:/run/seep/status.sock
              SEEP_METRICS=127.0.0.1:9464 seep healthcheck --ready
            """)

    @Option(
        help: ArgumentHelp(
            "Where the watch answers; what SEEP_METRICS says, if not given.", valueName: "endpoint"))
    var metrics: String?

    @Flag(help: "Ask whether it does what it is for, and not only whether it lives.")
    var ready = false

    func run() throws {
        guard let text = metrics ?? ProcessInfo.processInfo.environment["SEEP_METRICS"] else {
            throw ValidationError("--metrics is missing: where the watch answers")
        }
        let endpoint = try readEndpoint(text)
        guard let complaint = HealthProbe(endpoint).ask(readiness: ready) else { return }
        complain("\(Sanitizer.visible(text)): \(Sanitizer.visible(complaint))")
        throw ExitStatus.incomplete
    }
}

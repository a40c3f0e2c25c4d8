private import ArgumentParser

/// What keeps a command from its work, for the user.
protocol Complaint: Error {
    var sentence: String { get }
}

/// Does what may end in a complaint; then the complaint is said, and ends the command with status 2.
func complaining<Value>(
    in format: TelemetryOptions.LogFormat = .text, _ work: () throws -> Value
) throws -> Value {
    do {
        return try work()
    } catch let error as any Complaint {
        complain(error.sentence, in: format)
        throw ExitStatus.incomplete
    } catch let error as ValidationError where format != .text {
        // Else the parser tells it, with the usage.
        complain(error.message, in: format)
        throw ExitCode.validationFailure
    }
}

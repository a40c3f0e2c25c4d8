/// Why a watch is not confined.
public enum ConfinementError: Error, Equatable, Sendable {
    /// The kernel has no Landlock, or it is turned off.
    case unsupported

    /// Threads run already, which could not be confined.
    case severalThreads

    /// The system's error number.
    case refused(Int32)

    public var reason: String {
        switch self {
        case .unsupported: "the kernel has no Landlock"
        case .severalThreads: "it has several threads already"
        case .refused(let number): "system error \(number)"
        }
    }
}

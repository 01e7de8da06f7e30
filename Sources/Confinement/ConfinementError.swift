import Glibc

/// Why a process for decoding cannot be had. Nothing is wrong with any file.
public enum ConfinementError: Error, Sendable, CustomStringConvertible {
    /// The kernel refused what confinement needs: the step and its `errno`.
    case kernel(String, Int32)
    /// The process runs and is not confined; why.
    case unconfined(String)
    /// The process did not start or did not say who it is; why.
    case noProcess(String)

    public var description: String {
        switch self {
        case .kernel(let step, let code): "\(step): \(String(cString: strerror(code)))"
        case .unconfined(let reason), .noProcess(let reason): reason
        }
    }
}

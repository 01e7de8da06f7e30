/// Why a password could not be hashed.
public struct HashingError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// The library could not start: the machine gives no randomness.
        case unavailable
        case emptyPassword
        /// Hashing a password takes 64 MiB that the machine does not have.
        case outOfMemory
    }

    public var code: Code
    public var detail: String

    init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    public var description: String { "\(code.rawValue): \(detail)" }
}

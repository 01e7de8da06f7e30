/// Why an original could not be stored or read.
public struct OriginalError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// The disk or the quota is full: nothing was stored.
        case full
        /// The folder may not be written or read.
        case denied
        /// There is no such original.
        case missing
        /// What lies under the hash has other bytes: run `storeproof verify`.
        case altered
        /// `finish` or `append` after the end of a writer.
        case closed
        /// Any other refusal of the file system.
        case failed
    }

    public var code: Code
    public var detail: String

    public init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    public var description: String { "\(code.rawValue): \(detail)" }
}

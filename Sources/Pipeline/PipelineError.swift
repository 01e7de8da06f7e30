/// Why a job could not be done now; the evidence itself is not at fault.
public struct PipelineError: Error, Sendable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// The item, store or original that the job names is not there.
        case notFound
        case originalsFailed
        /// There is no process to decode with.
        case decoderFailed
        case recordsFailed
        case analyzerFailed
        case referenceData
    }

    /// What the worker does about it.
    public enum Disposition: Sendable {
        /// Later attempts may succeed.
        case retry
        /// No attempt will: the job is set aside at once.
        case giveUp
    }

    public var code: Code
    public var detail: String

    public init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    public var disposition: Disposition {
        switch code {
        case .notFound: .giveUp
        case .originalsFailed, .decoderFailed, .recordsFailed, .analyzerFailed, .referenceData: .retry
        }
    }

    public var description: String { "\(code.rawValue): \(detail)" }
}

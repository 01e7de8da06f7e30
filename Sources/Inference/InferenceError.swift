/// Why a model could not be loaded or run.
public struct InferenceError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// No file there: `tools/setup` brings the models.
        case modelMissing
        /// The file is there but is not the model that was expected.
        case modelUnreadable
        /// The inference library refused.
        case engineFailed
    }
    public var code: Code
    /// The file or step, and the library's own words.
    public var detail: String
    public init(_ code: Code, detail: String) {
        self.code = code
        self.detail = detail
    }
    public var description: String { "\(code.rawValue): \(detail)" }
}

public import Evidence

/// A pure step: decoded media, transcript and reference data in, findings out. No database, no clock, no network,
/// no file. Reference data (catalogue, schemes, lexicon) is given when the analyser is made.
public protocol Analyzer<Input, Findings>: Sendable {
    associatedtype Input: Sendable
    associatedtype Findings: Codable & Sendable

    var identity: AnalyzerIdentity { get }

    /// What the evidence's own fault is stands in the findings; an error here means that the analyser itself could
    /// not work, and the job is tried again.
    func analyze(_ input: Input) async throws(AnalysisError) -> Findings
}

/// Why an analyser could not work.
public struct AnalysisError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// The text reader, a model or another capability is not there or failed.
        case capabilityFailed
        /// Reference data does not fit together (a planogram names an unknown product).
        case referenceData
    }
    public var code: Code
    public var detail: String
    public init(_ code: Code, detail: String) {
        self.code = code
        self.detail = detail
    }
    public var description: String { "\(code.rawValue): \(detail)" }
}

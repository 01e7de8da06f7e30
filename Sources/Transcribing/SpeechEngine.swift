public import Evidence
public import Media

/// Turns a recording in which somebody speaks into raw segments. Cleaning up is the ``Transcriber``'s business.
public protocol SpeechEngine: Sendable {
    /// Where its transcripts come from: `embedded` or `external`.
    var source: Transcript.Source { get }
    var engine: Transcript.Engine { get }

    /// - Parameters:
    ///   - recording: mono, 16 kHz.
    ///   - prompt: a sentence with the words that are likely to fall.
    /// - Throws: when the engine cannot answer; cancelling the task ends it with `cancelled`.
    func transcribe(
        _ recording: Waveform, prompt: String
    ) async throws(SpeechError) -> [Transcript.Segment]
}

/// Tells where somebody speaks.
public protocol SpeechDetecting: Sendable {
    /// Seconds from the start of the recording, in order, without overlap.
    func speech(in recording: Waveform) async throws(SpeechError) -> [ClosedRange<Double>]
}

/// Why an engine gave no transcript. Never the evidence's fault.
public struct SpeechError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// The speech part of `tools/setup` is not installed.
        case notInstalled
        /// The processor lacks instructions that the library is made of.
        case processorTooOld
        /// A model file is missing or is none.
        case modelUnreadable
        case engineFailed
        /// It took longer than the deadline allows.
        case deadline
        case cancelled
        /// The external engine does not answer, or not in the way it should.
        case unreachable
        /// The external engine refused; asking again will not help.
        case refused
    }
    public var code: Code
    public var detail: String

    public init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    public var description: String { "\(code.rawValue): \(detail)" }
}

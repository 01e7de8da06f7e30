import ConfigurationFiles
import Decoding
import Transcribing

/// What strangers' bytes reach first. Each must answer any input with a value or its own error.
enum FuzzSubject: String, CaseIterable {
    case picture
    case recording
    case transcript
    case settings

    func feed(_ bytes: [UInt8]) {
        switch self {
        case .picture: feedPicture(bytes)
        case .recording: feedRecording(bytes)
        case .transcript: feedTranscript(bytes)
        case .settings: feedSettings(bytes)
        }
    }

    /// Small limits: what lies beyond them is refused by the header, and time goes into the parsers.
    private static let decoder: MediaDecoder = {
        var limits = DecodingLimits.standard
        limits.jpegPixels = 1_000_000
        limits.progressiveJPEGPixels = 1_000_000
        limits.pixels = 1_000_000
        limits.longestSeconds = 20
        return MediaDecoder(limits: limits)
    }()

    private func feedPicture(_ bytes: [UInt8]) {
        _ = FuzzSubject.decoder.facts(of: bytes)
        attempt { try FuzzSubject.decoder.picture(bytes) }
    }

    private func feedRecording(_ bytes: [UInt8]) {
        _ = FuzzSubject.decoder.facts(of: bytes)
        attempt { try FuzzSubject.decoder.recording(bytes) }
    }

    private func feedTranscript(_ bytes: [UInt8]) {
        for name in ["a.txt", "a.srt", "a.vtt", "a.json"] {
            attempt { try SidecarTranscript.parse(bytes, fileName: name, recordingSeconds: 60) }
        }
    }

    private func feedSettings(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        attempt { try PolicyFile.read(text, file: "policy.yaml") }
        attempt { try RulesFile.read(text, file: "rules.yaml") }
        attempt { try TopicsFile.read(text, file: "topics.yaml") }
        attempt { try PromotionsFile.read(text, file: "promotions.json") }
        attempt { try StoresFile.read(text, file: "stores.json") }
    }

    /// An error is an answer; only a trap or a memory error is a finding, and neither returns here.
    private func attempt<Answer>(_ body: () throws -> Answer) {
        do { _ = try body() } catch {}
    }
}

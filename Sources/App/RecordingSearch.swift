import AnalyzerKit
import ConfigurationFiles
import Decoding
import Evidence
import Foundation
import Media
import Transcribing

/// Loads the recogniser for the first recording that needs it, and says once where there is none.
actor LazyTranscriber {
    private let configuration: SpeechConfiguration?
    private var loaded: Transcriber??

    /// - Parameter configuration: nil where nothing shall be transcribed.
    init(_ configuration: SpeechConfiguration?) { self.configuration = configuration }

    var transcriber: Transcriber? {
        get throws {
            guard let configuration else { return nil }
            if let loaded { return loaded }
            do {
                let transcriber = try SpeechModels.transcriber(configuration)
                loaded = .some(transcriber)
                return transcriber
            } catch {
                throw Failure.environment("语音识别无法启动，请运行 tools/setup (speech cannot be loaded): \(error)")
            }
        }
    }
}

extension LazyTranscriber {
    /// The input with what was said, where nobody sent a transcript.
    func heard(
        _ input: ConsultationInput, terms: [String]
    ) async throws -> Result<ConsultationInput, Refusal> {
        guard let recording = input.recording, input.transcript == nil, let transcriber = try transcriber
        else {
            return .success(input)
        }
        do throws(SpeechError) {
            let heard = try await transcriber.transcribe(recording, terms: terms)
            var whole = input
            whole.transcript = heard.transcript
            whole.speech = heard.speech
            return .success(whole)
        } catch {
            return .failure(
                Refusal(
                    code: "speech.\(error.code.rawValue)",
                    message: "语音识别没有完成 (speech failed): \(error.detail)"))
        }
    }
}

/// Copies of earlier recordings, told by their sound.
struct SoundCopySearch {
    private let prior: [(name: String, print: SoundFingerprint)]

    init(_ files: [String]) throws {
        prior = try files.map { file in
            switch MediaInput.bytes(file).flatMap({ MediaInput.recording($0) }) {
            case .success(let (recording, _)): (file, SoundFingerprinter.fingerprint(of: recording))
            case .failure(let refusal): throw Failure.badInput("\(file)：\(refusal.message)")
            }
        }
    }

    func reasons(_ input: ConsultationInput, usable: Bool) -> [Reason] {
        guard usable, !prior.isEmpty, let recording = input.recording else { return [] }
        let own = SoundFingerprinter.fingerprint(of: recording)
        return prior.compactMap { name, print in
            guard let similarity = own.similarity(to: print), similarity >= SoundFingerprint.sameSimilarity
            else { return nil }
            let percent = Int((similarity * 100).rounded())
            return Reason(
                code: "duplicate.reused", chinese: "与 \(name) 是同一段声音（相似 \(percent) %），请上传当天的新录音",
                english: "the same sound as \(name) (\(percent) % alike)")
        }
    }
}

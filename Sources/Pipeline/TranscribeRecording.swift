import Evidence
import Media
import Transcribing

/// What was said, where nobody sent a transcript. Non-speech never reaches the engine.
struct TranscribeRecording: ItemStep {
    static func isNeeded(_ work: ItemWork) -> Bool {
        work.item.kind == .consultationAudio && work.rejection == nil && work.transcript == nil
            && work.recording != nil && work.analyzers.transcriber != nil
    }

    func run(_ work: inout ItemWork) async throws(PipelineError) {
        guard Self.isNeeded(work), let recording = work.recording,
            let transcriber = work.analyzers.transcriber
        else { return }
        let terms = SpeechPrompt.terms(of: work.reference.lexicon)
        do throws(SpeechError) {
            let result = try await transcriber.transcribe(recording, terms: terms)
            work.transcript = result.transcript
            work.speech = result.speech
        } catch {
            throw PipelineError(.analyzerFailed, "speech: \(error)")
        }
    }
}

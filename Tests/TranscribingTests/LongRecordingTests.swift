import Evidence
import Media
import Synchronization
import Testing
import Transcribing

struct LongRecordingTests {
    /// Notes how much it was given.
    private final class Listening: SpeechEngine, SpeechDetecting {
        let source = Transcript.Source.embedded
        let engine = Transcript.Engine(name: "none", version: "0", model: "none")
        let heardSeconds = Mutex(0.0)

        func transcribe(
            _ recording: Waveform, prompt: String
        ) async throws(SpeechError) -> [Transcript.Segment] {
            heardSeconds.withLock { $0 = recording.seconds }
            return [Transcript.Segment(start: 1, end: 3, text: "积分怎么查", confidence: 0.9)]
        }

        func speech(in recording: Waveform) async throws(SpeechError) -> [ClosedRange<Double>] {
            [0...recording.seconds]
        }
    }

    private func recording(seconds: Int) -> Waveform {
        Waveform(sampleRate: 100, samples: [Float](repeating: 0.1, count: seconds * 100))
    }

    @Test func `what is longer than configured is transcribed up to there, with a sentence that says so`()
        async throws
    {
        let listening = Listening()
        let transcriber = Transcriber(engine: listening, detector: listening, longestMinutes: 2)
        let result = try await transcriber.transcribe(recording(seconds: 121), terms: [])
        #expect(listening.heardSeconds.withLock { $0 } == 120)
        let note = try #require(result.transcript?.notes.first)
        #expect(note.code == "transcript.cut")
        #expect(note.chinese.contains("前 2 分钟"))
    }

    @Test func `what is as long as configured is transcribed whole`() async throws {
        let listening = Listening()
        let transcriber = Transcriber(engine: listening, detector: listening, longestMinutes: 2)
        let result = try await transcriber.transcribe(recording(seconds: 120), terms: [])
        #expect(result.transcript?.notes.contains { $0.code == "transcript.cut" } == false)
    }
}

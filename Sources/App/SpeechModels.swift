import ArgumentParser
import ConfigurationFiles
import Consultation
import Evidence
import Foundation
import Hashing
import Media
import Transcribing

/// Which engine transcribes.
struct SpeechOptions: ParsableArguments {
    @Option(name: .long, help: "语音识别的设置 (speech settings)；默认 数据目录/speech.yaml，没有就用本机识别")
    var speech: String?

    /// - Parameter folder: the data folder, whose own file counts where none is named.
    func configuration(in folder: URL? = nil) throws -> SpeechConfiguration {
        let own = folder?.appendingPathComponent("speech.yaml").path
        let path = speech ?? own.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
        return try PolicyInput.read(path) { try SpeechFile.read($0, file: $1) } ?? SpeechConfiguration()
    }
}

/// The speech part of `tools/setup`, and engines of headquarters' choice.
enum SpeechModels {
    /// Nil where speech is not wanted or not installed; an installed part that cannot be loaded is an error.
    static func transcriber(_ configuration: SpeechConfiguration) throws -> Transcriber? {
        switch configuration.choice {
        case .none: return nil
        case .embedded:
            guard let engine = try installed(configuration) else { return nil }
            return Transcriber(
                engine: engine, detector: engine, longestMinutes: configuration.longestMinutes)
        case .external:
            guard let external = configuration.external else { return nil }
            // The trained detector guards the way out where it is installed; else the sound itself is judged.
            let detector: any SpeechDetecting = try installed(SpeechConfiguration()) ?? SoundGate()
            return Transcriber(
                engine: try engine(external), detector: detector,
                longestMinutes: configuration.longestMinutes)
        }
    }

    private static func installed(_ configuration: SpeechConfiguration) throws(SpeechError) -> WhisperEngine?
    {
        do throws(SpeechError) { return try engine(configuration) } catch {
            switch error.code {
            case .notInstalled, .processorTooOld: return nil
            default: throw error
            }
        }
    }

    static func engine(_ configuration: SpeechConfiguration) throws(SpeechError) -> WhisperEngine {
        guard let models = folder() else {
            throw SpeechError(.notInstalled, "models/cache/whisper is not there")
        }
        let model =
            configuration.model.map { URL(fileURLWithPath: $0) }
            ?? models.appendingPathComponent("whisper-base-q8_0.bin")
        // The libraries lie beside the models: <root>/models/cache/whisper and <root>/.deps/whisper.
        let library = models.appendingPathComponent("../../../.deps/whisper/lib").standardizedFileURL
        var settings = WhisperEngine.Settings()
        settings.threads = configuration.threads
        settings.beam = configuration.beam
        settings.deadlineMultiple = configuration.deadlineMultiple
        return try WhisperEngine(
            library: library, model: model, modelDigest: try digest(of: model),
            detector: models.appendingPathComponent("silero-v6.2.0.bin"), settings: settings)
    }

    private static func engine(_ external: SpeechConfiguration.External) throws -> ExternalEngine {
        guard let address = URL(string: external.address) else {
            throw Failure.badInput("external.address 不是网址 (not a URL): \(external.address)")
        }
        let token = external.tokenVariable.flatMap { ProcessInfo.processInfo.environment[$0] }
        var settings = ExternalEngine.Settings(address: address, model: external.model, token: token)
        settings.timeoutSeconds = external.timeoutSeconds
        settings.attempts = external.attempts
        settings.backOffSeconds = external.backOffSeconds
        settings.failuresUntilRest = external.failuresUntilRest
        settings.restSeconds = external.restSeconds
        return ExternalEngine(settings: settings)
    }

    private static func folder() -> URL? {
        let folder: URL
        // No models at all: the text reader's own complaint says so.
        do { folder = try Models.folder().appendingPathComponent("whisper") } catch { return nil }
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }

    private static func digest(of file: URL) throws(SpeechError) -> String {
        do {
            let data = try Data(contentsOf: file, options: .alwaysMapped)
            var hasher = SHA256Hasher()
            data.withUnsafeBytes { hasher.update($0) }
            return hasher.finalize().rawValue
        } catch {
            throw SpeechError(.modelUnreadable, "\(file.lastPathComponent): \(error.localizedDescription)")
        }
    }
}

/// Speech by the sound alone, where no trained detector is installed.
struct SoundGate: SpeechDetecting {
    func speech(in recording: Waveform) async throws(SpeechError) -> [ClosedRange<Double>] {
        RecordingSpeech.stretches(in: recording)
    }
}

import Evidence
import Foundation
import Hashing
import Transcribing

/// The speech part of `tools/setup`.
enum SpeechModels {
    /// Nil where speech is not installed; an installed part that cannot be loaded is an error.
    static func transcriber() throws(SpeechError) -> Transcriber? {
        do throws(SpeechError) {
            let engine = try engine()
            return Transcriber(engine: engine, detector: engine)
        } catch {
            switch error.code {
            case .notInstalled, .processorTooOld: return nil
            default: throw error
            }
        }
    }

    static func engine() throws(SpeechError) -> WhisperEngine {
        guard let models = folder() else {
            throw SpeechError(.notInstalled, "models/cache/whisper is not there")
        }
        let model = models.appendingPathComponent("whisper-base-q8_0.bin")
        // The libraries lie beside the models: <root>/models/cache/whisper and <root>/.deps/whisper.
        let library = models.appendingPathComponent("../../../.deps/whisper/lib").standardizedFileURL
        return try WhisperEngine(
            library: library, model: model, modelDigest: try digest(of: model),
            detector: models.appendingPathComponent("silero-v6.2.0.bin"))
    }

    private static func folder() -> URL? {
        let folder: URL
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

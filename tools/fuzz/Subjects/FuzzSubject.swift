import ConfigurationFiles
import Decoding
import Intake
import Multipart
import Transcribing

/// What strangers' bytes reach first. Each must answer any input with a value or its own error.
enum FuzzSubject: String, CaseIterable {
    case jpeg, png, webp, heif, exif
    /// What libsndfile reads, and what libavformat does.
    case sound, container
    case archive, manifest, multipart
    case transcript, settings

    func feed(_ bytes: [UInt8]) {
        switch self {
        case .jpeg, .png, .webp, .heif: feedPicture(bytes)
        case .exif: feedExif(bytes)
        case .sound, .container: feedRecording(bytes)
        case .archive: feedArchive(bytes)
        case .manifest: attempt { try BatchManifest(String(decoding: bytes, as: UTF8.self)) }
        case .multipart: feedMultipart(bytes)
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

    /// As a whole JPEG, or as what the segment of one holds.
    private func feedExif(_ bytes: [UInt8]) {
        let content = Array("Exif\0\0".utf8) + bytes.prefix(65_000)
        let length = content.count + 2
        let segment = [0xFF, 0xD8, 0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 255)] + content
        _ = FuzzSubject.decoder.facts(of: bytes.starts(with: [0xFF, 0xD8]) ? bytes : segment)
    }

    private func feedRecording(_ bytes: [UInt8]) {
        _ = FuzzSubject.decoder.facts(of: bytes)
        attempt { try FuzzSubject.decoder.recording(bytes) }
    }

    private func feedArchive(_ bytes: [UInt8]) {
        attempt { try FuzzSubject.decoder.archive(bytes) }
        attempt {
            try bytes.withUnsafeBufferPointer { file in
                var reader = try ArchiveReader(file)
                var memory = [UInt8](repeating: 0, count: 1 << 18)
                for entry in try reader.entries() where entry.failure == nil {
                    attempt { try memory.withUnsafeMutableBytes { try reader.unpack(entry.index, into: $0) } }
                    attempt { try reader.text(entry.index) }
                }
            }
        }
    }

    /// The first byte says how the body is cut into chunks, which must not matter.
    private func feedMultipart(_ bytes: [UInt8]) {
        guard let size = bytes.first else { return }
        let body = bytes.dropFirst()
        let whole = parts(of: [body])
        let step = Int(size) + 1
        let chunks = stride(from: body.startIndex, to: body.endIndex, by: step)
            .map { body[$0..<min($0 + step, body.endIndex)] }
        precondition(parts(of: chunks) == whole, "the parts depend on how the body is cut")
    }

    private struct Part: Equatable {
        var head: MultipartPart
        var content: [UInt8] = []
        var isWhole = false
    }

    /// What a form's parts are; nil where it is refused.
    private func parts(of chunks: [ArraySlice<UInt8>]) -> [Part]? {
        do throws(MultipartError) {
            var parser = try MultipartParser(boundary: "boundary")
            var parts: [Part] = []
            for chunk in chunks {
                for event in try parser.feed(chunk) {
                    switch event {
                    case .begin(let head): parts.append(Part(head: head))
                    case .bytes(let bytes): parts[parts.count - 1].content += bytes
                    case .end: parts[parts.count - 1].isWhole = true
                    }
                }
            }
            try parser.finish()
            return parts
        } catch {
            return nil
        }
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

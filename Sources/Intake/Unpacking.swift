import Decoding
import Dispatch

/// An archive on its way out of its process. What ends the process costs the entry in hand: the archive is opened again
/// for the others, as long as that does not go on and on.
final class Unpacking {
    private static let mostLosses = 3

    let entries: [ArchiveEntry]
    private let archives: any ArchiveOpening
    private let path: String
    private var archive: any OpenArchive
    private var losses = 0

    init(_ archives: any ArchiveOpening, path: String) async throws(DecodingFailure) {
        self.archives = archives
        self.path = path
        archive = try await Self.elsewhere { () throws(DecodingFailure) in try archives.openArchive(at: path)
        }
        entries = archive.entries
    }

    /// - Throws: `DecodingFailure`; `decoderUnavailable` where nothing is known about the entry.
    func bytes(of entry: ArchiveEntry, atMost most: Int) async throws(DecodingFailure) -> [UInt8] {
        guard losses < Self.mostLosses else {
            throw DecodingFailure(.decoderCrashed, .archive, detail: "given up after \(losses) entries")
        }
        let archive = self.archive
        do throws(DecodingFailure) {
            return try await Self.elsewhere { () throws(DecodingFailure) in
                try archive.bytes(of: entry.index, atMost: most)
            }
        } catch {
            if [.decoderCrashed, .decoderTimedOut, .decoderOutOfMemory].contains(error.code) {
                losses += 1
                try await openAgain()
            }
            throw error
        }
    }

    private func openAgain() async throws(DecodingFailure) {
        guard losses < Self.mostLosses else { return }
        let (archives, path) = (archives, path)
        archive = try await Self.elsewhere { () throws(DecodingFailure) in try archives.openArchive(at: path)
        }
    }

    /// What `manifest.csv` says; nil where there is none.
    /// - Throws: `ManifestProblem` where it cannot be used, `DecodingFailure`.
    func manifest() async throws -> (entry: ArchiveEntry, content: BatchManifest)? {
        let found = entries.filter { $0.isManifest && $0.failure == nil }
        guard found.count <= 1 else { throw ManifestProblem.twoManifests }
        guard let entry = found.first else { return nil }
        let archive = self.archive
        let text: String
        do throws(DecodingFailure) {
            text = try await Self.elsewhere { () throws(DecodingFailure) in try archive.text(of: entry.index)
            }
        } catch {
            throw error.code == .corrupt ? ManifestProblem.notText : error
        }
        return (entry, try BatchManifest(text))
    }

    /// Waits without holding one of the threads that all tasks share.
    private static func elsewhere<Value: Sendable>(
        _ body: @escaping @Sendable () throws(DecodingFailure) -> Value
    ) async throws(DecodingFailure) -> Value {
        let result: Result<Value, DecodingFailure> = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                do throws(DecodingFailure) { continuation.resume(returning: .success(try body())) } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }
}

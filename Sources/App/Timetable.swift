import Evidence
import Foundation

/// Evidence to import, in order of arrival: a JSON list, files relative to the list's own folder.
struct Timetable {
    struct Entry: Codable, Sendable {
        var store: StoreID
        var day: BusinessDay
        var kind: EvidenceKind
        var slot: String
        var file: String
        var receivedAt: String?
        var transcript: String?
        var consent: Bool?
        var clientPosition: Position?
    }

    /// As it is sent; the server reads and checks it.
    struct Position: Codable, Sendable {
        var latitude: Double
        var longitude: Double
        var accuracy: Double?
        var time: String?
    }

    var folder: URL
    var entries: [Entry]

    init(path: String) throws {
        let bytes = try InputFile.bytes(path)
        folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        do { entries = try JSONDecoder().decode([Entry].self, from: Data(bytes)) } catch {
            throw Failure.badInput("\(path) 不是上报清单 (is not a timetable): \(Self.place(error))")
        }
        for entry in entries {
            for name in [entry.file] + (entry.transcript.map { [$0] } ?? [])
            where !Self.isFile(url(of: name)) {
                throw Failure.badInput("\(path)：没有文件 \(name) (there is no file \(name))")
            }
        }
    }

    /// Relative names lie beside the list; absolute ones are taken as they are.
    func url(of name: String) -> URL {
        name.hasPrefix("/") ? URL(fileURLWithPath: name) : folder.appendingPathComponent(name)
    }

    private static func isFile(_ url: URL) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && !isFolder.boolValue
    }

    private static func place(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "\(error)" }
        switch error {
        case .dataCorrupted(let context), .keyNotFound(_, let context), .typeMismatch(_, let context),
            .valueNotFound(_, let context):
            let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }
            return "\(path.joined(separator: ".")): \(context.debugDescription)"
        @unknown default: return "\(error)"
        }
    }
}

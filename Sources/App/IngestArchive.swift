import Evidence
import Foundation

/// A ZIP of a store-day's evidence on its way through the API, and what is said about it.
struct IngestArchive {
    let file: URL
    let store: StoreID
    let day: BusinessDay
    let consent: Bool

    /// As the server answers, as far as it is shown.
    struct Answer: Decodable, Sendable {
        struct Messages: Decodable, Sendable {
            var zh: String
            var en: String
        }
        struct Entry: Decodable, Sendable {
            var name: String
            var outcome: String
            var code: String
            var messages: Messages
            var slot: String?
        }
        struct Remark: Decodable, Sendable {
            var line: Int?
            var messages: Messages
        }
        struct Manifest: Decodable, Sendable { var remarks: [Remark] }

        var accepted: Int
        var repeated: Int
        var rejected: Int
        var skipped: Int
        var manifest: Manifest?
        var entries: [Entry]
    }

    /// Whether a file is one, by its first bytes.
    static func isArchive(_ path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        defer { file.closeFile() }
        return file.readData(ofLength: 4).elementsEqual([0x50, 0x4B, 0x03, 0x04])
    }

    /// - Returns: how many entries were rejected.
    func send(by client: UploadClient, json: Bool) async throws -> Int {
        let document = try await client.send(archive: file, store: store, day: day, consent: consent)
        let answer = try JSONDecoder().decode(Answer.self, from: document)
        if json {
            Terminal.line(String(decoding: document, as: UTF8.self))
        } else {
            show(answer)
        }
        return answer.rejected
    }

    private func show(_ answer: Answer) {
        for remark in answer.manifest?.remarks ?? [] {
            Terminal.line(
                "⚠ manifest.csv\(remark.line.map { ":\($0)" } ?? "")  \(Self.text(remark.messages))")
        }
        for entry in answer.entries {
            let mark = ["accepted": "✓", "rejected": "✗"][entry.outcome] ?? "·"
            let slot = entry.slot.map { " → \($0)" } ?? ""
            Terminal.line("\(mark) \(entry.name)\(slot)  \(Self.text(entry.messages))")
        }
        Terminal.line(
            "收下 \(answer.accepted) 件，其中 \(answer.repeated) 件以前已收下；拒收 \(answer.rejected) 件，跳过 \(answer.skipped) 件 (accepted, of these repeated, rejected, skipped)"
        )
    }

    private static func text(_ messages: Answer.Messages) -> String { "\(messages.zh) (\(messages.en))" }
}

import ArgumentParser
import Evidence
import Foundation
import Hashing
import Intake
import Originals
import Records
import SQLiteDriver

/// Where a chain's evidence and records lie.
struct DataOptions: ParsableArguments {
    @Option(name: .long, help: "数据目录 (data folder); 默认 $STOREPROOF_DATA，否则 ./data")
    var data: String?

    var url: URL {
        let path = data ?? ProcessInfo.processInfo.environment["STOREPROOF_DATA"] ?? "data"
        return URL(fileURLWithPath: path)
    }

    /// Opens an existing folder; says what to do when there is none.
    func open() async throws -> DataFolder {
        guard FileManager.default.fileExists(atPath: DataFolder.database(in: url).path) else {
            throw Failure.environment(
                "\(url.path) 不是数据目录，请先运行 storeproof init (not a data folder: run storeproof init --data \(url.path) first)"
            )
        }
        return try await DataFolder(url)
    }
}

/// The opened data folder: database, originals, catalogue pictures.
struct DataFolder: Sendable {
    let url: URL
    let database: SQLiteDatabase
    let records: EvidenceRecords
    let originals: FileOriginalStore
    /// What is shown in place of the originals.
    let renditions: FileOriginalStore
    let erasures: ErasureLog
    let purges: PurgeLog

    /// How a person who objects is served.
    var erasure: EvidenceErasure {
        EvidenceErasure(records: records, originals: originals, renditions: renditions, log: erasures)
    }

    /// How originals go whose days are over.
    var purge: EvidencePurge {
        EvidencePurge(
            records: records, originals: originals, renditions: renditions, log: purges, clock: { Date() })
    }

    static func database(in folder: URL) -> URL { folder.appendingPathComponent("storeproof.sqlite") }

    init(_ url: URL) async throws {
        self.url = url
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            database = try SQLiteDatabase(path: Self.database(in: url).path)
            records = EvidenceRecords(database: database) { text in
                SHA256Hasher.hash([UInt8](text.utf8)).rawValue
            }
            try await records.migrate()
            originals = try FileOriginalStore(folder: url.appendingPathComponent("originals"))
            renditions = try FileOriginalStore(folder: url.appendingPathComponent("renditions"))
            erasures = ErasureLog(file: url.appendingPathComponent("erasures.jsonl"))
            purges = try PurgeLog(folder: url.appendingPathComponent("purges"))
            // Before anything of it can be seen: a backup that was put back may hold what was erased since.
            let repeated = try await erasure.replay()
            if !repeated.isEmpty {
                Terminal.error(
                    "恢复的数据里有 \(repeated.count) 件已应要求删除的证据，已再次删除 (erased again: \(repeated.count) items)")
            }
            let purged = try await purge.replay()
            if !purged.isEmpty {
                Terminal.error(
                    "恢复的数据里有 \(purged.count) 件原件已按保存期限删除，已再次删除 (purged again: \(purged.count) items)")
            }
        } catch {
            throw Failure.environment("数据目录 \(url.path) 无法打开 (cannot be opened): \(error)")
        }
    }

    /// With which customers' names are hashed.
    func customerSalt() throws -> String { try secret("customer.salt") }

    /// From which the codes of batches follow.
    func captureSecret() throws -> String { try secret("capture.secret") }

    /// Random text of this folder, made once.
    private func secret(_ name: String) throws -> String {
        let file = url.appendingPathComponent(name)
        if !FileManager.default.fileExists(atPath: file.path) {
            do {
                try Data(RandomToken.make().utf8).write(to: file, options: [.withoutOverwriting])
                try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
            } catch CocoaError.fileWriteFileExists {
                // Another process made it in between: its text is ours.
            }
        }
        return try String(contentsOf: file, encoding: .utf8)
    }

    /// Pack shots of one catalogue version.
    func catalogueFolder(version: Int) -> URL {
        url.appendingPathComponent("catalogue").appendingPathComponent("\(version)")
    }
}

/// Files that a command was given, read whole.
enum InputFile {
    static func bytes(_ path: String) throws -> [UInt8] {
        do { return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) } catch {
            throw Failure.badInput("无法读取 \(path) (cannot be read): \(Self.why(error))")
        }
    }

    static func text(_ path: String) throws -> String {
        let bytes = try bytes(path)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure.badInput("\(path) 不是 UTF-8 文本 (is not UTF-8 text)")
        }
        return text
    }

    static func why(_ error: any Error) -> String {
        if let error = error as? CocoaError {
            switch error.code {
            case .fileReadNoSuchFile, .fileNoSuchFile: return "没有这个文件 (no such file)"
            case .fileReadNoPermission: return "没有权限 (permission denied)"
            default: break
            }
        }
        return "\(error.localizedDescription)"
    }
}

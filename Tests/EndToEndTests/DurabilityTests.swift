import Foundation
import TestSupport
import Testing

/// What is left when the database is lost, and what an old backup may not bring back.
@Suite(.serialized)
struct DurabilityTests {
    private struct Verified: Decodable {
        struct Repaired: Decodable {
            var restored: [String]
            var quarantined: [String]
        }
        var checked: Int
        var orphaned: [String]
        var repaired: Repaired
    }

    private func uploaded(_ chain: RunningChain, day: String = "2026-11-20") throws -> Int {
        try chain.ingest { $0["store"] as? String == "HZ-001" && $0["day"] as? String == day }
    }

    private func items(_ chain: RunningChain, day: String = "2026-11-20") async throws -> [[String: Any]] {
        let answer = try await chain.get("/v1/batches/HZ-001/\(day)")
        let batch = try #require(try JSONSerialization.jsonObject(with: answer.body) as? [String: Any])
        let slots = (batch["slots"] as? [[String: Any]] ?? []).compactMap { $0["item"] as? [String: Any] }
        return slots + (batch["others"] as? [[String: Any]] ?? [])
    }

    private func verify(_ chain: RunningChain, _ options: String...) throws -> (Int32, Verified) {
        let ended = try Program.run(["verify", "--data", chain.data, "--json"] + options)
        return (ended.status, try JSONDecoder().decode(Verified.self, from: Data(ended.output.utf8)))
    }

    private func database(_ chain: RunningChain) -> [URL] {
        ["", "-wal", "-shm"].map { URL(fileURLWithPath: "\(chain.data)/storeproof.sqlite\($0)") }
    }

    @Test func `a lost database is rebuilt by verify --repair`() async throws {
        let chain = try RunningChain()
        try chain.startServer()
        let count = try uploaded(chain)
        let before = try await items(chain)
        #expect(before.count == count)
        chain.killServer()
        for file in database(chain) where FileManager.default.fileExists(atPath: file.path) {
            try FileManager.default.removeItem(at: file)
        }
        try chain.makeDatabase()
        let lost = try verify(chain)
        #expect(lost.0 == 1)
        #expect(lost.1.orphaned.count == lost.1.checked)
        let repaired = try verify(chain, "--repair")
        #expect(repaired.0 == 0)
        #expect(Set(repaired.1.repaired.restored).count == count)
        #expect(repaired.1.repaired.quarantined.isEmpty)

        try chain.startServer()
        let after = try await items(chain)
        for key in ["id", "sha256", "slot", "receivedAt", "recordedAt", "sender", "byteCount", "fileName"] {
            let told = { (items: [[String: Any]]) in
                items.map { "\($0["id"] ?? "") \($0[key] ?? "")" }.sorted()
            }
            #expect(told(after) == told(before), "\(key)")
        }
    }

    @Test func `an old backup does not bring an erased item back`() async throws {
        let chain = try RunningChain()
        try chain.startServer()
        _ = try uploaded(chain)
        let item = try #require(try await items(chain).first { $0["kind"] as? String == "consultationAudio" })
        let id = try #require(item["id"] as? String)
        chain.killServer()
        let backup = chain.folder.url.appendingPathComponent("backup")
        try FileManager.default.copyItem(at: URL(fileURLWithPath: chain.data), to: backup)

        try chain.command(["erase", id, "--reason", "顾客要求"])
        // The database and the originals of then are put back; the log of erasures stays.
        for name in ["originals", "storeproof.sqlite", "storeproof.sqlite-wal", "storeproof.sqlite-shm"] {
            let live = URL(fileURLWithPath: chain.data).appendingPathComponent(name)
            let old = backup.appendingPathComponent(name)
            if FileManager.default.fileExists(atPath: live.path) {
                try FileManager.default.removeItem(at: live)
            }
            if FileManager.default.fileExists(atPath: old.path) {
                try FileManager.default.moveItem(at: old, to: live)
            }
        }
        let ended = try Program.run(["verify", "--data", chain.data])
        #expect(ended.status == 0, "\(ended.output)")
        #expect(ended.error.contains("已再次删除"))
        try chain.startServer()
        let hash = try #require(item["sha256"] as? String)
        let path = "/v1/batches/HZ-001/2026-11-20/items?slot=\(item["slot"] ?? "")&sha256=\(hash)"
        #expect(try await chain.get(path).status == 404)
        let original =
            "\(chain.data)/originals/sha256/\(hash.prefix(2))/\(hash.dropFirst(2).prefix(2))/\(hash)"
        #expect(!FileManager.default.fileExists(atPath: original))
    }
}

import Foundation
import TestSupport
import Testing

/// Servers and workers are real processes; one chain at a time keeps two cores from fighting over models.
@Suite(.serialized)
struct ChainTests {
    private struct Score: Decodable {
        struct Part: Decodable {
            var code: String
            var score: Double?
        }
        var total: Double?
        var parts: [Part]
    }

    @Test func `a store-day goes from upload to score, page and report`() async throws {
        let chain = try RunningChain()
        try chain.startServer()
        try chain.ingest { $0["store"] as? String == "HZ-001" && $0["day"] as? String == "2026-11-20" }
        try chain.command(["worker", "--once"])

        let answer = try await chain.get("/v1/batches/HZ-001/2026-11-20/score")
        #expect(answer.status == 200)
        let score = try JSONDecoder().decode(Score.self, from: answer.body)
        #expect(score.parts.first { $0.code == "completeness" }?.score == 100)
        #expect(try #require(score.total) > 50)
        let report = try chain.command(["report", "--json"]).output
        #expect(report.contains("HZ-001"))
        #expect(try Program.run(["verify", "--data", chain.data]).status == 0)
    }

    @Test func `evidence without a token, for a foreign store or a day to come is refused`() async throws {
        let chain = try RunningChain()
        try chain.startServer()
        #expect(try await chain.get("/v1/batches/HZ-001/2026-11-20", token: nil).status == 401)
        #expect(
            try await chain.get("/v1/batches/HZ-001/2026-11-20", token: "wrong-token-wrong-token").status
                == 401)
        let future = try chain.timetable { $0["slot"] as? String == "shelf-1" }
        var text = try String(contentsOfFile: future.path, encoding: .utf8)
        text = text.replacingOccurrences(of: "\"day\":\"2026-11-20\"", with: "\"day\":\"2199-01-01\"")
        try Data(text.utf8).write(to: URL(fileURLWithPath: future.path))
        let ingest = try Program.run([
            "ingest", future.path, "--server", chain.url, "--token", RunningChain.token,
        ])
        #expect(ingest.status == 1)
        #expect(ingest.error.contains("2199-01-01"))
    }

    /// The one item that was sent.
    private func screenshot(of chain: RunningChain) async throws -> String {
        try #require(await chain.batch("HZ-001", "2026-11-20").items.first).id
    }

    @Test(arguments: ["verify", "erase"])
    func `a rendition without a record is named by verify and swept`(sweep: String) async throws {
        let chain = try RunningChain()
        try chain.startServer()
        try chain.ingest {
            $0["store"] as? String == "HZ-001" && $0["slot"] as? String == "order-1"
                && $0["day"] as? String == "2026-11-20"
        }
        try chain.command(["verify"])
        // The hash of no bytes.
        let hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        let folder = URL(fileURLWithPath: chain.data).appendingPathComponent("renditions/sha256/e3/b0")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data().write(to: folder.appendingPathComponent(hash))
        let found = try Program.run(["verify", "--data", chain.data])
        #expect(found.status == 1)
        #expect(found.output.contains("展示图无记录 (orphaned rendition)  \(hash)"))
        if sweep == "verify" {
            let swept = try chain.command(["verify", "--remove-leftovers"])
            #expect(swept.output.contains("(removed rendition)  \(hash)"))
        } else {
            try chain.command(["erase", try await screenshot(of: chain), "--reason", "顾客要求"])
        }
        try chain.command(["verify"])
    }

    @Test func `an altered original is named by verify`() async throws {
        let chain = try RunningChain()
        try chain.startServer()
        try chain.ingest { $0["store"] as? String == "HZ-001" && $0["slot"] as? String == "order-1" }
        let originals = URL(fileURLWithPath: chain.data).appendingPathComponent("originals")
        let files = try #require(
            FileManager.default.enumerator(at: originals, includingPropertiesForKeys: [.isRegularFileKey]))
        var altered: URL?
        for case let file as URL in files where file.lastPathComponent.count == 64 { altered = file }
        let file = try #require(altered)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
        var bytes = try Data(contentsOf: file)
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: file)
        let ended = try Program.run(["verify", "--data", chain.data])
        #expect(ended.status == 1)
        #expect(ended.output.contains("被改动 1"))
    }
}

import Foundation
import TestSupport
import Testing

/// `kill -9` at random moments: what was acknowledged is there afterwards, once, and analysed once.
@Suite(.serialized)
struct FaultTests {
    private struct Batch: Decodable {
        struct Item: Decodable {
            var id: String
            var sha256: String
            var state: String
            var slot: String
        }
        var items: [Item]
    }

    private struct Progress: Decodable {
        var waiting: Int
        var running: Int
        var dead: Int
    }

    @Test func `Faults: a killed server and worker lose no acknowledged item and process none twice`()
        async throws
    {
        let runs = ProcessInfo.processInfo.environment["STOREPROOF_FAULT_RUNS"].flatMap(Int.init) ?? 3
        var random = SeededGenerator(seed: 2026)
        let chain = try RunningChain()
        let day = try chain.timetable {
            $0["store"] as? String == "HZ-001" && $0["day"] as? String == "2026-11-20"
                && $0["kind"] as? String != "orderScreenshot"
        }
        try chain.startServer()
        try chain.startWorker()
        for _ in 0..<runs {
            let upload = Task.detached { [url = chain.url] in
                try Program.run(["ingest", day.path, "--server", url, "--token", RunningChain.token])
            }
            try await Self.spin(milliseconds: Int.random(in: 20...900, using: &random))
            chain.killWorker()
            try await Self.spin(milliseconds: Int.random(in: 0...200, using: &random))
            chain.killServer()
            try chain.startServer()
            try chain.startWorker()
            let ended = try await upload.value
            #expect(ended.status == 0, "the client sends again what was not acknowledged: \(ended.error)")
        }
        try await waitUntilDone(chain)
        let answer = try await chain.get("/v1/batches/HZ-001/2026-11-20")
        let items = try JSONDecoder().decode(Batch.self, from: answer.body).items
        #expect(items.count == day.count)
        #expect(Set(items.map(\.slot)).count == day.count)
        for item in items {
            #expect(["analysed", "rejected"].contains(item.state), "\(item.slot) \(item.state)")
            let findings = try await chain.get("/v1/items/\(item.id)/findings")
            let documents = try #require(
                try JSONSerialization.jsonObject(with: findings.body) as? [String: Any])
            let kinds = try #require(documents["findings"] as? [[String: Any]]).compactMap {
                $0["kind"] as? String
            }
            #expect(Set(kinds).count == kinds.count, "one finding of a kind is in force: \(kinds)")
        }
        #expect(try Program.run(["verify", "--data", chain.data]).status == 0)
    }

    private func waitUntilDone(_ chain: RunningChain) async throws {
        while true {
            let answer = try await chain.get("/v1/progress")
            let progress = try JSONDecoder().decode(Progress.self, from: answer.body)
            #expect(progress.dead == 0)
            if progress.dead > 0 || (progress.waiting == 0 && progress.running == 0) { return }
            await Task.yield()
        }
    }

    /// The kill has to fall at some moment; which one is the point of the test, nothing is awaited by it.
    private static func spin(milliseconds: Int) async throws {
        let clock = ContinuousClock()
        let end = clock.now.advanced(by: .milliseconds(milliseconds))
        while clock.now < end { usleep(2_000) }
    }
}

import Foundation
import TestSupport
import Testing

/// `kill -9` at random moments: what was acknowledged is there afterwards, once, and analysed once.
@Suite(.serialized)
struct FaultTests {
    private struct Progress: Decodable {
        var waiting: Int
        var running: Int
        var dead: Int
    }

    private static let days = ["2026-11-20", "2026-11-21", "2026-11-22"]

    @Test func `Faults: a killed server and worker lose no acknowledged item and process none twice`()
        async throws
    {
        let runs = ProcessInfo.processInfo.environment["STOREPROOF_FAULT_RUNS"].flatMap(Int.init) ?? 3
        var random = SeededGenerator(seed: 2026)
        for first in stride(from: 0, to: runs, by: Self.days.count) {
            let chain = try RunningChain()
            try chain.startServer()
            try chain.startWorker()
            let days = Self.days.prefix(runs - first)
            var counts: [String: Int] = [:]
            for day in days { counts[day] = try await uploadUnderKills(day, chain, &random) }
            try await waitUntilDone(chain)
            for day in days { try await examine(day, count: counts[day] ?? 0, chain) }
            try verify(chain)
        }
    }

    /// - Returns: how many items the client was told are durable.
    private func uploadUnderKills(
        _ day: String, _ chain: RunningChain, _ random: inout SeededGenerator
    ) async throws -> Int {
        let list = try chain.timetable {
            $0["store"] as? String == "HZ-001" && $0["day"] as? String == day
                && $0["kind"] as? String != "orderScreenshot"
        }
        let upload = Task.detached { [url = chain.url] in
            try Program.run(["ingest", list.path, "--server", url, "--token", RunningChain.token])
        }
        try await Self.spin(milliseconds: Int.random(in: 20...600, using: &random))
        chain.killWorker()
        try await Self.spin(milliseconds: Int.random(in: 0...200, using: &random))
        chain.killServer()
        try chain.startServer()
        try chain.startWorker()
        let ended = try await upload.value
        #expect(ended.status == 0, "the client sends again what was not acknowledged: \(ended.error)")
        return list.count
    }

    private func examine(_ day: String, count: Int, _ chain: RunningChain) async throws {
        let items = try await chain.batch("HZ-001", day).items
        #expect(items.count == count)
        #expect(Set(items.map(\.slot)).count == count)
        for item in items {
            #expect(["analysed", "rejected"].contains(item.state), "\(item.slot) \(item.state)")
            let findings = try await chain.get("/v1/items/\(item.id)/findings")
            let documents = try #require(
                try JSONSerialization.jsonObject(with: findings.body) as? [String: Any])
            let kinds = try #require(documents["findings"] as? [[String: Any]]).compactMap {
                $0["kind"] as? String
            }
            #expect(!kinds.isEmpty)
            #expect(Set(kinds).count == kinds.count, "one finding of a kind is in force: \(kinds)")
        }
    }

    /// A kill between file and record may leave a file that nobody was told about; it may lose or alter none.
    private func verify(_ chain: RunningChain) throws {
        let ended = try Program.run(["verify", "--data", chain.data, "--json"])
        let found = try #require(
            try JSONSerialization.jsonObject(with: Data(ended.output.utf8)) as? [String: Any])
        #expect((found["missing"] as? [Any])?.isEmpty == true)
        #expect((found["altered"] as? [Any])?.isEmpty == true)
        #expect(found["custodyBrokenAt"] is NSNull)
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

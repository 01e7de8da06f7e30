import Foundation
import TestSupport
import Testing

#if os(Linux)
    /// How long originals are kept, through the program, up to a `kill -9` at any call of a purge.
    @Suite(.serialized)
    struct RetentionTests {
        private let chain: RunningChain
        private let ids: [String]
        private let hashes: [String]
        /// When everything is due by a policy of one day.
        private let later = Date(timeIntervalSinceNow: 2 * 86_400).ISO8601Format()

        private struct Receipt: Decodable {
            var id: String
            var sha256: String
        }

        private struct Answer: Decodable {
            struct Result: Decodable {
                struct Kept: Decodable {
                    var item: String
                    var because: String
                }
                var purged: [String]
                var kept: [Kept]
            }
            struct Held: Decodable {
                struct Reason: Decodable {
                    var code: String
                    var chinese: String
                }
                var reason: Reason
            }
            var applied: Bool
            var result: Result
            var held: Held?
        }

        /// Three screenshots that cannot be opened: their analysis takes no time, and a rejection is a result.
        init() async throws {
            chain = try RunningChain()
            try chain.startServer()
            var receipts: [Receipt] = []
            for number in 1...3 {
                let file = Data([0xFF, 0xD8, 0xFF, 0xE0] + Array("kept \(number)".utf8))
                let answer = try await chain.post(
                    "/v1/batches/HZ-001/2026-11-20/items?kind=orderScreenshot&slot=order-\(number)", file)
                receipts.append(try JSONDecoder().decode(Receipt.self, from: answer.body))
            }
            ids = receipts.map(\.id).sorted()
            hashes = receipts.map(\.sha256)
            chain.killServer()
            try chain.command(["worker", "--once"])
        }

        private func importPolicy() throws {
            let file = chain.folder.url.appendingPathComponent("retention.yaml")
            try Data("version: test\ndays: { orderScreenshot: 1 }\n".utf8).write(to: file)
            try chain.command(["retention", "import", file.path])
        }

        private func retention(
            _ how: String..., at instant: String? = nil, environment: [String: String] = [:]
        ) throws -> Program.Ended {
            try Program.run(
                ["retention", "run"] + how + ["--at", instant ?? later, "--json", "--data", chain.data],
                environment: environment)
        }

        private func answer(_ ended: Program.Ended) throws -> Answer {
            #expect(ended.status == 0, "\(ended.error)")
            return try JSONDecoder().decode(Answer.self, from: Data(ended.output.utf8))
        }

        private var stored: [String] {
            hashes.filter { hash in
                let folders = "\(hash.prefix(2))/\(hash.dropFirst(2).prefix(2))"
                return FileManager.default.fileExists(
                    atPath: "\(chain.data)/originals/sha256/\(folders)/\(hash)")
            }
        }

        private func verify(_ options: String...) throws {
            let ended = try Program.run(["verify", "--data", chain.data] + options)
            #expect(ended.status == 0, "\(ended.output)\(ended.error)")
        }

        @Test func `nothing is purged without a policy, without being told to, or against a hold`()
            async throws
        {
            #expect(try retention("--apply").status == 4)
            #expect(
                try Program.run(["retention", "run", "--data", chain.data]).status == 2, "neither of the two")
            try importPolicy()
            let survey = try answer(try retention("--dry-run"))
            #expect(!survey.applied && survey.result.purged == ids)
            #expect(stored.count == 3)
            try chain.command(["retention", "hold", ids[0], "--reason", "纠纷"])
            #expect(try chain.command(["retention", "holds"]).output.contains("纠纷"))
            let first = try answer(try retention("--apply"))
            #expect(first.applied && first.result.purged == Array(ids.dropFirst()))
            #expect(first.result.kept.map(\.item) == [ids[0]])
            #expect(first.result.kept.map(\.because) == ["hold"])
            #expect(stored.count == 1)
            try chain.command(["retention", "release", ids[0], "--reason", "已解决"])
            #expect(try answer(try retention("--apply")).result.purged == [ids[0]])
            #expect(stored.isEmpty)
            try verify()
            try verify("--repair")
            try chain.command(["scrub"])
            let pack = chain.folder.url.appendingPathComponent("pack.zip")
            try chain.command(["export", ids[0], "--out", pack.path])
            #expect(try Data(contentsOf: pack).range(of: Data("original/\(hashes[0])".utf8)) == nil)
            try chain.startServer()
            let item = try await chain.get("/v1/items/\(ids[0])")
            #expect(String(decoding: item.body, as: UTF8.self).contains("purgedAt"))
            #expect(try await chain.get("/v1/items/\(ids[0])/rendition").status == 410)
        }

        @Test func `a clock far ahead purges nothing until the number is confirmed`() throws {
            try importPolicy()
            let years = Date(timeIntervalSinceNow: 2_000 * 86_400).ISO8601Format()
            let survey = try answer(try retention("--dry-run", at: years))
            #expect(survey.result.purged == ids && survey.held?.reason.code == "purge.clock")
            #expect(survey.held?.reason.chinese.contains("--confirm 3") == true)
            let held = try retention("--apply", at: years)
            #expect(held.status == 1 && held.error.contains("--confirm 3"), "\(held.error)")
            #expect(try retention("--apply", "--confirm", "2", at: years).status == 1)
            #expect(try retention("--dry-run", "--confirm", "3", at: years).status == 2)
            #expect(stored.count == 3)
            #expect(try answer(try retention("--apply", "--confirm", "3", at: years)).result.purged == ids)
            #expect(stored.isEmpty)
            try verify()
        }

        @Test func `an old backup does not bring a purged original back`() throws {
            try importPolicy()
            let data = URL(fileURLWithPath: chain.data)
            let backup = chain.folder.url.appendingPathComponent("backup")
            try FileManager.default.copyItem(at: data, to: backup)
            _ = try answer(try retention("--apply"))
            #expect(stored.isEmpty)
            // The database and the originals of then are put back; the log of purges stays.
            for name in ["originals", "storeproof.sqlite", "storeproof.sqlite-wal", "storeproof.sqlite-shm"] {
                let live = data.appendingPathComponent(name)
                if FileManager.default.fileExists(atPath: live.path) {
                    try FileManager.default.removeItem(at: live)
                }
                let old = backup.appendingPathComponent(name)
                if FileManager.default.fileExists(atPath: old.path) {
                    try FileManager.default.moveItem(at: old, to: live)
                }
            }
            #expect(stored.count == 3)
            let ended = try Program.run(["verify", "--data", chain.data])
            #expect(ended.status == 0 && ended.error.contains("已再次删除"), "\(ended.output)\(ended.error)")
            #expect(stored.isEmpty)
        }

        /// `tools/faults` tries every call; the short series every fifth.
        private static let step = ProcessInfo.processInfo.environment["STOREPROOF_FAULT_RUNS"] == nil ? 5 : 1

        @Test
        func `Faults: a kill at any call of a purge leaves nothing that the next start does not finish`()
            throws
        {
            try importPolicy()
            let data = URL(fileURLWithPath: chain.data)
            let before = chain.folder.url.appendingPathComponent("before")
            try FileManager.default.copyItem(at: data, to: before)
            let faults = InjectedFaults(chain)
            let environment = try InjectedFaults.environment(data: chain.data)
            var call = 1
            while true {
                try faults.give("any", call, "kill")
                let ended = try retention("--apply", environment: environment)
                try faults.withdraw()
                // What was ordered is carried out by whoever opens the folder next; what was not is as it was.
                try verify()
                #expect([0, 3].contains(stored.count), "call \(call) left \(stored.count)")
                _ = try answer(try retention("--apply"))
                #expect(stored.isEmpty)
                try verify()
                if ended.status == 0 { break }
                try FileManager.default.removeItem(at: data)
                try FileManager.default.copyItem(at: before, to: data)
                call += Self.step
            }
            #expect(call > 20, "a purge has more calls than that")
        }
    }
#endif

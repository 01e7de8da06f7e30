import Foundation
import TestSupport
import Testing

#if os(Linux)
    import Glibc

    /// Every call by which an upload becomes durable is one at which the machine may stop or the disk may fail. Whatever was
    /// acknowledged is there afterwards, bit for bit, once.
    @Suite(.serialized)
    struct UploadFaultTests {
        private let chain: RunningChain
        private let faults: InjectedFaults

        init() throws {
            chain = try RunningChain(environment: InjectedFaults.environment)
            faults = InjectedFaults(chain)
            try chain.startServer()
        }

        /// Begins like a JPEG and cannot be decoded: its analysis takes no time.
        private static func file(_ number: Int) -> Data {
            Data([0xFF, 0xD8, 0xFF, 0xE0] + Array("upload \(number) ".utf8)) + Data(count: 3_000 + number)
        }

        private struct Receipt: Decodable, Equatable {
            var id: String
            var sha256: String
            var repeated: Bool
        }

        private typealias Answer = (status: Int, body: Data)

        /// - Returns: nil where the server is gone.
        private func send(_ number: Int) async throws -> Answer? {
            do {
                return try await chain.post(
                    "/v1/batches/HZ-001/2026-11-20/items?kind=orderScreenshot&slot=order-\(number)",
                    Self.file(number), headers: ["Idempotency-Key": "\"upload-\(number)\""])
            } catch is URLError {
                return nil
            }
        }

        private static func receipt(_ answer: Answer) throws -> Receipt {
            #expect(answer.status < 300, "\(String(decoding: answer.body, as: UTF8.self))")
            return try JSONDecoder().decode(Receipt.self, from: answer.body)
        }

        /// Sends under an order and, as a client does that hears nothing or no, again under the same key.
        /// - Returns: whether the order kept the first receipt back.
        private func sendUnderFault(
            _ number: Int, _ receipts: inout [Int: Receipt], _ give: () throws -> Void
        ) async throws -> Bool {
            try give()
            let first = try await send(number)
            try faults.withdraw()
            let acknowledged = first.map { $0.status < 300 } ?? false
            if let first, !acknowledged {
                #expect([503, 507].contains(first.status), "\(String(decoding: first.body, as: UTF8.self))")
            }
            var second = first == nil ? nil : try await send(number)
            if second == nil {
                chain.killServer()
                try chain.startServer()
                second = try await send(number)
            }
            let receipt = try Self.receipt(try #require(second))
            if let first, acknowledged { #expect(try Self.receipt(first) == receipt) }
            receipts[number] = receipt
            return !acknowledged
        }

        /// All of it is there, bit for bit, and is analysed once.
        private func examine(_ receipts: [Int: Receipt], faults count: Int) async throws {
            // One job for each item, however often it was sent.
            let jobs = try #require(try await progress()["waiting"])
            try chain.command(["worker", "--once"])
            let left = try await progress()
            #expect(left["waiting"] == 0 && left["running"] == 0 && left["dead"] == 0)
            let answer = try await chain.get("/v1/batches/HZ-001/2026-11-20")
            let batch = try #require(try JSONSerialization.jsonObject(with: answer.body) as? [String: Any])
            let slots = (batch["slots"] as? [[String: Any]] ?? []).compactMap { $0["item"] as? [String: Any] }
            let items = slots + (batch["others"] as? [[String: Any]] ?? [])
            let analysed = Set(
                items.filter { $0["state"] as? String == "rejected" }.compactMap { $0["id"] as? String })
            let lost = receipts.values.filter { !analysed.contains($0.id) }
            let altered = receipts.filter { stored($0.value.sha256) != Self.file($0.key) }
            print(
                "\(count) faults, \(receipts.count) acknowledged, \(lost.count) lost, \(altered.count) altered, \(jobs - receipts.count) processed twice"
            )
            #expect(lost.isEmpty && altered.isEmpty)
            #expect(jobs == receipts.count && items.count == receipts.count)
            let ended = try Program.run(["verify", "--data", chain.data, "--json"])
            #expect(ended.status == 0, "\(ended.output)")
        }

        private func stored(_ hash: String) -> Data? {
            let folders = "\(hash.prefix(2))/\(hash.dropFirst(2).prefix(2))"
            return FileManager.default.contents(atPath: "\(chain.data)/originals/sha256/\(folders)/\(hash)")
        }

        private func progress() async throws -> [String: Int] {
            try JSONDecoder().decode([String: Int].self, from: try await chain.get("/v1/progress").body)
        }

        /// `tools/faults` asks for hundreds; nil in the short series.
        private static let runs = ProcessInfo.processInfo.environment["STOREPROOF_FAULT_RUNS"].flatMap(
            Int.init)

        /// From call to call: the long series tries every one.
        private static let step = runs == nil ? 4 : 1

        @Test func `Faults: a kill at any call of an upload loses nothing that was acknowledged`()
            async throws
        {
            var receipts: [Int: Receipt] = [:]
            var call = 1
            // Until an upload has fewer calls than that.
            while try await sendUnderFault(call, &receipts, { try faults.give("any", call, "kill") }) {
                call += Self.step
            }
            // The bytes, their name, their label, the rows: each step is among them.
            let calls = Set(try faults.calls().compactMap { $0.split(separator: " ").first })
            #expect(calls.isSuperset(of: ["write", "fsync", "link", "rename", "unlink"]))
            try await examine(receipts, faults: receipts.count - 1)
        }

        @Test(arguments: ["\(ENOSPC)", "\(EIO)", "short"])
        func `Faults: a disk that fails at any call of an upload is told, and nothing is half`(
            fault: String
        ) async throws {
            var receipts: [Int: Receipt] = [:]
            var call = 1
            while true {
                _ = try await sendUnderFault(call, &receipts) { try faults.give("any", call, fault) }
                // Fewer calls than that: the order found none to strike.
                if try faults.calls().count < call { break }
                call += Self.step
            }
            #expect(call > 10, "an upload has more calls than that")
            try await examine(receipts, faults: receipts.count - 1)
        }

        @Test func `Faults: kills at random calls of uploads lose nothing that was acknowledged`()
            async throws
        {
            let seed = ProcessInfo.processInfo.environment["STOREPROOF_FAULT_SEED"].flatMap(UInt64.init) ?? 10
            var random = SeededGenerator(seed: seed)
            var receipts: [Int: Receipt] = [:]
            var struck = 0
            // A day has no more slots than that.
            for number in 1...min(Self.runs ?? 10, 999) {
                let call = Int.random(in: 1...60, using: &random)
                let what = Bool.random(using: &random) ? "kill" : "killAfter"
                if try await sendUnderFault(number, &receipts, { try faults.give("any", call, what) }) {
                    struck += 1
                }
            }
            #expect(struck > 0)
            try await examine(receipts, faults: struck)
        }
    }
#endif

import Evidence
import Foundation
import Hashing
import Records
import SQLiteDriver
import Synchronization
import TestSupport
import Testing

@testable import Delivery

/// Flags on their way to real servers of this machine.
final class CourierTests {
    private static let day = BusinessDay(ordinal: 20_776)
    private static let noon = Date(timeIntervalSince1970: 1_795_000_000)
    private let records: EvidenceRecords
    private let now = Mutex(noon)

    init() async throws {
        records = EvidenceRecords(database: try SQLiteDatabase.inMemory(), hash: { "\($0.count)" })
        try await records.migrate()
        try await records.stores.upsert([
            Store(id: StoreID("HZ-001"), name: "古翠路晨光店", region: ["全国", "浙江", "杭州市", "西湖区"])
        ])
    }

    private func raise(_ id: String = "f", _ actions: RuleAction...) async throws {
        let flag = Flag(
            id: FlagID(id), rule: "kitchen-scene-upgrade", ruleVersion: "2", store: StoreID("HZ-001"),
            from: Self.day, to: Self.day, title: ["zh": "厨房场景改造潜力店\r\nBcc: <x@y.example>"],
            recommendation: ["zh": "微波炉租赁合作方案"], severity: "opportunity",
            evidence: [
                FlagEvidence(day: Self.day, item: EvidenceID("item-7"), text: "我家厨房要重新装修", start: 12.5)
            ],
            subject: id, raisedOn: Self.day)
        for _ in 0..<2 { _ = try await records.flags.raise(flag, actions: actions, at: Self.noon) }
    }

    private func send(_ settings: DeliverySettings) async -> [Courier.Event] {
        let events = Mutex<[Courier.Event]>([])
        let instant = now.withLock { $0 }
        await Courier(records: records, settings: settings, clock: { instant }) { event in
            events.withLock { $0.append(event) }
        }.sendDue()
        return events.withLock { $0 }
    }

    private static let secret = "whsec_Z2VoZWlt"

    private func webhook(_ server: LocalServer) -> DeliverySettings {
        DeliverySettings(
            webhooks: [
                "ops": .init(address: "http://127.0.0.1:\(server.port)/flags", secret: Self.secret)
            ],
            consoleAddress: "https://storeproof.example")
    }

    private func mail(_ server: LocalMailServer) -> DeliverySettings {
        DeliverySettings(
            mail: .init(
                address: "smtp://127.0.0.1:\(server.port)", from: "storeproof@chain.example",
                requiresEncryption: false))
    }

    // MARK: Webhook

    @Test func `a raised flag calls its webhook once, signed`() async throws {
        let server = try LocalServer([.init(), .init()])
        try await raise("f", RuleAction(kind: .webhook, target: "ops"))
        #expect(await send(webhook(server)).count == 1)
        #expect(await send(webhook(server)).isEmpty)
        let request = try #require(server.requests.first)
        let parts = request.split(separator: "\r\n\r\n", maxSplits: 1).map(String.init)
        let body = try #require(parts.last)
        func header(_ name: String) -> String {
            parts[0].split(separator: "\r\n").first { $0.hasPrefix(name + ": ") }
                .map { String($0.dropFirst(name.count + 2)) } ?? ""
        }
        let signed = "\(header("webhook-id")).\(header("webhook-timestamp")).\(body)"
        let code = MessageAuthentication.code(Array(signed.utf8), key: Array("geheim".utf8))
        #expect(header("webhook-signature") == "v1," + Data(code).base64EncodedString())
        #expect(header("webhook-timestamp") == "1795000000" && header("webhook-id").count == 64)
        #expect(body.contains(#""storeName":"古翠路晨光店""#) && body.contains("/console/flags/f"))
        #expect(try await records.deliveries.all(.sent).first?.sentAt == Self.noon)
        #expect(body.contains(#""item":"item-7""#) && body.contains(#""start":12.5"#))
        #expect(!body.contains("厨房要重新装修"), "customers' sentences stay in the console")
    }

    @Test func `a secret that is not whsec_ and base 64 sends nothing and is named`() async throws {
        let server = try LocalServer([.init()])
        var settings = webhook(server)
        settings.webhooks["ops"]?.secret = "geheim"
        try await raise("f", RuleAction(kind: .webhook, target: "ops"))
        _ = await send(settings)
        #expect(server.requests.isEmpty)
        #expect(try await records.deliveries.all(.dead).first?.failure?.contains("whsec_") == true)
    }

    @Test func `a busy server is asked again later, with the same id, until it takes the call`() async throws
    {
        let server = try LocalServer([.init(status: 503), .init(status: 429), .init(status: 204)])
        try await raise("f", RuleAction(kind: .webhook, target: "ops"))
        var waits: [Double] = []
        for _ in 0..<2 {
            let events = await send(webhook(server))
            guard case .postponed(_, _, let until)? = events.first else {
                Issue.record("\(events)")
                return
            }
            #expect(await send(webhook(server)).isEmpty)
            now.withLock { now in
                waits.append(until.timeIntervalSince(now))
                now = until
            }
        }
        #expect(waits == [30, 120])
        #expect(await send(webhook(server)).count == 1)
        #expect(try await records.deliveries.all(.sent).map(\.attempts) == [3])
        let ids = server.requests.map { $0.split(separator: "\r\n").first { $0.hasPrefix("webhook-id") } }
        #expect(ids.count == 3 && Set(ids).count == 1)
    }

    @Test func `a refusal, a redirection and an unknown name are given up at once, and can be revived`()
        async throws
    {
        let server = try LocalServer([
            .init(status: 410), .init(status: 307, headers: ["Location: http://127.0.0.1:9/"]),
        ])
        try await raise("a", RuleAction(kind: .webhook, target: "ops"))
        try await raise("b", RuleAction(kind: .webhook, target: "ops"))
        try await raise("c", RuleAction(kind: .webhook, target: "nobody"))
        _ = await send(webhook(server))
        let dead = try await records.deliveries.all(.dead)
        #expect(dead.compactMap(\.failure) == ["status 410", "status 307", "no webhook is named nobody"])
        #expect(try await records.deliveries.revive(at: Self.noon) == 3)
        #expect(try await records.deliveries.all(.waiting).count == 3)
    }

    @Test func `a server that is not there is tried eight times, then given up`() async throws {
        let server = try LocalServer([])
        let settings = webhook(server)
        server.stop()
        try await raise("f", RuleAction(kind: .webhook, target: "ops"))
        for _ in 0..<8 {
            _ = await send(settings)
            now.withLock { $0 += 21_600 }
        }
        #expect(try await records.deliveries.all(.dead).map(\.attempts) == [8])
    }

    @Test func `a courier that dies before it notes what it sent leaves the delivery to the next`()
        async throws
    {
        try await raise("f", RuleAction(kind: .webhook, target: "ops"))
        let first = try await records.deliveries.claim(now: Self.noon, hold: .seconds(60))
        #expect(first?.attempts == 1)
        #expect(try await records.deliveries.claim(now: Self.noon + 59, hold: .seconds(60)) == nil)
        #expect(try await records.deliveries.claim(now: Self.noon + 60, hold: .seconds(60))?.id == first?.id)
    }

    @Test func `a target that fails is left alone for the pass, and nothing is given up untried`()
        async throws
    {
        let busy = try LocalServer([.init(status: 503), .init(status: 503), .init(status: 503)])
        let server = try LocalServer([.init()])
        var settings = webhook(server)
        settings.webhooks["slow"] = webhook(busy).webhooks["ops"]
        settings.attempts = 1
        for id in ["a", "b", "c"] { try await raise(id, RuleAction(kind: .webhook, target: "slow")) }
        try await raise("d", RuleAction(kind: .webhook, target: "ops"))
        #expect(await send(settings).count == 4)
        #expect(busy.requests.count == 1 && server.requests.count == 1)
        #expect(try await records.deliveries.all(.sent).map(\.flag) == [FlagID("d")])
        #expect(try await records.deliveries.all(.dead).map(\.flag) == [FlagID("a")])
        #expect(try await records.deliveries.all(.waiting).map(\.flag) == [FlagID("b"), FlagID("c")])
    }

    // MARK: E-mail

    @Test func `a letter arrives whole, and no header is smuggled in`() async throws {
        let server = try LocalMailServer()
        try await raise("f", RuleAction(kind: .email, target: "ops@chain.example"))
        #expect(await send(mail(server)).count == 1)
        let letter = try #require(server.letters.first)
        #expect(letter.from == "storeproof@chain.example" && letter.to == ["ops@chain.example"])
        let parts = letter.text.components(separatedBy: "\n\n")
        #expect(!parts[0].lowercased().split(separator: "\n").contains { $0.hasPrefix("bcc") })
        #expect(parts[0].contains("Date: Wed, 18 Nov 2026 11:06:40 +0000"))
        let body = try #require(Data(base64Encoded: parts[1].replacing("\n", with: "")))
        let text = String(decoding: body, as: UTF8.self)
        #expect(text.contains("古翠路晨光店（HZ-001）") && text.contains("微波炉租赁合作方案"))
    }

    @Test func `a mail server that asks to wait is asked again, one that refuses is not`() async throws {
        let server = try LocalMailServer(["451 try later", "550 no such user"])
        try await raise("f", RuleAction(kind: .email, target: "ops@chain.example"))
        guard case .postponed(_, _, let until)? = await send(mail(server)).first else {
            Issue.record("a 4xx answer is no end")
            return
        }
        now.withLock { $0 = until }
        #expect(await send(mail(server)).count == 1)
        #expect(try await records.deliveries.all(.dead).count == 1)
        #expect(server.letters.isEmpty)
    }

    @Test func `without encryption no letter leaves where it is required`() async throws {
        let server = try LocalMailServer(["250 OK"])
        var settings = mail(server)
        settings.mail?.requiresEncryption = true
        try await raise("f", RuleAction(kind: .email, target: "ops@chain.example"))
        _ = await send(settings)
        #expect(server.letters.isEmpty)
        #expect(try await records.deliveries.all(.waiting).count == 1)
    }

    @Test func `subjects are cut between letters`() {
        let words = DeliveryMessage.encodedWords(String(repeating: "门店", count: 40)).components(
            separatedBy: "\r\n ")
        #expect(words.allSatisfy { $0.count <= 75 })
        let text = words.compactMap { word in
            Data(base64Encoded: String(word.dropFirst(10).dropLast(2))).map {
                String(decoding: $0, as: UTF8.self)
            }
        }.joined()
        #expect(text == String(repeating: "门店", count: 40))
    }

    @Test func `a task of a rule is opened once, for its flag`() async throws {
        try await raise("f", RuleAction(kind: .task, target: "manager", dueDays: 3))
        let task = try #require(try await records.tasks.all(.open).first)
        #expect(task.flag == FlagID("f") && task.owner == "manager")
        #expect(task.deadline == Self.day.adding(days: 3) && task.faultRule == "kitchen-scene-upgrade")
        #expect(try await records.tasks.history(task.id).count == 1)
    }
}

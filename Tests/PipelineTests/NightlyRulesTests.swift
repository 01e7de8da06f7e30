import Evidence
import Foundation
import Records
import SQLiteDriver
import Scoring
import Testing

@testable import Pipeline

/// A district of eight stores in which one topic surges for five days.
struct NightlyRulesTests {
    private static let first = BusinessDay(ordinal: 20_741)
    private static let topic = "缺货"
    private static let surge = 30..<35
    private let records: EvidenceRecords
    private let stores = (0..<8).map {
        Store(id: StoreID("S\($0)"), name: "店\($0)", region: ["全国", "浙江", "杭州市", "西湖区"])
    }

    init() async throws {
        records = EvidenceRecords(database: try SQLiteDatabase.inMemory(), hash: { String($0.count) + $0 })
        try await records.migrate()
        try await records.stores.upsert(stores)
    }

    private let rule = FlagRule(
        id: "topic-surge", version: "1", title: ["zh": "话题激增"],
        when: .sign(
            RuleSign(
                metric: "topicCount", key: topic,
                window: .surge(
                    SurgeWindow(
                        days: 5, baselineDays: 28, falseDiscoveryRate: 0.01, level: .district,
                        minimumFactor: 1.6, minimumMentions: 10, minimumStores: 4)), missing: .waits)),
        expiresDays: 5, actions: [RuleAction(kind: .task, target: "hq", dueDays: 5)])

    private func history(until last: Int, heard: (Int) -> Bool = { _ in true }) -> ChainHistory {
        var history = ChainHistory(stores: stores, from: Self.first, to: Self.first.adding(days: last))
        for (row, store) in stores.enumerated() {
            for day in 0...last where heard(day) {
                var counts = Counts()
                counts[.transcribedRecordings] = 5
                counts[.topic, Self.topic] = Self.surge.contains(day) ? 4 : (row + day) % 2
                history.put(StoreDayFacts(store: store.id, day: Self.first.adding(days: day), counts: counts))
            }
        }
        return history
    }

    private func run(until last: Int, heard: (Int) -> Bool = { _ in true }) async throws
        -> NightlyRules.Outcome
    {
        try await NightlyRules(records: records, rules: [rule], clock: { Date(timeIntervalSince1970: 0) })
            .run(
                over: history(until: last, heard: heard), policy: ScoringPolicy(),
                day: Self.first.adding(days: last))
    }

    private func send(_ number: Int, from store: StoreID, on day: Int) async throws {
        let digits = "\(number)"
        let item = EvidenceItem(
            id: EvidenceID("item-\(number)"), store: store, day: Self.first.adding(days: day),
            kind: .consultationAudio, slot: "consultation-1",
            sha256: ContentHash(String(repeating: "0", count: 64 - digits.count) + digits), byteCount: 1,
            receivedAt: Date(timeIntervalSince1970: 0), recordedAt: Date(timeIntervalSince1970: 0),
            sender: AccountID("s"))
        try await records.items.record(
            item,
            custody: CustodyNote(
                at: Date(timeIntervalSince1970: 0), actor: AccountID("s"), action: .received, detail: ""))
    }

    private func task() async throws -> Rectification {
        var tasks: [Rectification] = []
        for store in stores { tasks += try await records.tasks.forStore(store.id) }
        return try #require(tasks.first)
    }

    @Test
    func `the task of a surge closes with new evidence once the surge is over, and escalates till then`()
        async throws
    {
        let raised = try await run(until: 34)
        #expect(raised.raised == 1 && raised.closedTasks == 0)
        let opened = try await task()
        #expect(opened.state == .open)
        try await send(1, from: opened.store, on: 34)
        #expect(try await run(until: 34).closedTasks == 0)
        let late = try await run(until: 38)
        #expect(late.closedTasks == 0 && late.escalatedTasks == 1)
        #expect(try await task().state == .escalated)
        // Over, but the store has sent nothing since.
        #expect(try await run(until: 48).closedTasks == 0)
        try await send(2, from: opened.store, on: 48)
        #expect(try await run(until: 48).closedTasks == 1)
        let closed = try await task()
        #expect(closed.state == .closed && closed.after == EvidenceID("item-2"))
        #expect(try await run(until: 48).closedTasks == 0)
    }

    @Test func `what held long ago, seen with a part of its past only, raises nothing tonight`() async throws
    {
        #expect(try await run(until: 60).raised == 0)
        #expect(try await run(until: 34).raised == 1)
        #expect(try await run(until: 60).expired == 1)
    }

    @Test func `days on which nothing was heard close no task`() async throws {
        _ = try await run(until: 34)
        let opened = try await task()
        try await send(1, from: opened.store, on: 60)
        let silent: (Int) -> Bool = { $0 <= 34 }
        #expect(try await run(until: 60, heard: silent).closedTasks == 0)
        #expect(try await task().state == .escalated)
    }
}

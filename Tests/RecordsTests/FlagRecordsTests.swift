import Evidence
import Foundation
import Records
import Testing

struct FlagRecordsTests {
    let fixture: RecordsFixture
    let day = RecordsFixture.day
    let noon = RecordsFixture.noon
    var flags: FlagRecords { fixture.records.flags }

    init() async throws { fixture = try await RecordsFixture() }

    private func flag(
        _ first: Int, _ last: Int, items: [Int], store: StoreID = RecordsFixture.xihu,
        rule: String = "kitchen-scene-upgrade"
    ) -> Flag {
        Flag(
            id: FlagID("\(rule).\(store).\(day.adding(days: first))"), rule: rule, ruleVersion: "1",
            store: store, from: day.adding(days: first), to: day.adding(days: last),
            title: ["zh": "厨房场景改造潜力店"], recommendation: ["zh": "微波炉租赁合作方案"], severity: "info",
            evidence: items.map {
                FlagEvidence(
                    day: day.adding(days: $0), item: EvidenceID("item-\($0)"), text: "微波炉", start: 1.5)
            })
    }

    @Test func `a flag comes back with its evidence`() async throws {
        let raised = flag(0, 2, items: [0, 1, 2])
        #expect(try await flags.raise(raised, at: noon))
        #expect(try await flags.find(raised.id) == raised)
        #expect(try await flags.all(state: nil) == [raised])
        #expect(try await flags.all(state: .open) == [raised])
        #expect(try await flags.all(state: .closed).isEmpty)
        #expect(try await flags.forStore(RecordsFixture.xihu) == [raised])
        #expect(try await flags.forStore(RecordsFixture.binjiang).isEmpty)
        #expect(try await flags.history(raised.id).map(\.actor) == [FlagRecords.system])
    }

    @Test func `the same run raised again is no new flag`() async throws {
        _ = try await flags.raise(flag(0, 2, items: [0, 1, 2]), at: noon)
        #expect(try await !flags.raise(flag(0, 2, items: [0, 1, 2]), at: noon))
        #expect(try await flags.all(state: nil).count == 1)
        #expect(try await flags.history(flag(0, 2, items: []).id).count == 1)
    }

    @Test func `a run that goes on extends its flag`() async throws {
        _ = try await flags.raise(flag(0, 2, items: [0, 1, 2]), at: noon)
        #expect(try await !flags.raise(flag(-1, 3, items: [-1, 0, 1, 2, 3]), at: noon))
        let found = try #require(try await flags.all(state: .open).first)
        #expect(found.id == flag(0, 2, items: []).id)
        #expect(found.from == day.adding(days: -1))
        #expect(found.to == day.adding(days: 3))
        #expect(found.evidence.map(\.item.rawValue) == ["item--1", "item-0", "item-1", "item-2", "item-3"])
    }

    @Test func `a recording that no longer counts leaves the flag's evidence`() async throws {
        _ = try await flags.raise(flag(0, 3, items: [0, 1, 2, 3]), at: noon)
        _ = try await flags.raise(flag(1, 3, items: [1, 3]), at: noon)
        let found = try #require(try await flags.all(state: .open).first)
        #expect(found.evidence.map(\.item.rawValue) == ["item-0", "item-1", "item-3"])
    }

    @Test(arguments: [Flag.State.closed, .expired, .dismissed])
    func `a run whose flag has ended is not raised again, a later one is`(state: Flag.State) async throws {
        let first = flag(0, 2, items: [0])
        _ = try await flags.raise(first, at: noon)
        try await flags.advance(first.id, to: state, reason: "已处理", by: AccountID("hq"), at: noon)
        #expect(try await !flags.raise(first, at: noon))
        #expect(try await !flags.raise(flag(-1, 3, items: [3]), at: noon))
        #expect(try await flags.find(first.id)?.state == state)
        #expect(try await flags.find(first.id)?.evidence == first.evidence)
        #expect(try await flags.raise(flag(10, 12, items: [10]), at: noon))
        #expect(try await flags.all(state: nil).map(\.state) == [.open, state])
    }

    @Test func `flags in hand are those without an end, the newest first and no more than asked for`()
        async throws
    {
        var live: [FlagID] = []
        for (number, state) in Flag.State.allCases.enumerated() {
            let raised = flag(number, number, items: [number], rule: "rule-\(number)")
            _ = try await flags.raise(raised, at: noon)
            if state != .open {
                try await flags.advance(
                    raised.id, to: state, reason: "已处理", by: AccountID("hq"), at: noon)
            }
            if state.isLive { live.insert(raised.id, at: 0) }
        }
        #expect(live.count == 3)
        let states = Flag.State.allCases.filter(\.isLive)
        let lines = try await flags.lines(states, limit: 9)
        #expect(lines.map(\.id) == live && lines.map(\.quotes) == [1, 1, 1])
        #expect(try await flags.lines(states, limit: 2) == Array(lines.prefix(2)))
        #expect(try await flags.lines(states, of: lines[0].store, limit: 9) == lines)
        #expect(try await flags.lines(states, of: StoreID("none"), limit: 9).isEmpty)
        #expect(try await flags.all(limit: 4).count == 4)
    }

    @Test func `the flags in hand of each store are counted, the newest of them named`() async throws {
        var live: [FlagID] = []
        for (number, state) in Flag.State.allCases.enumerated() {
            let raised = flag(number, number, items: [number], rule: "rule-\(number)")
            _ = try await flags.raise(raised, at: noon)
            if state != .open {
                try await flags.advance(
                    raised.id, to: state, reason: "已处理", by: AccountID("hq"), at: noon)
            }
            if state.isLive { live.insert(raised.id, at: 0) }
        }
        _ = try await flags.raise(flag(0, 0, items: [0], store: RecordsFixture.binjiang), at: noon)
        #expect(live.count == 3)
        let both = [RecordsFixture.binjiang, RecordsFixture.xihu]
        let all = try await flags.inHand(naming: 9, of: both)
        #expect(all.keys.sorted() == [RecordsFixture.binjiang, RecordsFixture.xihu].sorted())
        let xihu = try #require(all[RecordsFixture.xihu])
        #expect(xihu.newest.map(\.id) == live && xihu.count == 3)
        #expect(xihu.newest.allSatisfy { $0.title["zh"] == "厨房场景改造潜力店" && $0.rule.hasPrefix("rule-") })
        let few = try #require(
            try await flags.inHand(naming: 2, of: [RecordsFixture.xihu])[RecordsFixture.xihu])
        #expect(few.newest.map(\.id) == Array(live.prefix(2)) && few.count == 3)
        #expect(try await flags.inHand(naming: 2, of: []).isEmpty)
        #expect(try await flags.countsInHand() == [RecordsFixture.binjiang: 1, RecordsFixture.xihu: 3])
    }

    @Test func `rules and stores have flags of their own`() async throws {
        #expect(try await flags.raise(flag(0, 2, items: [0]), at: noon))
        #expect(try await flags.raise(flag(0, 2, items: [0], rule: "other"), at: noon))
        #expect(try await flags.raise(flag(0, 2, items: [0], store: RecordsFixture.binjiang), at: noon))
    }

    @Test func `who changed a flag, when and why is kept`() async throws {
        let raised = flag(0, 2, items: [0])
        _ = try await flags.raise(raised, at: noon)
        try await flags.advance(raised.id, to: .acknowledged, reason: nil, by: AccountID("hq"), at: noon)
        try await flags.advance(raised.id, to: .dismissed, reason: "测试", by: AccountID("boss"), at: noon)
        let history = try await flags.history(raised.id)
        #expect(history.map(\.from) == [nil, .open, .acknowledged])
        #expect(history.map(\.to) == [.open, .acknowledged, .dismissed])
        #expect(history.map(\.actor.rawValue) == ["system", "hq", "boss"])
        #expect(history.last?.reason == "测试")
        #expect(try await flags.find(raised.id)?.stateReason == "测试")
        let error = await #expect(throws: RecordError.self) {
            try await flags.advance(FlagID("none"), to: .closed, reason: nil, by: AccountID("hq"), at: noon)
        }
        #expect(error?.code == .notFound)
    }

    @Test func `a person's newest step can be taken back for a while, once, and stays in the history`()
        async throws
    {
        let raised = flag(0, 2, items: [0])
        let hq = AccountID("hq")
        _ = try await flags.raise(raised, at: noon)
        func undo(_ actor: AccountID, after seconds: Double) async throws {
            try await flags.undo(raised.id, by: actor, at: noon.addingTimeInterval(seconds))
        }
        await #expect(throws: RecordError.self) { try await undo(hq, after: 0) }
        try await flags.advance(raised.id, to: .acknowledged, reason: nil, by: hq, at: noon)
        try await flags.advance(raised.id, to: .dismissed, reason: "看错了", by: hq, at: noon)
        await #expect(throws: RecordError.self) { try await undo(AccountID("boss"), after: 1) }
        await #expect(throws: RecordError.self) { try await undo(hq, after: FlagChange.undoSeconds + 1) }
        try await undo(hq, after: FlagChange.undoSeconds)
        #expect(try await flags.find(raised.id)?.state == .acknowledged)
        await #expect(throws: RecordError.self) { try await undo(hq, after: FlagChange.undoSeconds) }
        #expect(
            try await flags.history(raised.id).map(\.to) == [.open, .acknowledged, .dismissed, .acknowledged])
        try await flags.advance(raised.id, to: .closed, reason: nil, by: hq, at: noon)
    }
}

import Evidence
import Foundation
import Testing

@testable import Records

struct TaskRecordsTests {
    private let fixture: RecordsFixture
    private let day = RecordsFixture.day
    private let noon = RecordsFixture.noon
    private var tasks: TaskRecords { fixture.records.tasks }

    init() async throws {
        fixture = try await RecordsFixture()
        for number in 1...4 {
            var item = RecordsFixture.item(number, slot: "shelf-\(number)")
            item.day = day
            try await fixture.record(item)
        }
        try await tasks.open(
            Rectification(
                id: "t1", store: RecordsFixture.xihu, before: EvidenceID("item-1"),
                fault: "shelf.outOfStock/cola",
                analyzer: "shelf", owner: "manager", openedOn: day, deadline: day.adding(days: 3),
                windowDays: 7),
            by: AccountID("hq"), at: noon)
    }

    private func judge(_ item: Int, _ offset: Int, present: Bool?, by analyzer: String = "shelf") async throws
        -> Rectification.State?
    {
        try await tasks.judge(
            "t1", evidence: EvidenceID("item-\(item)"), on: day.adding(days: offset), analyzer: analyzer,
            faultIsPresent: present, at: noon)
    }

    @Test func `only new evidence that passes the same analyser closes a task`() async throws {
        #expect(try await judge(1, 1, present: false) == nil)
        #expect(try await judge(2, 1, present: false, by: "order") == nil)
        #expect(try await judge(2, 1, present: nil) == nil)
        #expect(try await judge(2, -1, present: false) == nil)
        #expect(try await judge(2, 1, present: true) == nil)
        #expect(try await judge(2, 1, present: false) == .closed)
        let task = try #require(try await tasks.find("t1"))
        #expect(task.before == EvidenceID("item-1") && task.after == EvidenceID("item-2"))
        #expect(try await tasks.all(.closed) == [task])
    }

    @Test func `a late task escalates once and can still be closed`() async throws {
        #expect(try await tasks.escalate(asOf: day.adding(days: 3), at: noon) == 0)
        #expect(try await tasks.escalate(asOf: day.adding(days: 4), at: noon) == 1)
        #expect(try await tasks.escalate(asOf: day.adding(days: 5), at: noon) == 0)
        #expect(try await judge(2, 6, present: false) == .closed)
        #expect(try await tasks.history("t1").map(\.to) == [.open, .escalated, .closed])
    }

    @Test func `a fault that returns within its window opens the task again`() async throws {
        #expect(try await judge(2, 1, present: false) == .closed)
        #expect(try await judge(3, 9, present: true) == nil)
        #expect(try await judge(3, 5, present: true) == .open)
        let task = try #require(try await tasks.find("t1"))
        #expect(task.deadline == day.adding(days: 8) && task.after == nil)
        #expect(try await tasks.forStore(RecordsFixture.xihu) == [task])
    }

    @Test func `a flag's life runs one way, and a dismissal says why`() async throws {
        let flags = fixture.records.flags
        let flag = Flag(
            id: FlagID("f"), rule: "r", ruleVersion: "1", store: RecordsFixture.xihu, from: day, to: day,
            title: [:], recommendation: [:], severity: "info", evidence: [], subject: "缺货", raisedOn: day,
            facts: [FlagFact(day: day, metric: "x", value: nil, numerator: 1, denominator: 0, note: "n")])
        #expect(try await flags.raise(flag, at: noon))
        #expect(try await flags.find(flag.id) == flag)
        let hq = AccountID("hq")
        let empty = await #expect(throws: RecordError.self) {
            try await flags.advance(flag.id, to: .dismissed, reason: " ", by: hq, at: noon)
        }
        #expect(empty?.code == .constraint)
        try await flags.advance(flag.id, to: .acknowledged, reason: nil, by: hq, at: noon)
        try await flags.advance(flag.id, to: .actioned, reason: nil, by: hq, at: noon)
        #expect(try await flags.expire(rule: "r", unconfirmedSince: day, at: noon) == 0)
        try await flags.advance(flag.id, to: .closed, reason: "装好了", by: hq, at: noon)
        let ended = await #expect(throws: RecordError.self) {
            try await flags.advance(flag.id, to: .open, reason: nil, by: hq, at: noon)
        }
        #expect(ended?.code == .conflict)
    }

    @Test func `flags of other subjects stand beside each other, and expire when nothing confirms them`()
        async throws
    {
        let flags = fixture.records.flags
        func flag(_ subject: String, _ offset: Int) -> Flag {
            Flag(
                id: FlagID("surge.\(subject)"), rule: "surge", ruleVersion: "1", store: RecordsFixture.xihu,
                from: day.adding(days: offset), to: day.adding(days: offset), title: [:], recommendation: [:],
                severity: "info", evidence: [], subject: subject)
        }
        #expect(try await flags.raise(flag("缺货", 0), at: noon))
        #expect(try await flags.raise(flag("配送", 4), at: noon))
        #expect(try await flags.expire(rule: "surge", unconfirmedSince: day.adding(days: 1), at: noon) == 1)
        #expect(try await flags.all(state: .expired).map(\.subject) == ["缺货"])
        #expect(try await flags.all(state: .open).map(\.subject) == ["配送"])
    }

    @Test func `an outcome is kept once a metric`() async throws {
        let flags = fixture.records.flags
        let flag = Flag(
            id: FlagID("f"), rule: "r", ruleVersion: "1", store: RecordsFixture.xihu, from: day, to: day,
            title: [:], recommendation: [:], severity: "info", evidence: [])
        _ = try await flags.raise(flag, at: noon)
        try await flags.keep(["effect": 1.0], of: flag.id, metric: "sales", at: noon)
        try await flags.keep(["effect": 2.0], of: flag.id, metric: "sales", at: noon)
        #expect(try await flags.outcomes(of: flag.id, as: [String: Double].self) == [["effect": 2]])
    }

    @Test func `operation's figures count what is there`() async throws {
        let figures = try await fixture.records.operationFigures()
        #expect(figures.jobs.waiting == 4)
        #expect(figures.oldestWaiting != nil)
        #expect(figures.verdicts == ["none": 4])
    }
}

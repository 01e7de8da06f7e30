import Evidence
import Foundation
import Testing

@testable import Records

struct HeadquartersTracesTests {
    private static let later = RecordsFixture.noon.addingTimeInterval(100_000)

    private func fixture() async throws -> RecordsFixture {
        let fixture = try await RecordsFixture()
        for (id, role) in [("hq", Role.hq), ("hz001", .manager), ("till", .integrator)] {
            try await fixture.records.accounts.upsert(
                Account(id: AccountID(id), name: id, role: role), passwordHash: nil)
        }
        return fixture
    }

    @Test func `headquarters' steps are traces, those of managers, integrators and rules are not`()
        async throws
    {
        let fixture = try await fixture()
        let item = RecordsFixture.item(1)
        try await fixture.record(item)
        for actor in ["hq", "hz001", "till"] {
            try await fixture.records.custody.append(
                CustodyNote(
                    at: RecordsFixture.noon, actor: AccountID(actor), action: .opened, detail: "page"),
                to: item.id)
        }
        let flag = Flag(
            id: FlagID("f"), rule: "r", ruleVersion: "1", store: RecordsFixture.xihu,
            from: RecordsFixture.day, to: RecordsFixture.day, title: [:], recommendation: [:],
            severity: "info", evidence: [])
        _ = try await fixture.records.flags.raise(flag, at: RecordsFixture.noon)
        try await fixture.records.flags.advance(
            flag.id, to: .acknowledged, reason: nil, by: AccountID("hq"), at: Self.later)
        let traces = fixture.records.traces
        let after = Self.later.addingTimeInterval(1)
        #expect(
            try await traces.all(from: RecordsFixture.noon, to: after).map(\.actor.rawValue) == ["hq", "hq"])
        #expect(try await traces.all(from: RecordsFixture.noon, to: Self.later).count == 1)
        #expect(try await traces.all(from: after, to: Date.distantFuture).isEmpty)
    }

    @Test func `an appeal waits until the decision that follows it`() async throws {
        let fixture = try await fixture()
        for number in [1, 2] {
            let item = RecordsFixture.item(number, slot: "shelf-\(number)")
            try await fixture.record(item)
            try await fixture.records.items.update(
                item.id, state: .rejected, reason: nil, verdict: .rejected, score: nil)
            _ = try await fixture.records.reviews.appeal(
                item.id, reason: "看错了", by: item.sender, at: RecordsFixture.noon)
        }
        try await fixture.records.reviews.decide(
            EvidenceID("item-1"), .trusted, reason: "x", by: AccountID("hq"),
            at: RecordsFixture.noon.addingTimeInterval(2 * 86_400))
        let days = try await fixture.records.traces.appealDays(from: RecordsFixture.noon, to: Self.later)
        #expect(days == [2])
        #expect(try await fixture.records.traces.appealDays(from: Self.later, to: .distantFuture).isEmpty)
    }
}

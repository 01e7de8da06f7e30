import Evidence
import Foundation
import Originals
import Records
import Testing

@testable import Intake

/// What keeps a wrong clock or a slip in the policy from removing every original.
struct PurgeHeldTests {
    private static let afternoon = IntakeFixture.afternoon
    private let fixture: IntakeFixture
    private let log: PurgeLog

    init() async throws {
        fixture = try await IntakeFixture()
        log = try PurgeLog(folder: fixture.folder.appendingPathComponent("purges"))
    }

    private static func days(_ days: Double) -> Date { afternoon.addingTimeInterval(days * 86_400) }

    private func send(_ numbers: ClosedRange<Int>, at instant: Date = afternoon) async throws {
        fixture.setClock(to: instant)
        for number in numbers {
            let item = try await fixture.send(
                fixture.submission(.orderScreenshot, "order-\(number)"), IntakeFixture.photo(number)
            ).item
            try await fixture.records.items.update(
                item.id, state: .analysed, reason: nil, verdict: .trusted, score: nil)
        }
    }

    private func policy(days: Int, mostPercentANight: Int = 10) -> RetentionPolicy {
        var policy = RetentionPolicy(version: "a")
        policy[.orderScreenshot] = days
        policy.mostPercentANight = mostPercentANight
        return policy
    }

    private func purge(at instant: Date) -> EvidencePurge {
        EvidencePurge(
            records: fixture.records, originals: fixture.originals, renditions: fixture.originals, log: log,
            clock: { instant })
    }

    /// As the worker does at night.
    private func night(_ policy: RetentionPolicy, at instant: Date) async throws -> Int? {
        _ = try await fixture.records.reference.put(
            kind: .retention, name: "retention", json: try CanonicalJSON.string(policy), by: "hq",
            at: Self.afternoon)
        return try await NightlyPurge(purge: purge(at: instant), actor: AccountID("worker")).once()?.purged
            .count
    }

    private func expectHeld(
        _ code: String, going: Int, _ body: () async throws -> Int?
    ) async throws {
        let stored = try fixture.originals.hashes()
        let newest = try await fixture.records.custody.last()
        let held = await #expect(throws: PurgeHeld.self) { _ = try await body() }
        #expect(held?.reason.code == code)
        #expect(held?.going == going)
        #expect(try fixture.originals.hashes() == stored)
        #expect(try log.names().isEmpty)
        #expect(try await fixture.records.custody.last() == newest)
    }

    @Test func `a clock that is set years ahead purges nothing`() async throws {
        try await send(1...3)
        try await expectHeld("purge.clock", going: 3) {
            try await night(policy(days: 400), at: Self.days(2_000))
        }
    }

    @Test func `a clock that is set years ahead purges nothing when evidence comes by it either`()
        async throws
    {
        try await send(1...21)
        try await send(22...24, at: Self.days(2_000))
        try await expectHeld("purge.share", going: 21) {
            try await night(policy(days: 400), at: Self.days(2_000.5))
        }
    }

    @Test func `days that are a slip purge nothing`() async throws {
        try await send(1...21)
        try await send(22...24, at: Self.days(9))
        #expect(try await night(policy(days: 400), at: Self.days(10)) == 0)
        try await expectHeld("purge.share", going: 21) {
            try await night(policy(days: 4), at: Self.days(10))
        }
    }

    @Test func `a night's share goes unasked, and one more does not`() async throws {
        try await send(1...21)
        try await send(22...42, at: Self.days(9))
        try await expectHeld("purge.share", going: 21) {
            try await night(policy(days: 5, mostPercentANight: 49), at: Self.days(10))
        }
        #expect(try await night(policy(days: 5, mostPercentANight: 50), at: Self.days(10)) == 21)
    }

    @Test func `a few go unasked, whatever their share`() async throws {
        try await send(1...PurgeHeld.fewItems)
        #expect(try await night(policy(days: 5), at: Self.days(10)) == PurgeHeld.fewItems)
    }

    @Test func `a month without evidence is waited for, a day more is not believed`() async throws {
        try await send(1...1)
        try await expectHeld("purge.clock", going: 1) {
            try await night(policy(days: 5), at: Self.days(31))
        }
        #expect(try await night(policy(days: 5), at: Self.days(30)) == 1)
    }

    @Test func `headquarters has it carried out by the number that goes`() async throws {
        try await send(1...25)
        let instant = Self.days(2_000)
        let policy = policy(days: 400)
        for wrong in [0, 24, 26] {
            try await expectHeld("purge.count", going: 25) {
                try await purge(at: instant).run(
                    policy, at: instant, by: AccountID("hq"), confirmed: wrong
                ).purged.count
            }
        }
        let survey = try await purge(at: instant).survey(policy, at: instant)
        let held = try await purge(at: instant).held(survey, policy, at: instant)
        #expect(held?.description.contains("--confirm 25") == true)
        let result = try await purge(at: instant).run(
            policy, at: instant, by: AccountID("hq"), confirmed: 25)
        #expect(result == survey)
        #expect(try fixture.originals.hashes().isEmpty)
    }
}

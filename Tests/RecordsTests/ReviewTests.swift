import Evidence
import Testing

@testable import Records

struct ReviewTests {
    @Test(
        arguments: [
            ReviewDecision(verdict: .trusted, before: .rejected, codes: ["time.future"], reason: "手机时钟刚换过"),
            ReviewDecision(verdict: .rejected, before: nil, codes: [], reason: "[看不清] 请重拍"),
            ReviewDecision(
                verdict: .suspect, before: .suspect, codes: ["a.b", "c.d"], reason: "two words"),
        ])
    func `a decision comes back from its text`(decision: ReviewDecision) {
        #expect(ReviewDecision(text: decision.text) == decision)
    }

    @Test(arguments: ["", "rejected → trusted", "a b c d", "- → guilty [] x", "- → trusted x"])
    func `other text is no decision`(text: String) {
        #expect(ReviewDecision(text: text) == nil)
    }

    @Test func `a decision gives the item its verdict and stands in the chain`() async throws {
        let fixture = try await RecordsFixture()
        var item = RecordsFixture.item(1)
        try await fixture.record(item)
        let reviews = fixture.records.reviews
        let headquarters = AccountID("hq")
        #expect(try await reviews.decision(item.id) == nil)
        try await reviews.appeal(item.id, reason: "手机时钟刚换过", by: item.sender, at: RecordsFixture.noon)
        let decision = ReviewDecision(
            verdict: .trusted, before: .rejected, codes: ["time.future"], reason: "已核对")
        try await reviews.decide(item.id, decision, by: headquarters, at: RecordsFixture.noon)
        item = try #require(try await fixture.records.items.find(item.id))
        #expect(item.verdict == .trusted)
        #expect(item.state == .analysed)
        #expect(item.reason == nil)
        #expect(try await reviews.decision(item.id) == decision)
        let links = try await fixture.records.custody.entries(item.id)
        #expect(links.map(\.action) == [.received, .appealed, .decided])
        #expect(try await fixture.records.custody.verifyChain() == nil)
    }

    @Test func `rates count what was decided otherwise`() async throws {
        let fixture = try await RecordsFixture()
        let reviews = fixture.records.reviews
        for (number, verdict) in [(1, Verdict.trusted), (2, .rejected), (3, .rejected)] {
            let item = RecordsFixture.item(number, slot: "shelf-\(number)")
            try await fixture.record(item)
            let decision = ReviewDecision(
                verdict: verdict, before: .rejected, codes: number == 3 ? ["b"] : ["a", "b"], reason: "x")
            try await reviews.decide(item.id, decision, by: AccountID("hq"), at: RecordsFixture.noon)
        }
        #expect(
            try await reviews.overrideRates() == [
                OverrideRate(code: "a", decided: 2, overturned: 1),
                OverrideRate(code: "b", decided: 3, overturned: 1),
            ])
        let kept = try #require(try await fixture.records.items.find(EvidenceID("item-2")))
        #expect(kept.state == .rejected)
        #expect(kept.reason?.code == "review.rejected")
    }

    @Test func `nothing is decided about an item that is not there`() async throws {
        let fixture = try await RecordsFixture()
        let decision = ReviewDecision(verdict: .trusted, before: nil, codes: [], reason: "x")
        let error = await #expect(throws: RecordError.self) {
            try await fixture.records.reviews.decide(
                EvidenceID("none"), decision, by: AccountID("hq"), at: RecordsFixture.noon)
        }
        #expect(error?.code == .notFound)
        #expect(try await fixture.records.custody.last() == nil)
    }
}

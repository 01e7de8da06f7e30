import Evidence
import Foundation
import SQLiteDriver
import Testing

@testable import Records

/// Asks the records everything that pages, programs and workers ask, also by statements that stand inside functions.
struct EveryListTests {
    private static let noon = RecordsFixture.noon
    private static let day = RecordsFixture.day
    private static let store = RecordsFixture.xihu
    private static let flag = FlagID("rule.HZ-001.flag")
    private static let item = EvidenceID("item-1")

    /// Tables of which every row is wanted, each with the reason.
    private static let wholeTables = [
        "store": "every store of the chain is listed",
        "account": "every account is listed",
        "stageTime": "a dozen rows a stage",
        "questionSheet": "three rows",
        "alteredOriginal": "those that are altered",
        "purgeOrder": "a few a night",
        "ranked": "the rows that an index gave",
        "CONSTANT": "no table",
    ]

    private func watched() async throws -> (watch: PlanWatch, records: EvidenceRecords) {
        let fixture = try await RecordsFixture()
        let records = fixture.records
        try await records.accounts.upsert(
            Account(id: AccountID("hq"), name: "总部", role: .hq), passwordHash: nil)
        try await records.items.record(RecordsFixture.item(1), custody: RecordsFixture.note())
        _ = try await records.flags.raise(
            Flag(
                id: Self.flag, rule: "rule", ruleVersion: "1", store: Self.store, from: Self.day,
                to: Self.day,
                title: [:], recommendation: [:], severity: "info", evidence: []), at: Self.noon)
        let watch = PlanWatch(fixture.database)
        return (watch, EvidenceRecords(database: watch, hash: RecordsFixture.hash))
    }

    private func unexpected(_ watch: PlanWatch) -> [PlanWatch.Walk] {
        watch.seen.filter { walk in
            let table = walk.step.split(separator: " ")[1]
            let isWanted = Self.wholeTables[String(table)] != nil || table.hasPrefix("(subquery")
            return !walk.isCutShort && !isWanted
        }.sorted()
    }

    @Test func `lists of evidence, findings and reviews`() async throws {
        let (watch, records) = try await watched()
        let item = try #require(try await records.items.find(Self.item))
        _ = try await records.items.current(store: Self.store, day: Self.day)
        _ = try await records.items.current(store: Self.store, from: Self.day, to: Self.day)
        _ = try await records.items.history(store: Self.store, day: Self.day)
        _ = try await records.items.currentOnDay(Self.day)
        _ = try await records.items.days(limit: 14)
        _ = try await records.items.counts(day: Self.day)
        _ = try await records.items.tallies(on: Self.day, slots: ["shelf-1"])
        _ = try await records.items.isErased(Self.item)
        _ = try await records.items.erasedRemains()
        _ = try await records.findings.current(Self.item)
        _ = try await records.findings.current(Self.item, .shelf)
        _ = try await records.findings.current(store: Self.store, day: Self.day, kind: .shelf)
        _ = try await records.findings.current(.shelf, ofEach: .shelfPhoto, on: Self.day)
        _ = try await records.findings.current(
            .provenance, ofEach: .shelfPhoto, store: Self.store, from: Self.day, to: Self.day)
        _ = try await records.findings.history(Self.item)
        _ = try await records.fingerprints.window(from: Self.day, to: Self.day, kind: .shelfPhoto)
        _ = try await records.fingerprints.saved(after: 0, from: Self.day, limit: 9)
        _ = try await records.fingerprints.items(withBytes: item.sha256)
        let known = KnownPicture(
            item: item.id, store: item.store, day: item.day, slot: item.slot, sha256: item.sha256,
            perceptualHash: 0, payload: [], receivedAt: item.receivedAt)
        _ = try await records.fingerprints.waiting(
            withBytesOf: known, kind: item.kind, from: Self.day, to: Self.day)
        _ = try await records.fingerprints.pictures([Self.item])
        _ = try await records.orders.earlier(numbers: ["1"], customers: ["c"], than: item)
        _ = try await records.renditions.find(Self.item)
        _ = try await records.custody.entries(Self.item)
        _ = try await records.custody.last()
        _ = try await records.retention.due(
            RetentionPolicy(version: "1"), at: Self.noon, after: nil, limit: 9)
        _ = try await records.retention.isPurged(Self.item)
        _ = try await records.retention.purgedItems(with: item.sha256)
        _ = try await records.retention.open(among: ["order"])
        _ = try await records.retention.standing(of: Self.item)
        _ = try await records.retention.holds()
        _ = try await records.items.needed(among: [item.sha256])
        _ = try await records.reviews.standing(of: Self.item)
        _ = try await records.reviews.decision(Self.item)
        _ = try await records.reviews.openAppeals()
        _ = try await records.reviews.figures(store: Self.store, day: Self.day)
        _ = try await records.reviews.newestDecision(store: Self.store, day: Self.day)
        _ = try await records.reviews.overrideRates()
        _ = try await records.questions.state()
        _ = try await records.questions.keptState()
        _ = try await records.questions.sheet(days: 7, as: [String].self)
        #expect(unexpected(watch) == [])
    }

    @Test func `lists of scores, metrics, sales and places`() async throws {
        let (watch, records) = try await watched()
        let cause = MetricCause(reason: "firstCount", at: Self.noon)
        let reading: MetricBook.Reading = { _, _, _ in [] }
        _ = try await records.metricBook.record(
            [StoreDayFacts(store: Self.store, day: Self.day, counts: Counts())], cause: cause,
            reading: reading)
        _ = try await records.metricBook.plan(
            [NewProductPlan(store: Self.store, sku: SKU("n"), launch: Self.day)], of: Self.store,
            cause: cause,
            reading: reading)
        _ = try await records.metricBook.record(
            sales: [SalesDay(store: Self.store, day: Self.day, fen: 1, receipts: 1)], cause: cause,
            reading: reading)
        _ = try await records.metricBook.place(
            StorePlace(store: Self.store, from: Self.day, region: []), cause: cause, reading: reading)
        _ = try await records.metricBook.facts(store: Self.store, from: Self.day, to: Self.day)
        _ = try await records.metricBook.onDay(Self.day)
        _ = try await records.metricBook.sums(.store, .month, start: Self.day)
        _ = try await records.metricBook.history(store: Self.store, day: Self.day)
        _ = try await records.metricBook.places(of: Self.store)
        _ = try await records.metrics.series(store: Self.store, from: Self.day, to: Self.day)
        _ = try await records.metrics.onDay(Self.day)
        _ = try await records.scores.find(store: Self.store, day: Self.day)
        _ = try await records.scores.scoredAt(store: Self.store, day: Self.day)
        _ = try await records.scores.onDay(Self.day)
        _ = try await records.scores.glances(on: Self.day, of: [Self.store])
        _ = try await records.scores.totals(on: Self.day)
        _ = try await records.scores.series(store: Self.store, from: Self.day, to: Self.day)
        _ = try await records.scores.history(store: Self.store, day: Self.day)
        _ = try await records.scores.scored(notBy: "v", from: Self.day, to: Self.day)
        #expect(unexpected(watch) == [])
    }

    @Test func `lists of flags, tasks, deliveries and jobs`() async throws {
        let (watch, records) = try await watched()
        for state in Flag.State.allCases { _ = try await records.flags.all(state: state, limit: 9) }
        _ = try await records.flags.all(limit: 200)
        _ = try await records.flags.lines(Flag.State.allCases, limit: 200)
        _ = try await records.flags.lines([.open], of: Self.store, limit: 200)
        _ = try await records.flags.inHand(naming: 3, of: [Self.store])
        _ = try await records.flags.countsInHand()
        _ = try await records.stores.names(of: [Self.store])
        _ = try await records.flags.forStore(Self.store)
        _ = try await records.flags.find(Self.flag)
        _ = try await records.flags.history(Self.flag)
        _ = try await records.flags.handling(from: Self.day, to: Self.day)
        _ = try await records.flags.outcomes(of: Self.flag, as: [String].self)
        _ = try await records.flags.expire(rule: "rule", unconfirmedSince: Self.day, at: Self.noon)
        for state in Rectification.State.allCases { _ = try await records.tasks.all(state) }
        _ = try await records.tasks.forStore(Self.store)
        _ = try await records.tasks.find("task")
        _ = try await records.tasks.history("task")
        _ = try await records.tasks.escalate(asOf: Self.day, at: Self.noon)
        for state in Delivery.State.allCases { _ = try await records.deliveries.all(state) }
        _ = try await records.deliveries.claim(now: Self.noon, hold: .seconds(1))
        _ = try await records.jobs.claim(now: Self.noon, lease: .seconds(1), worker: "w")
        _ = try await records.traces.all(from: Self.noon, to: Self.noon)
        _ = try await records.traces.appealDays(from: Self.noon, to: Self.noon)
        #expect(unexpected(watch) == [])
    }

    @Test func `lists of stores, documents and people`() async throws {
        let (watch, records) = try await watched()
        _ = try await records.stores.all()
        _ = try await records.stores.find(Self.store)
        for kind in ReferenceKind.allCases { _ = try await records.reference.current(kind) }
        _ = try await records.reference.current(.topics, "topics")
        _ = try await records.reference.scoringPolicy()
        _ = try await records.reference.clusters()
        _ = try await records.accounts.all()
        _ = try await records.accounts.find(AccountID("hq"))
        _ = try await records.accounts.account(tokenDigest: "t")
        _ = try await records.accounts.session(digest: "s", at: Self.noon)
        _ = try await records.stageTimes.all()
        _ = try await records.scrub.place()
        _ = try await records.scrub.note(
            AlteredOriginal(
                sha256: RecordsFixture.sha256(1), found: nil, path: "/original", seenAt: Self.noon))
        _ = try await records.scrub.altered()
        #expect(unexpected(watch) == [])
    }
}

import Evidence
import Foundation
import Records
import SQLiteDriver
import Testing

@testable import Reports

/// Four stores that count one week, three of which counted the week before.
struct PrintedReportTests {
    private static let monday = BusinessDay(ordinal: 20_773)
    private static let noon = Date(timeIntervalSince1970: 1_794_888_000)
    private static let cause = MetricCause(reason: "firstCount", at: noon)

    private func records() async throws -> EvidenceRecords {
        let records = EvidenceRecords(database: try SQLiteDatabase.inMemory(), hash: { "\($0.count)" })
        try await records.migrate()
        try await records.stores.upsert(
            ["A", "B", "C", "D"].map { Store(id: StoreID($0), name: "\($0)<店>", region: ["全国", "杭州市"]) })
        var days: [StoreDayFacts] = []
        for (store, received, before) in [("A", 3, 1), ("B", 4, 4), ("C", 3, nil as Int?), ("D", 0, 0)] {
            days.append(facts(store, Self.monday, received, of: store == "D" ? 0 : 4))
            if let before {
                days.append(facts(store, Self.monday.adding(days: -3), before, of: store == "D" ? 0 : 4))
            }
        }
        try await records.metricBook.record(days, cause: Self.cause) { _, _, _ in [] }
        return records
    }

    private func facts(_ store: String, _ day: BusinessDay, _ received: Int, of required: Int)
        -> StoreDayFacts
    {
        var counts = Counts()
        counts[.receivedItems] = received
        counts[.requiredItems] = required
        return StoreDayFacts(store: StoreID(store), day: day, counts: counts)
    }

    @Test func `a ranking has shared ranks, the period before, and names who has no value`() async throws {
        let ranking = try #require(
            try await StoreRanking.load(
                try await records(), metric: "completeness", grain: .week, day: Self.monday.adding(days: 2),
                ascending: false))
        #expect(ranking.from == Self.monday && ranking.to == Self.monday.adding(days: 6))
        #expect(ranking.lines.map(\.store.rawValue) == ["B", "A", "C"])
        #expect(ranking.lines.map(\.rank) == [1, 2, 2])
        #expect(ranking.lines.map(ranking.change) == ["0 %", "+50 %", ""])
        #expect(ranking.unranked == [StoreID("D")])
        #expect(ranking.html.contains("B&lt;店&gt;") && ranking.html.contains("<svg class=\"bars\""))
        #expect(ranking.commaSeparated.contains("2,A,A<店>,杭州市,75.0,25.0,1,"))
        #expect(ranking.workbook.sheets.first?.rows.count == 3)
    }

    @Test func `the smallest value may stand first, and a topic ranks nobody`() async throws {
        let records = try await records()
        let ranking = try await StoreRanking.load(
            records, metric: "completeness", grain: .day, day: Self.monday, ascending: true)
        #expect(ranking?.lines.map(\.store.rawValue) == ["A", "C", "B"])
        let none = try await StoreRanking.load(
            records, metric: "topicCount", grain: .day, day: Self.monday, ascending: true)
        #expect(none == nil)
    }

    @Test func `two periods are summed from whole months, whole weeks and days`() throws {
        let first = try #require(BusinessDay("2026-08-30"))
        let last = try #require(BusinessDay("2026-11-10"))
        let parts = Period.parts(of: first...last)
        // Sunday, Monday the 31st, September, October, then 1 November (Sunday), a week, two days.
        #expect(parts.map(\.grain) == [.day, .day, .month, .month, .day, .week, .day, .day])
        var day = first
        for part in parts {
            #expect(part.start == day)
            day = part.grain.end(of: part.start).adding(days: 1)
        }
        #expect(day == last.adding(days: 1))
    }

    @Test func `a comparison shows the difference with its interval, and says when the sample is small`()
        async throws
    {
        let report = try await PeriodReport.load(
            try await records(), before: Self.monday.adding(days: -3)...Self.monday.adding(days: -1),
            after: Self.monday...Self.monday.adding(days: 6))
        let row = try #require(report.rows.first { $0.name == "上报完整率" })
        #expect(row.before == "62.5 %" && row.after == "83.3 %" && row.difference == "+20.8 %")
        #expect(row.interval.contains(" … ") && row.caution == "样本少，请谨慎")
        let silent = try #require(report.rows.first { $0.name == "缺货率" })
        #expect(silent.before == "—" && silent.caution == "有一个时期没有数据")
        #expect(report.html.contains("<svg class=\"span\"") && report.html.contains("样本少，请谨慎"))
        #expect(report.commaSeparated.contains("completeness,上报完整率,0.625,"))
        #expect(report.workbook.sheets.first?.rows.count == report.indicators.count)
    }

    @Test func `a brief draws how the chain's scores lie, and of one store what its score is made of`()
        async throws
    {
        let records = try await records()
        for (store, total) in [("A", 91.0), ("B", 64), ("C", 100)] {
            try await records.scores.save(
                ComplianceScore(
                    store: StoreID(store), day: Self.monday, total: total, provisional: false,
                    parts: [ScorePart(code: "shelf", chineseName: "陈列", weight: 45, score: total)],
                    policyVersion: "1"), at: Self.noon)
        }
        let chain = try await DailyBrief.load(records, day: Self.monday)
        #expect(
            chain.html.contains("得分分布") && chain.html.contains("90 – 100") && !chain.html.contains("50 – 60"))
        let one = try await DailyBrief.load(records, day: Self.monday, store: StoreID("B"))
        #expect(one.html.contains("得分构成") && one.html.contains("陈列") && one.lines.count == 1)
    }
}

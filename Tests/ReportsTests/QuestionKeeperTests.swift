import Evidence
import Foundation
import Records
import SQLiteDriver
import Testing

@testable import Reports

struct QuestionKeeperTests {
    private static let noon = Date(timeIntervalSince1970: 1_795_000_000)
    private static let day = BusinessDay(ordinal: 20_776)
    private let records: EvidenceRecords
    private let keeper: QuestionKeeper

    init() async throws {
        records = EvidenceRecords(
            database: try SQLiteDatabase.inMemory(), hash: { "\($0.count)-\($0.hashValue)" })
        try await records.migrate()
        try await records.stores.upsert([Store(id: StoreID("A"), name: "甲店", region: [])])
        keeper = QuestionKeeper(records: records, clock: { Self.noon })
    }

    private func item(_ number: Int, slot: String, day: BusinessDay = day) -> EvidenceItem {
        let digits = "\(number)"
        return EvidenceItem(
            id: EvidenceID("item-\(number)"), store: StoreID("A"), day: day, kind: .consultationAudio,
            slot: slot, sha256: ContentHash(String(repeating: "0", count: 64 - digits.count) + digits),
            byteCount: 1, receivedAt: Self.noon, recordedAt: Self.noon, sender: AccountID("a"))
    }

    private func record(_ item: EvidenceItem) async throws {
        try await records.items.record(
            item,
            custody: CustodyNote(at: Self.noon, actor: AccountID("a"), action: .received, detail: ""))
    }

    private func say(_ texts: [String], in item: EvidenceID) async throws {
        let findings = ConsultationFindings(
            audio: nil,
            transcript: Transcript(
                source: .sidecar, segments: texts.map { .init(start: 1, end: 2, text: $0) }),
            speakers: texts.map { _ in "customer" }, usable: true,
            analyzer: AnalyzerIdentity(name: "test", version: "1"))
        try await records.findings.save(
            FindingDocument(
                item: item, kind: .consultation, analyzer: findings.analyzer,
                json: try CanonicalJSON.string(findings), createdAt: Self.noon))
    }

    private func sheet(_ days: Int = 7) async throws -> QuestionSheet? {
        try await records.questions.sheet(days: days, as: QuestionSheet.self)?.sheet
    }

    private static let questions = ["蓝牙音箱在哪里买", "蓝牙音箱哪里有卖的", "请问蓝牙音箱在哪里"]

    @Test func `without recordings nothing is grouped`() async throws {
        #expect(try await !keeper.refresh())
        #expect(try await sheet() == nil)
    }

    @Test func `questions are grouped once, and anew only when a recording says something else`() async throws
    {
        try await record(item(1, slot: "consultation-1"))
        #expect(try await !keeper.refresh())
        try await say(Self.questions, in: EvidenceID("item-1"))
        #expect(try await keeper.refresh())
        #expect(try await !keeper.refresh())
        let first = try #require(try await sheet())
        #expect(first.recordings == 1 && first.groups.map(\.questions) == [3] && !first.isCut)
        try await say(Self.questions, in: EvidenceID("item-1"))
        #expect(try await !keeper.refresh(), "the same findings again")
        try await record(item(2, slot: "consultation-2"))
        #expect(try await !keeper.refresh(), "a recording that nobody has analysed")
        try await say(["蓝牙音箱在哪"], in: EvidenceID("item-2"))
        #expect(try await keeper.refresh())
        #expect(try await sheet()?.groups.map(\.questions) == [4])
    }

    @Test func `a recording that was replaced takes its questions with it`() async throws {
        try await record(item(1, slot: "consultation-1"))
        try await say(Self.questions, in: EvidenceID("item-1"))
        try await keeper.refresh()
        try await record(item(2, slot: "consultation-1"))
        #expect(try await keeper.refresh())
        let left = try #require(try await sheet())
        #expect(left.recordings == 0 && left.groups.isEmpty)
    }

    @Test func `what was erased is on no sheet, not even on one that was being made`() async throws {
        try await record(item(1, slot: "consultation-1"))
        try await say(Self.questions, in: EvidenceID("item-1"))
        try await keeper.refresh()
        let before = try await records.questions.state()
        let made = try #require(try await sheet())
        _ = try await records.items.erase(
            EvidenceID("item-1"), reason: "顾客要求", actor: AccountID("hq"), at: Self.noon)
        #expect(try await sheet() == nil)
        try await records.questions.keep([(days: 7, sheet: made)], of: before, at: Self.noon)
        #expect(try await sheet() == nil)
        #expect(try await keeper.refresh())
        #expect(try await sheet()?.groups == [])
    }

    @Test func `another lexicon and another newest day count, days beyond the span do not`() async throws {
        try await record(item(1, slot: "consultation-1"))
        try await say(Self.questions, in: EvidenceID("item-1"))
        try await keeper.refresh()
        _ = try await records.reference.put(
            kind: .topics, name: "topics", json: #"{"topics":[]}"#, by: "test", at: Self.noon)
        #expect(try await keeper.refresh())
        try await record(item(2, slot: "consultation-1", day: Self.day.adding(days: 10)))
        #expect(try await keeper.refresh())
        #expect(try await sheet(7)?.recordings == 0)
        #expect(try await sheet(14)?.recordings == 1)
        #expect(try await sheet(14)?.since == Self.day)
    }
}

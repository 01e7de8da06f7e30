import API
import Evidence
import Foundation
import Hummingbird
import Records
import Reports
import TestSupport
import Testing
import WebTestSupport

@testable import Console

/// What customers ask, as headquarters sees it.
@Suite(.serialized) struct QuestionPagesTests {
    private let html = "Accept: text/html"

    private static let router: @Sendable (WebService) throws -> Router<WebContext> = {
        try ConsolePages(service: $0).router()
    }

    @Test func `without recordings the page says what will stand there, and only to headquarters`()
        async throws
    {
        try await TestServer.run(router: Self.router) { server in
            let manager = try await server.signIn("hz001")
            #expect(try await server.get("/console/questions", manager, html).status == 403)
            let page = try await server.get("/console/questions", try await server.signIn("hq"), html)
            #expect(page.status == 200)
            #expect(page.text.contains("还没有成类的问题") && page.text.contains("三段以上录音里出现的新词语"))
        }
    }

    @Test func `questions of customers are grouped with a quote that leads to its recording`() async throws {
        try await TestServer.run(router: Self.router) { server in
            let upload = try await server.upload(
                "/v1/batches/HZ-001/\(TestServer.today)/items",
                fields: [("kind", "consultationAudio"), ("slot", "consultation-1"), ("consent", "true")],
                file: Array(try Fixture.data("media/s16-16k.wav")))
            let id = EvidenceID(try #require(try upload.json()["id"] as? String))
            try await save(["蓝牙音箱在哪里买<b>", "蓝牙音箱哪里有卖的", "请问蓝牙音箱在哪里"], of: id, server.records)
            let hq = try await server.signIn("hq")
            let early = try await server.get("/console/questions", hq, html)
            #expect(early.text.contains("录音正在归类"))
            let keeper = QuestionKeeper(records: server.records, clock: { TestServer.now })
            #expect(try await keeper.refresh())
            let page = try await server.get("/console/questions?days=14&only=unmatched", hq, html)
            #expect(!page.text.contains("正在归类") && !page.text.contains("重新归类"))
            #expect(page.text.contains("1 段录音里的问句"))
            #expect(page.text.contains("蓝牙音箱") && page.text.contains("/console/items/\(id)"))
            #expect(!page.text.contains("买<b>"))
            #expect(try await server.get("/console/questions?days=nonsense", hq, html).status == 200)
        }
    }

    @Test func `questions that were grouped before a recording came say until when they count`() async throws
    {
        try await TestServer.run(router: Self.router) { server in
            let upload = try await server.upload(
                "/v1/batches/HZ-001/\(TestServer.today)/items",
                fields: [("kind", "consultationAudio"), ("slot", "consultation-1"), ("consent", "true")],
                file: Array(try Fixture.data("media/s16-16k.wav")))
            let id = EvidenceID(try #require(try upload.json()["id"] as? String))
            try await save(["蓝牙音箱在哪里买"], of: id, server.records)
            let keeper = QuestionKeeper(records: server.records, clock: { TestServer.now })
            try await keeper.refresh()
            try await save(["蓝牙音箱在哪里买", "蓝牙音箱哪里有", "蓝牙音箱在哪"], of: id, server.records)
            let hq = try await server.signIn("hq")
            let page = try await server.get("/console/questions", hq, html)
            #expect(page.text.contains("以下截至") && page.text.contains("正在重新归类"))
            try await keeper.refresh()
            let after = try await server.get("/console/questions", hq, html)
            #expect(!after.text.contains("以下截至") && after.text.contains("3 句 · 1 家门店"))
        }
    }

    private func save(_ texts: [String], of item: EvidenceID, _ records: EvidenceRecords) async throws {
        let analyzer = AnalyzerIdentity(name: "test", version: "1")
        let findings = ConsultationFindings(
            audio: .init(seconds: 42, speechSeconds: 31),
            transcript: Transcript(
                source: .sidecar, segments: texts.map { .init(start: 3.2, end: 6, text: $0) }),
            speakers: texts.map { _ in "customer" }, usable: true, analyzer: analyzer)
        try await records.findings.save(
            FindingDocument(
                item: item, kind: .consultation, analyzer: analyzer, json: try CanonicalJSON.string(findings),
                createdAt: TestServer.now))
    }
}

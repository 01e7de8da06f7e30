import API
import Evidence
import Foundation
import Hashing
import Hummingbird
import Records
import TestSupport
import Testing
import WebTestSupport

@testable import Console

/// Pages over evidence that is analysed: photo, recording, screenshot, score, flag.
@Suite(.serialized) struct EvidencePagesTests {
    private let html = "Accept: text/html"
    private let day = TestServer.today
    private let analyzer = AnalyzerIdentity(name: "test", version: "1")
    private let hostile = "<img src=x onerror=alert(1)>"

    private static let router: @Sendable (WebService) throws -> Router<WebContext> = {
        try ConsolePages(service: $0).router()
    }

    private func withEvidence(_ test: @Sendable (TestServer, [String: EvidenceID]) async throws -> Void)
        async throws
    {
        try await TestServer.run(router: Self.router) { server in
            var ids: [String: EvidenceID] = [:]
            for (kind, slot, file) in [
                ("shelfPhoto", "shelf-1", "chain/media/shelf/HZ-001_2026-11-20_shelf-1.jpg"),
                ("consultationAudio", "consultation-1", "media/s16-16k.wav"),
                ("orderScreenshot", "order-1", "media/rgb8.png"),
            ] {
                let answer = try await server.upload(
                    "/v1/batches/HZ-001/\(day)/items",
                    fields: [("kind", kind), ("slot", slot), ("consent", "true")],
                    file: Array(try Fixture.data(file)))
                let id = try #require(try answer.json()["id"] as? String)
                ids[slot] = EvidenceID(id)
            }
            try await fill(server.records, ids)
            try await test(server, ids)
        }
    }

    private func save(
        _ findings: some Encodable, _ kind: FindingKind, _ item: EvidenceID, _ records: EvidenceRecords
    )
        async throws
    {
        try await records.findings.save(
            FindingDocument(
                item: item, kind: kind, analyzer: analyzer, json: try CanonicalJSON.string(findings),
                createdAt: TestServer.now))
    }

    private func fill(_ records: EvidenceRecords, _ ids: [String: EvidenceID]) async throws {
        let photo = try #require(ids["shelf-1"])
        let recording = try #require(ids["consultation-1"])
        let screenshot = try #require(ids["order-1"])
        let box = Box(x0: 100, y0: 100, x1: 200, y1: 300)
        try await save(
            ShelfFindings(
                width: 1_600, height: 1_200, quality: .init(usable: true),
                facings: [.init(sku: SKU(hostile), box: box, confidence: 0.93, row: 0)],
                slots: [
                    .init(row: 0, index: 0, sku: SKU(hostile), status: .ok, box: box),
                    .init(row: 1, index: 3, sku: SKU("蒙牛纯牛奶 250ml"), status: .outOfStock),
                ], analyzer: analyzer), .shelf, photo, records)
        try await save(
            ProvenanceFindings(
                verdict: .suspect,
                reasons: [
                    .init(code: "place.outsideGeofence", detail: "照片位置距门店 3.1 公里", severity: .suspect)
                ], analyzer: analyzer), .provenance, photo, records)
        try await save(
            ConsultationFindings(
                audio: .init(seconds: 42, speechSeconds: 31),
                transcript: Transcript(
                    source: .sidecar, segments: [.init(start: 3.2, end: 6, text: "你们店里有没有微波炉" + hostile)]),
                keywords: [.init(term: "微波炉", weight: 1, at: [.init(segment: 0, start: 3.2)])],
                topics: [
                    .init(
                        id: "预制菜加热不便", polarity: .concern,
                        evidence: [.init(segment: 0, text: "有没有微波炉", start: 3.2)], confidence: 0.9)
                ], speakers: ["customer"], usable: true, analyzer: analyzer), .consultation, recording,
            records)
        try await save(
            OrderFindings(
                orders: [
                    Order(
                        orderNumber: "T20261122001", placedAt: "2026-11-22T10:05",
                        lines: [
                            .init(
                                name: hostile, quantity: 2, unitPrice: Money(fen: 1_990),
                                amount: Money(fen: 3_980))
                        ],
                        subtotal: Money(fen: 3_980),
                        discounts: [.init(label: "满39减8", amount: Money(fen: 800))],
                        paid: Money(fen: 3_180), arithmetic: .ok,
                        promotion: .init(schemeId: "mj-39", tier: 39, status: .correct), complete: true)
                ], analyzer: analyzer), .order, screenshot, records)
        for (id, verdict) in [(photo, Verdict.suspect), (recording, .trusted), (screenshot, .trusted)] {
            try await records.items.update(id, state: .analysed, reason: nil, verdict: verdict, score: nil)
        }
        try await records.scores.save(
            ComplianceScore(
                store: TestChain.store.id, day: day, total: 86.44, provisional: false,
                parts: [
                    ScorePart(
                        code: "shelf", chineseName: "陈列合规", weight: 45, score: 90,
                        parts: [
                            ScorePart(
                                code: "shelf.facings", chineseName: "排面数量", weight: 0.2, numerator: 9,
                                denominator: 10, score: 90)
                        ])
                ], policyVersion: "2026-11-a"), at: TestServer.now)
        _ = try await records.flags.raise(flag(recording), at: TestServer.now)
    }

    private func flag(_ recording: EvidenceID) -> Flag {
        Flag(
            id: FlagID("flag-1"), rule: "kitchen-scene-upgrade", ruleVersion: "1", store: TestChain.store.id,
            from: day.adding(days: -2), to: day, title: ["zh": "厨房场景改造潜力店"],
            recommendation: ["zh": "微波炉租赁合作方案" + hostile], severity: "opportunity",
            evidence: [.init(day: day, item: recording, text: "有没有微波炉" + hostile, start: 3.2)])
    }

    @Test func `no finding becomes markup on any page`() async throws {
        try await withEvidence { server, ids in
            let hq = try await server.signIn("hq")
            let manager = try await server.signIn("hz001")
            let itemPages = ids.values.flatMap {
                [("/console/items/\($0)", hq), ("/m/items/\($0)", manager)]
            }
            for (path, cookie) in itemPages + [
                ("/console", hq), ("/console/batches/HZ-001/\(day)", hq), ("/m", manager),
                ("/console/flags", hq), ("/console/flags/flag-1", hq),
            ] {
                let page = try await server.get(path, cookie, html)
                #expect(page.status == 200, "\(path)")
                #expect(!page.text.contains("<img src=x"), "\(path)")
                #expect(!page.text.contains("{{") && !page.text.contains("Optional("), "\(path)")
            }
        }
    }

    @Test func `the manager reads the score in words, the fix and the doubt`() async throws {
        try await withEvidence { server, _ in
            let page = try await server.get("/m", try await server.signIn("hz001"), html).text
            #expect(page.contains("今天 86.4 分；今天的上报已齐，辛苦了。"))
            #expect(page.contains("第二层第 4 格缺 蒙牛纯牛奶 250ml，请补货。"))
            #expect(page.contains("照片位置距门店 3.1 公里"))
            #expect(page.contains(#"viewBox="0 0 1600 1200""#))
            #expect(page.contains("9 / 10"))
            #expect(page.contains("订单 …122001，实付 ¥31.80：满减正确"))
        }
    }

    @Test func `what an item was rejected for is said once`() async throws {
        try await withEvidence { server, ids in
            let photo = try #require(ids["shelf-1"])
            let sentence = "照片位置距门店 3.1 公里"
            try await server.records.items.update(
                photo, state: .rejected,
                reason: Reason(code: "place.outsideGeofence", chinese: sentence, english: "3.1 km away"),
                verdict: .rejected, score: nil)
            let recording = try #require(ids["consultation-1"])
            let silent = Reason(code: "audio.silent", chinese: "录音里没有声音，请检查麦克风后重录", english: "silent")
            try await save(
                ConsultationFindings(
                    audio: .init(seconds: 11, speechSeconds: 0), transcript: nil, usable: false,
                    reasons: [silent],
                    analyzer: analyzer), .consultation, recording, server.records)
            try await server.records.items.update(
                recording, state: .rejected, reason: silent, verdict: .trusted, score: nil)
            let page = try await server.get("/m", try await server.signIn("hz001"), html).text
            #expect(page.components(separatedBy: sentence).count == 2)
            #expect(page.components(separatedBy: silent.chinese).count == 2)
        }
    }

    @Test func `headquarters' day counts what wants a decision and filters by address`() async throws {
        try await withEvidence { server, _ in
            let hq = try await server.signIn("hq")
            let page = try await server.get("/console", hq, html).text
            #expect(page.contains("2026年11月22日 周日"))
            #expect(page.contains("<b>1</b><span>件待复核</span>"))
            #expect(page.contains("<b>1</b><span>店未报齐</span>"))
            #expect(page.contains("古翠路晨光店"))
            let elsewhere = try await server.get(
                "/console?day=2026-11-22&region=\("滨江区".urlSegment)", hq, html
            ).text
            #expect(!elsewhere.contains("古翠路晨光店"))
            let flagged = try await server.get("/console?filter=flagged&region=", hq, html).text
            #expect(flagged.contains("古翠路晨光店") && !flagged.contains("HZ-002"))
        }
    }

    @Test func `an item page opens findings, doubts and the chain of custody`() async throws {
        try await withEvidence { server, ids in
            let hq = try await server.signIn("hq")
            let photo = try await server.get("/console/items/\(try #require(ids["shelf-1"]))", hq, html).text
            #expect(photo.contains("place.outsideGeofence"))
            #expect(photo.contains("收到并存证"))
            #expect(photo.contains("class=\"tone-out-of-stock\""))
            let sound = try await server.get(
                "/console/items/\(try #require(ids["consultation-1"]))", hq, html
            ).text
            #expect(sound.contains(#"data-seek="3.2""#))
            #expect(sound.contains(#"<mark class="keyword">微波炉</mark>"#))
            let shot = try await server.get("/console/items/\(try #require(ids["order-1"]))", hq, html).text
            #expect(shot.contains("2026年11月22日 周日 10:05"))
            #expect(shot.contains("−¥8.00"))
            #expect(shot.contains("金额相符"))
        }
    }

    @Test func `headquarters prints an item and takes its pack, a store is offered neither`() async throws {
        try await withEvidence { server, ids in
            let photo = try #require(ids["shelf-1"])
            let hq = try await server.signIn("hq")
            let item = try await server.get("/console/items/\(photo)", hq, html).text
            #expect(item.contains("href=\"/v1/items/\(photo)/pack\""))
            #expect(item.contains("href=\"/console/items/\(photo)/print\""))
            let page = try await server.get("/console/items/\(photo)/print", hq, html)
            #expect(page.status == 200 && page.text.contains("place.outsideGeofence"))
            #expect(page.headers["content-security-policy"]?.contains("default-src 'none'") == true)
            #expect(!page.text.contains("<script") && !page.text.contains("original/"))
            let manager = try await server.signIn("hz001")
            let own = try await server.get("/m/items/\(photo)", manager, html).text
            #expect(!own.contains("/pack") && !own.contains("/print"))
            #expect(try await server.get("/console/items/\(photo)/print", manager, html).status == 404)
        }
    }

    @Test func `how far a hint can be trusted is told to headquarters, its sentence to both`() async throws {
        try await withEvidence { server, ids in
            let photo = try #require(ids["shelf-1"])
            var hint = ProvenanceFindings.Observation(
                code: "recapture.screen", detail: "画面中有屏幕的纹理。请直接拍摄货架。", severity: .suspect,
                heat: HeatMap(cell: 32, rows: ["09"]))
            hint.measured = "AUC .998"
            try await save(
                ProvenanceFindings(verdict: .suspect, reasons: [hint], analyzer: analyzer), .provenance,
                photo,
                server.records)
            let hq = try await server.get("/console/items/\(photo)", try await server.signIn("hq"), html).text
            #expect(hq.contains("请直接拍摄货架") && hq.contains("AUC .998"))
            #expect(hq.contains("layer-heat") && hq.contains(#"fill-opacity="0.6""#))
            let manager = try await server.signIn("hz001")
            for path in ["/m/items/\(photo)", "/m"] {
                let page = try await server.get(path, manager, html).text
                #expect(page.contains("请直接拍摄货架") && !page.contains("AUC") && !page.contains("fill-opacity"))
            }
            let list = try await server.get(
                "/console/batches/HZ-001/\(day)", try await server.signIn("hq"), html)
            #expect(list.status == 200 && !list.text.contains("fill-opacity"))
        }
    }

    @Test func `a flag whose recording was purged quotes it and plays nothing`() async throws {
        try await withEvidence { server, ids in
            let recording = try #require(ids["consultation-1"])
            let hq = try await server.signIn("hq")
            let before = try await server.get("/console/flags/flag-1", hq, html).text
            #expect(before.contains("<audio") && before.contains("有没有微波炉"))
            _ = try await server.records.retention.purge(
                [recording], by: RetentionPolicy(version: "a"), actor: AccountID("worker"),
                at: TestServer.now, lastCustody: .max)
            let after = try await server.get("/console/flags/flag-1", hq, html).text
            #expect(!after.contains("<audio") && after.contains("原件已删除"))
            #expect(after.contains("有没有微波炉"))
            // The transcript still tells the second, and links to no sound.
            let page = try await server.get("/console/items/\(recording)", hq, html).text
            #expect(!page.contains("data-seek") && page.contains(#"<span class="time">0:03</span>"#))
        }
    }

    @Test func `a flag moves on with a form, and a dismissal needs its reason`() async throws {
        try await withEvidence { server, _ in
            let hq = try await server.signIn("hq")
            let page = try await server.get("/console/flags/flag-1", hq, html)
            #expect(page.text.contains("微波炉租赁合作方案"))
            #expect(page.text.contains("#t=3"))
            let token = try #require(page.text.firstMatch(of: /name="formToken" value="([0-9a-f]+)"/)).output
                .1
            func change(_ body: String) async throws -> TestAnswer {
                try await server.request(
                    "POST", "/console/flags/flag-1/state",
                    [hq, html, "Content-Type: application/x-www-form-urlencoded"], body: Array(body.utf8))
            }
            #expect(try await change("state=acknowledged").status == 403)
            #expect(try await change("state=dismissed&formToken=\(token)").status == 422)
            #expect(try await change("state=open&formToken=\(token)").status == 409)
            #expect(try await change("state=acknowledged&formToken=\(token)").status == 303)
            let changed = try await server.records.flags.find(FlagID("flag-1"))
            #expect(changed?.state == .acknowledged)
            #expect(
                try await change("state=dismissed&reason=%E5%B7%B2%E6%9C%89&formToken=\(token)").status == 303
            )
            let closed = try await server.get("/console/flags/flag-1", hq, html).text
            #expect(closed.contains("已驳回") && closed.contains("已有"))
            #expect(closed.contains("撤销刚才的操作"))
            #expect(try await change("state=closed&formToken=\(token)").status == 409)
            #expect(try await change("undo=1&formToken=\(token)").status == 303)
            #expect(try await server.records.flags.find(FlagID("flag-1"))?.state == .acknowledged)
            #expect(try await change("undo=1&formToken=\(token)").status == 409)
            #expect(try await change("state=expired&formToken=\(token)").status == 422)
        }
    }
}

import API
import Evidence
import Foundation
import Hummingbird
import Records
import TestSupport
import Testing
import WebTestSupport

@testable import Console

@Suite(.serialized) struct TaskPagesTests {
    private let html = "Accept: text/html"

    private static let router: @Sendable (WebService) throws -> Router<WebContext> = {
        try ConsolePages(service: $0).router()
    }

    private func photo(_ slot: String, _ file: String, _ server: TestServer) async throws -> EvidenceID {
        let upload = try await server.upload(
            "/v1/batches/HZ-001/\(TestServer.today)/items", fields: [("kind", "shelfPhoto"), ("slot", slot)],
            file: Array(try Fixture.data(file)))
        return EvidenceID(try #require(try upload.json()["id"] as? String))
    }

    @Test func `a task shows the evidence before and after side by side, to headquarters only`() async throws
    {
        try await TestServer.run(router: Self.router) { server in
            let before = try await photo("shelf-1", "media/rgb8.png", server)
            let after = try await photo("shelf-1", "media/plain.jpg", server)
            let task = Rectification(
                id: "task-1", store: StoreID("HZ-001"), before: before, fault: "shelf.absent/<milk>",
                analyzer: "shelf", owner: "manager", openedOn: TestServer.today,
                deadline: TestServer.today.adding(days: 2))
            try await server.records.tasks.open(task, by: AccountID("hq"), at: TestServer.now)
            let hq = try await server.signIn("hq")
            let list = try await server.get("/console/tasks", hq, html)
            #expect(list.text.contains("缺货或不在架：&lt;milk&gt;") && list.text.contains("/console/tasks/task-1"))
            let open = try await server.get("/console/tasks/task-1", hq, html)
            #expect(open.text.contains("/console/items/\(before)") && open.text.contains("还没有合格的新证据"))
            let state = try await server.records.tasks.judge(
                task.id, evidence: after, on: TestServer.today, analyzer: "shelf", faultIsPresent: false,
                at: TestServer.now)
            #expect(state == .closed, "\(before) \(after)")
            let closed = try await server.get("/console/tasks/task-1", hq, html)
            #expect(closed.text.contains("/console/items/\(before)"))
            #expect(closed.text.contains("/console/items/\(after)") && closed.text.contains("新证据合格，已关闭"))
            #expect(!(try await server.get("/console/tasks", hq, html)).text.contains("task-1"))
            #expect(try await server.get("/console/tasks?state=closed", hq, html).text.contains("task-1"))
            #expect(try await server.get("/console/tasks/none", hq, html).status == 404)
            let manager = try await server.signIn("hz001")
            #expect(try await server.get("/console/tasks", manager, html).status == 403)
            #expect(try await server.get("/console/tasks/task-1", manager, html).status == 403)
        }
    }

    @Test func `a flag that no customer's words raised shows the numbers that did`() async throws {
        try await TestServer.run(router: Self.router) { server in
            let day = TestServer.today
            let flag = Flag(
                id: FlagID("flag-1"), rule: "promo-not-executed", ruleVersion: "1", store: StoreID("HZ-001"),
                from: day.adding(days: -4), to: day, title: ["zh": "促销未执行"], recommendation: [:],
                severity: "attention", evidence: [], raisedOn: day,
                facts: [
                    FlagFact(
                        day: day, metric: "promoExecutionRate", value: 0.4, numerator: 12, denominator: 30,
                        note: "5 天合计 (total of days) < 0.65")
                ])
            _ = try await server.records.flags.raise(flag, at: TestServer.now)
            try await server.records.reference.put(
                kind: .rules, name: "rules",
                json: try CanonicalJSON.string([
                    FlagRule(
                        id: "promo-not-executed", version: "1", title: [:],
                        when: .attribute("size", anyOf: ["small"]), owner: "manager")
                ]), by: "hq", at: TestServer.now)
            let hq = try await server.signIn("hq")
            let page = try await server.get("/console/flags/flag-1", hq, html).text
            for text in [
                "由店长处理", "促销执行率", "40 %", "12 ÷ 30", "5 天合计 &lt; 0.65", "/console/batches/HZ-001/\(day)",
            ] {
                #expect(page.contains(text), "\(text)")
            }
            #expect(!page.contains("没有留下证据") && !page.contains("标记之后"))
            #expect(try await server.get("/console/flags", hq, html).text.contains("1 个数字"))
        }
    }

    @Test func `the overview counts a store's flags and names the newest`() async throws {
        try await TestServer.run(router: Self.router) { server in
            for number in 1...5 {
                let day = TestServer.today.adding(days: -number)
                _ = try await server.records.flags.raise(
                    Flag(
                        id: FlagID("rule-\(number).HZ-001"), rule: "rule-\(number)", ruleVersion: "1",
                        store: StoreID("HZ-001"), from: day, to: day, title: ["zh": "标记\(number)"],
                        recommendation: [:], severity: "info", evidence: []), at: TestServer.now)
            }
            let hq = try await server.signIn("hq")
            let page = try await server.get("/console?filter=flagged", hq, html)
            #expect(page.text.contains("标记1") && page.text.contains("标记3") && !page.text.contains("标记4"))
            #expect(page.text.contains("另 2 个") && page.text.contains("/console/flags?store=HZ-001"))
            let own = try await server.get("/console/flags?store=HZ-001", hq, html)
            #expect((1...5).allSatisfy { own.text.contains("标记\($0)") })
            let other = try await server.get("/console/flags?store=HZ-002", hq, html)
            #expect(!other.text.contains("标记1"))
        }
    }
}

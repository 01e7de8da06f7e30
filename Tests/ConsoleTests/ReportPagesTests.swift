import API
import Evidence
import Foundation
import Hummingbird
import Records
import Testing
import WebTestSupport

@testable import Console

@Suite(.serialized) struct ReportPagesTests {
    private let html = "Accept: text/html"

    private static let router: @Sendable (WebService) throws -> Router<WebContext> = {
        try ConsolePages(service: $0).router()
    }

    /// Both stores sent everything yesterday, one of them half of it eight days before.
    private func count(_ server: TestServer) async throws {
        func facts(_ store: String, daysAgo: Int, _ received: Int) -> StoreDayFacts {
            var counts = Counts()
            counts[.receivedItems] = received
            counts[.requiredItems] = 4
            return StoreDayFacts(
                store: StoreID(store), day: TestServer.today.adding(days: -daysAgo), counts: counts)
        }
        try await server.records.metricBook.record(
            [
                facts("HZ-001", daysAgo: 0, 4), facts("HZ-002", daysAgo: 0, 3),
                facts("HZ-001", daysAgo: 7, 2),
            ], cause: MetricCause(reason: "firstCount", at: TestServer.now)
        ) { _, _, _ in [] }
    }

    @Test func `stores stand in the order of a metric, with the week before and a table to save`()
        async throws
    {
        try await TestServer.run(router: Self.router) { server in
            try await count(server)
            let hq = try await server.signIn("hq")
            let address = "/console/ranking?metric=completeness&day=\(TestServer.today)"
            let page = try await server.get(address, hq, html).text
            let first = try #require(page.range(of: "/console/batches/HZ-001/"))
            let second = try #require(page.range(of: "/console/batches/HZ-002/"))
            #expect(first.lowerBound < second.lowerBound)
            #expect(page.contains("100 %") && page.contains("+50 %") && page.contains("上报完整率排名"))
            let turned = try await server.get(address + "&order=ascending", hq, html).text
            let last = try #require(turned.range(of: "/console/batches/HZ-001/"))
            let top = try #require(turned.range(of: "/console/batches/HZ-002/"))
            #expect(top.lowerBound < last.lowerBound)
            let table = try await server.get(address + "&format=csv", hq)
            #expect(table.text.contains("1,HZ-001,"))
            #expect(try await server.get("/console/ranking?metric=topicCount", hq, html).status == 422)
            #expect(try await server.get("/console/ranking?day=never", hq, html).status == 404)
            #expect(
                try await server.get("/console/ranking?day=2020-01-01", hq, html).text.contains("没有可排名的数据"))
        }
    }

    @Test func `two periods are compared with the interval of the difference, to headquarters only`()
        async throws
    {
        try await TestServer.run(router: Self.router) { server in
            try await count(server)
            let hq = try await server.signIn("hq")
            let today = TestServer.today
            let address =
                "/console/comparison?beforeFrom=\(today.adding(days: -9))&beforeTo=\(today.adding(days: -5))"
                + "&afterFrom=\(today)&afterTo=\(today)"
            let page = try await server.get(address, hq, html).text
            #expect(page.contains("50 %") && page.contains("87.5 %") && page.contains("+37.5 %"))
            #expect(page.contains("样本少，请谨慎") && page.contains("有一个时期没有数据"))
            #expect(
                try await server.get(address + "&format=csv", hq).text.contains(
                    "completeness,上报完整率,0.5,0.875,"))
            let wrong = "/console/comparison?beforeFrom=\(today)&beforeTo=\(today.adding(days: -1))"
            #expect(try await server.get(wrong, hq, html).status == 422)
            #expect(try await server.get("/console/comparison", hq, html).status == 200)
            let manager = try await server.signIn("hz001")
            #expect(try await server.get("/console/ranking", manager, html).status == 403)
            #expect(try await server.get("/console/comparison", manager, html).status == 403)
        }
    }
}

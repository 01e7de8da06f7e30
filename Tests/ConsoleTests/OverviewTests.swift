import API
import Evidence
import Foundation
import Hummingbird
import Records
import Testing
import WebTestSupport

@testable import Console

/// Pages of stores: a chain of any size is shown a hundred at a time.
struct OverviewTests {
    private static let day = BusinessDay(ordinal: 20_774)

    private func entry(_ number: Int, filled: Int = 3, flags: Int = 0) -> StoreGlance {
        let digits = "000\(number)".suffix(4)
        return StoreGlance(
            store: Store(
                id: StoreID("S-\(digits)"), name: "第\(digits)店",
                region: ["全国", "浙江", "杭州市", number % 2 == 0 ? "西湖区" : "滨江区"]),
            required: 3, tally: ItemTally(filled: filled, suspect: number % 10 == 0 ? 1 : 0),
            total: Double(number % 101), flags: flags)
    }

    private func builder(
        _ entries: [StoreGlance], region: String? = nil, filter: OverviewFilter = .all, search: String = "",
        page: Int = 1
    ) -> OverviewModelBuilder {
        OverviewModelBuilder(
            entries: entries, day: Self.day, today: Self.day, days: [Self.day], region: region,
            filter: filter, search: search, page: page)
    }

    private func model(_ builder: OverviewModelBuilder) -> OverviewModel {
        builder.model(
            shell: Shell(title: "", principal: nil, section: "", assetVersion: ""),
            details: OverviewDetails(scores: [:], previous: [:], flags: [:]),
            progress: JobProgress(waiting: 0, running: 0, done: 0, dead: 0))
    }

    @Test func `a page holds a hundred stores, the numbers above it all of them`() throws {
        let builder = builder((1...250).map { entry($0) }, page: 2)
        let shown = model(builder)
        #expect(shown.rows.count == 100 && shown.rows.first?.id == "S-0101")
        #expect(shown.tiles.first { $0.label == "件待复核" }?.count == "25")
        let pager = try #require(shown.pager)
        #expect(pager.text == "第 2 页，共 3 页，250 家门店")
        #expect(pager.previousHref == "/console?day=\(Self.day)")
        #expect(pager.nextHref == "/console?day=\(Self.day)&page=3")
        #expect(model(self.builder((1...250).map { entry($0) }, page: 3)).pager?.nextHref == nil)
    }

    @Test(arguments: [-4, 0, 1, 2, 99, Int.max]) func `a page that is not there shows the nearest`(page: Int)
    {
        let shown = builder((1...150).map { entry($0) }, page: page).shown
        #expect(shown.count == (page < 2 ? 100 : 50))
    }

    @Test func `a hundred stores or fewer need no pages`() {
        #expect(model(builder((1...100).map { entry($0) })).pager == nil)
        #expect(model(builder([])).rows.isEmpty && model(builder([])).pager == nil)
    }

    @Test func `the first page leads on only, the last one back only`() async throws {
        let router: @Sendable (WebService) throws -> Router<WebContext> = {
            try ConsolePages(service: $0).router()
        }
        try await TestServer.run(router: router) { server in
            try await server.records.stores.upsert((1...150).map { entry($0).store })
            let hq = try await server.signIn("hq")
            func links(_ page: Int) async throws -> [Bool] {
                let text = try await server.get("/console?page=\(page)", hq, "Accept: text/html").text
                return [text.contains(">上一页</a>"), text.contains(">下一页</a>")]
            }
            #expect(try await links(1) == [false, true])
            #expect(try await links(2) == [true, false])
        }
    }

    @Test func `filter, region and search narrow all pages and stay in their addresses`() throws {
        let entries = (1...900).map { entry($0, filled: $0 % 3 == 0 ? 2 : 3, flags: $0 % 5 == 0 ? 4 : 0) }
        let incomplete = builder(entries, region: "西湖区", filter: .incomplete)
        #expect(incomplete.shown.count == 100 && incomplete.shown.allSatisfy { !$0.isComplete })
        let shown = model(incomplete)
        #expect(shown.pager?.text == "第 1 页，共 2 页，150 家门店")
        #expect(try #require(shown.pager?.nextHref).hasSuffix("&filter=incomplete&page=2"))
        #expect(
            builder(entries, filter: .flagged, search: "S-080").shown.map(\.store.id.rawValue) == [
                "S-0800", "S-0805",
            ])
        #expect(builder(entries, search: "第0007").shown.count == 1)
        #expect(builder(entries, search: "s-0007").shown.count == 1)
        #expect(model(builder(entries, search: "没有")).emptyTitle == "没有符合条件的门店")
    }

    @Test func `a store that a requirement names owes its own slots too`() {
        let everyone = Requirement(
            id: "all", slots: [RequiredSlot(slot: "shelf-1", kind: .shelfPhoto, title: "")])
        let one = Requirement(
            id: "one", stores: [StoreID("A")],
            slots: [RequiredSlot(slot: "order-1", kind: .orderScreenshot, title: "")])
        let over = Requirement(
            id: "old", slots: [RequiredSlot(slot: "shelf-9", kind: .shelfPhoto, title: "")],
            to: Self.day.adding(days: -1))
        let slots = SlotsOfDay([everyone, one, over], on: Self.day)
        #expect(slots.of(StoreID("A")) == ["order-1", "shelf-1"])
        #expect(slots.of(StoreID("B")) == ["shelf-1"])
    }
}
